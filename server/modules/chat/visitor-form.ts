import type { Widget } from '../../core/workflow/index.ts'
import { AppError, type FieldError } from '../../platform/errors.ts'
import type { CustomerDetails } from '../customers/index.ts'

/** What a visitor answered before the chat, sorted. */
export interface VisitorAnswers {
  readonly details: CustomerDetails
  readonly issueSummary: string | null
  /** Answers to questions of the workspace's own. */
  readonly fields: Readonly<Record<string, string>>
}

const ofCustomer = ['name', 'email', 'phone'] as const
const mailAddress = /^[^@\s]+@[^@\s]+$/
const telephone = /^\+?[ ()./-]*[0-9][0-9 ()./-]{2,}$/

/**
 * Reads the answers to a channel's form. Throws `invalid` with every answer that is missing, not asked for, or not of the
 * form it must have; what a signed word has told already (`known`) need not be answered.
 */
export function readForm(
  { form }: Widget,
  answers: Readonly<Record<string, string>>,
  known: CustomerDetails,
): VisitorAnswers {
  const asked = new Map(form.map((field) => [field.name, field]))
  const faults: FieldError[] = []
  const say = (name: string, code: string, message: string) =>
    void faults.push({ pointer: `/form/${name}`, code, message })
  for (const name of Object.keys(answers))
    if (!asked.has(name)) say(name, 'unknown_field', `The form asks for: ${[...asked.keys()].join(', ') || 'nothing'}.`)
  for (const { name, type, choices, isRequired } of form) {
    const text = answers[name]?.trim() ?? ''
    const isKnown = (known as Readonly<Record<string, unknown>>)[name] !== undefined
    if (text === '') {
      if (isRequired && !isKnown) say(name, 'required', 'This is asked for.')
    } else if ((type === 'email' || name === 'email') && !mailAddress.test(text)) {
      say(name, 'mail_address', 'This is no mail address such as ana@example.com.')
    } else if ((type === 'phone' || name === 'phone') && !telephone.test(text)) {
      say(name, 'phone', 'This is no telephone number such as +34 600 123 456.')
    } else if (type === 'choice' && !choices.includes(text)) {
      say(name, 'unknown_choice', `This is not one of: ${choices.join(', ')}.`)
    }
  }
  if (faults.length > 0) throw new AppError('invalid', 'The form is not filled in.', {}, faults)
  return sorted(answers)
}

function sorted(answers: Readonly<Record<string, string>>): VisitorAnswers {
  const said = Object.entries(answers).flatMap(([name, text]) =>
    text.trim() === '' ? [] : [[name, text.trim()] as const],
  )
  const { issueSummary = null, ...rest } = Object.fromEntries(said)
  const isOfCustomer = (name: string) => ofCustomer.some((member) => member === name)
  const own = Object.entries(rest)
  return {
    details: Object.fromEntries(own.filter(([name]) => isOfCustomer(name))),
    issueSummary,
    fields: Object.fromEntries(own.filter(([name]) => !isOfCustomer(name))),
  }
}
