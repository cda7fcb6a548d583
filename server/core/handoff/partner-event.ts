import type { TicketType } from '../market/index.ts'

export const partnerEventTypes = ['STORE_SUPPORT_TICKET_EVENT', 'GENERAL_SUPPORT_TICKET_EVENT'] as const

/** What partners subscribe to, one for each type of ticket. */
export type PartnerEventType = (typeof partnerEventTypes)[number]

/** The names without their end, understood where they are said to us, never said by us. */
export const partnerEventAliases = ['STORE_SUPPORT_TICKET', 'GENERAL_SUPPORT_TICKET'] as const

export function partnerEventOf(type: TicketType): PartnerEventType {
  return `${type}_SUPPORT_TICKET_EVENT`
}

/** The type of ticket behind an event's name or its alias; null for any other word. */
export function ticketTypeOf(word: string): TicketType | null {
  const names: Readonly<Record<string, TicketType>> = {
    STORE_SUPPORT_TICKET_EVENT: 'STORE',
    STORE_SUPPORT_TICKET: 'STORE',
    GENERAL_SUPPORT_TICKET_EVENT: 'GENERAL',
    GENERAL_SUPPORT_TICKET: 'GENERAL',
  }
  return Object.hasOwn(names, word) ? (names[word] ?? null) : null
}

export function isPartnerEvent(type: string): type is PartnerEventType {
  return (partnerEventTypes as readonly string[]).includes(type)
}
