import type { PartnerTicket, PartnerTicketDetail, PartnerTicketUpdate } from '@switchyard/sdk'

/** What is said on a ticket: to the customer, to staff, and what staff are asked. */
const ways = ['reply', 'note', 'question'] as const
export type Way = (typeof ways)[number]

type Message = PartnerTicketDetail['messages'][number]

/** The update that says this. */
export const saying = (way: Way, body: string): PartnerTicketUpdate =>
  ({ reply: { reply: body }, note: { note: body }, question: { question: body } })[way]

/** What may be said here: all of it on what is in hand; who raised it adds to it, and asks while no other partner has it. */
export function waysOpen({ role, state, handoff }: PartnerTicket): readonly Way[] {
  if (role === 'receiver') return state === 'accepted' ? ways : []
  return handoff.outcome === 'forwarded' ? ['note'] : ['note', 'question']
}

/** The question of staff that nothing was said to since; null where none is open. */
export function openQuestion(messages: readonly Message[]): Message | null {
  const between = messages.filter(({ visibility }) => visibility === 'partner')
  const asked = between.findLastIndex(({ question, author }) => question && author.kind !== 'partner')
  const isAnswered = between.slice(asked + 1).some(({ author }) => author.kind === 'partner')
  return isAnswered ? null : (between[asked] ?? null)
}

const statesAfter = { accepted: 'accepted', solved: 'done' } as const

/** How a ticket stands once an update has gone through. */
export function lineAfter<Ticket extends PartnerTicket>(
  ticket: Ticket,
  { status, externalId = ticket.externalId }: PartnerTicketUpdate,
): Ticket {
  if (status === undefined) return { ...ticket, externalId }
  if (status === 'waiting') return { ...ticket, externalId, statusCategory: 'waiting' }
  const given = ticket.state === 'offered' ? 'declined' : 'returned'
  return { ...ticket, externalId, state: status === 'declined' ? given : statesAfter[status], offeredUntil: null }
}

interface Saying {
  partner: { id: string; name: string } | null
  /** ISO 8601. */
  at: string
}

/** The same with what the update says, at the end. */
export function detailAfter(
  ticket: PartnerTicketDetail,
  update: PartnerTicketUpdate,
  { partner, at }: Saying,
): PartnerTicketDetail {
  const said = ways.flatMap((way) => {
    const body = update[way]
    return body === undefined ? [] : [{ way, body }]
  })
  const last = ticket.messages.at(-1)?.seq ?? 0
  const messages = said.map(({ way, body }, index): Message => ({
    id: `sending-${way}`,
    ticketId: ticket.id,
    seq: last + 1 + index,
    clientId: null,
    author: { kind: 'partner', id: partner?.id ?? null, name: partner?.name ?? null },
    automatic: false,
    visibility: way === 'reply' ? 'public' : 'partner',
    body,
    question: way === 'question',
    attachments: [],
    createdAt: at,
    redaction: null,
  }))
  return { ...lineAfter(ticket, update), messages: [...ticket.messages, ...messages] }
}
