/* oxlint-disable no-unused-vars -- h is what JSX becomes */
import type { h } from 'preact'
import type { AskedField, Channel } from '../channel.ts'
import type { Leaving as LeavingCall, Refusal } from '../chat/calls.ts'
import type { Words } from '../words/words.ts'
import type { Kit } from './kit.ts'
import type { LaterWords } from './later.ts'

type Way = LeavingCall['as']
type Given = Readonly<Record<string, string>>

interface LeavingProps {
  readonly way: Way
  readonly onStay: () => void
}

/** Leaving the line without losing the place: asks where to answer, and what about where nothing was said yet. */
export function makeLeaving({ h, useEffect, useState, useChat, usePanel, Field }: Kit, own: LaterWords) {
  const labels: Given = { body: own.yourMessage, email: own.email, phone: own.phone }
  return function Leaving({ way, onStay }: LeavingProps) {
    const { channel, chat, speech, isKnown } = usePanel()
    const { words } = speech
    const { messages, outbox } = useChat().conversation
    const [given, setGiven] = useState<Given>({})
    const [fault, setFault] = useState<readonly [name: string, words: string] | null>(null)
    const [isBusy, setIsBusy] = useState(false)
    // What was pressed is gone; what is gone afterwards gives the focus to where the customer writes.
    useEffect(() => {
      focusOn('.leaving textarea, .leaving input, .leaving button')
      return () => focusOn('.write textarea')
    }, [])
    const fields = fieldsOf(way, { channel, isKnown, hasSaid: messages.length + outbox.length > 0 })
    const submit = () => {
      const told = trimmed(given)
      const found = faultOf(fields, told, { missing: own.missing, badEmail: words.badEmail })
      if (found !== null) return setFault(found)
      setIsBusy(true)
      chat.leave(way, told).catch((error: Refusal) => {
        setIsBusy(false)
        setFault(['', error.message || words.failed])
      })
    }
    return (
      <form
        class="leaving"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (!isBusy) submit()
        }}
      >
        <p>{way === 'callback' ? own.callText : own.leftText}</p>
        {fields.map((field) => (
          <Field
            key={field.name}
            field={field}
            label={labels[field.name] ?? ''}
            value={given[field.name] ?? ''}
            fault={fault?.[0] === field.name ? fault[1] : undefined}
            onChange={(value) => {
              setGiven((known) => ({ ...known, [field.name]: value }))
              setFault(null)
            }}
          />
        ))}
        {fault?.[0] === '' && (
          <p class="fault" role="alert">
            {fault[1]}
          </p>
        )}
        <button class="main" aria-disabled={isBusy}>
          {way === 'callback' ? words.callMe : words.leave}
        </button>
        <button type="button" class="link" onClick={onStay}>
          {own.wait}
        </button>
      </form>
    )
  }
}

/** What must be asked: a number for every call, an address where the form before the chat has not made sure of one. */
function fieldsOf(
  way: Way,
  { channel, isKnown, hasSaid }: { channel: Channel; isKnown: boolean; hasSaid: boolean },
): AskedField[] {
  const ask = (name: string, type: AskedField['type'], isRequired: boolean) => {
    return { name, type, isRequired, label: {}, choices: [] }
  }
  const isGiven = (name: string) => channel.form.some((field) => field.name === name && field.isRequired)
  if (way === 'callback') return isGiven('phone') ? [] : [ask('phone', 'phone', true)]
  const body = ask('body', 'longtext', !hasSaid)
  return isKnown || isGiven('email') ? [body] : [body, ask('email', 'email', true)]
}

const mail = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

function faultOf(
  fields: readonly AskedField[],
  told: Given,
  words: Pick<LaterWords, 'missing'> & Pick<Words, 'badEmail'>,
): readonly [name: string, words: string] | null {
  const missing = fields.find(({ name, isRequired }) => isRequired && told[name] === undefined)
  if (missing !== undefined) return [missing.name, words.missing]
  const { email } = told
  return email === undefined || mail.test(email) ? null : ['email', words.badEmail]
}

function trimmed(given: Given): Given {
  const told = Object.entries(given).map(([name, text]) => [name, text.trim()])
  return Object.fromEntries(told.filter(([, text]) => text !== '')) as Given
}

function focusOn(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.focus()
}
