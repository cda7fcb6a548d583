import type { AutomationFacts } from '../expressions/automation-facts.ts'
import type { Automation, FirstResponses } from './automation.ts'
import type { Controls } from './controls.ts'
import { textIn } from './template.ts'

/** The answer to a new ticket, as a rule like others: it stands in the log under this name, and is asked before all. */
export const firstResponseRule: Automation = Object.freeze({
  slug: 'first-response',
  label: 'First response',
  line: null,
  events: new Set(['ticket.created'] as const),
  time: null,
  when: null,
  actions: [{ kind: 'firstResponse' as const }],
  stops: false,
  isOff: false,
})

/** Later than this an automatic answer says nothing any more. */
const latestMs = 3_600_000
/** Two programs that answer each other are stopped by this (reliability.md 3.17). */
const mostToCustomerAnHour = 5
/** Who raises so many within an hour is a program, and what was said to them is counted no further back. */
export const mostOfCustomerAnHour = 100

export type HoldCode = 'control' | 'no_text' | 'answered' | 'too_late' | 'too_many_to_customer'

export interface ResponseAsked {
  readonly facts: AutomationFacts
  readonly controls: Controls
  readonly responses: FirstResponses | null
  /** The language of tickets that name none. */
  readonly language: string
  /** How long ago the ticket was created. */
  readonly ageMs: number
}

/** The newest tickets of a customer within the hour, `mostOfCustomerAnHour` at most. */
export interface CustomerLately {
  readonly tickets: number
  /** Those that got a first response. */
  readonly answered: number
}

/** Why a new ticket is not answered by itself; null when it is. */
export function holdFirstResponse(asked: ResponseAsked): { readonly code: HoldCode; readonly text: string } | null {
  const { facts, controls, ageMs } = asked
  const { channel, queue, statusCategory, answered } = facts.ticket
  const level = controls.firstResponse
  if (level !== 'send') return { code: 'control', text: `First responses are "${level}" for ${channel} in ${queue}.` }
  if (firstResponseText(asked) === null) return { code: 'no_text', text: 'The workflow has no text for it.' }
  if (answered) return { code: 'answered', text: 'Somebody has answered already.' }
  if (statusCategory === 'solved' || statusCategory === 'closed') return { code: 'answered', text: 'It is over.' }
  if (ageMs > latestMs) return { code: 'too_late', text: 'It was created more than an hour ago.' }
  return null
}

/** Why a customer is answered no more for now; null when they may be. */
export function holdFromCustomer({ tickets, answered }: CustomerLately): ReturnType<typeof holdFirstResponse> {
  const code = 'too_many_to_customer'
  if (tickets >= mostOfCustomerAnHour)
    return { code, text: `This customer raised ${tickets} tickets or more within the hour.` }
  if (answered < mostToCustomerAnHour) return null
  return { code, text: `This customer was answered ${answered} times within the hour.` }
}

/** The template for a ticket's service line and language; null when there is none. */
export function firstResponseText({
  facts: { ticket },
  responses,
  language,
}: Pick<ResponseAsked, 'facts' | 'responses' | 'language'>): { language: string; text: string } | null {
  if (responses === null) return null
  const own = responses.serviceLines.get(ticket.serviceLine)
  return textIn({ ...responses.otherwise, ...own }, ticket.language, language)
}
