export { endedAt } from './ended-at-view.ts'
export { findTicketIdsOf, type MovedTicket, moveTickets } from './customer-change-store.ts'
export { blankMessages, blankTickets } from './erasure-store.ts'
export { fieldErrors } from './field-errors.ts'
export { type ExplainedClock, explainSla } from './explain-sla.ts'
export { changeHandled, type HandledTicketRow } from './handled-rows-store.ts'
export { insertLink } from './link-store.ts'
export { linkTickets, readLinks, unlinkTickets } from './link-tickets.ts'
export {
  type AuthorKind,
  type Message,
  type RedactionReason,
  redactionReasons,
  visibilities,
  type Visibility,
} from './message.ts'
export { insertMessage, type MovedMessage, moveMessagesBack } from './message-store.ts'
export { findWithCopies, type RedactedRow, redactMessages } from './redaction-store.ts'
export {
  type AuthorKey,
  findAuthorNames,
  findLastMessages,
  findLastMessageSeq,
  findMessage,
  findMessageByClientId,
  findMessages,
  findSaidElsewhere,
  listMessagesOf,
} from './message-view.ts'
export { type ConditionFacts, conditionFacts } from './condition-facts-view.ts'
export { findTicketsWithOpenCase, hasOpenCase } from './open-case-view.ts'
export { findMeantTickets, isMeantFor } from './meant-for-view.ts'
export { placeOf } from './place-of.ts'
export { findPolicyFacts, findUnpromised } from './policy-facts-view.ts'
export { findPolicyAfter, policyOf } from './policy-of-ticket.ts'
export { clockUnits, ledgerKinds, unitOf } from '../../core/clocks/index.ts'
export { presentExplainedClock } from './present-clock.ts'
export { presentLink, presentMessage, presentTimelineItem } from './present-parts.ts'
export { factsOf, presentBars, presentTicket, stageOf, type TicketAnswer } from './present-ticket.ts'
export {
  countTicketsOf,
  findMatching,
  type ListPlace,
  listTickets,
  type TicketListInput,
  type TicketPage,
  type TicketSort,
  ticketSorts,
  wholeList,
} from './list-tickets.ts'
export { findReadable, getTicket, getTicketIdByNumber } from './read-tickets.ts'
export { listStatuses } from './list-statuses.ts'
export { readCatalogue, type TicketCatalogue } from './read-catalogue.ts'
export { customerFor, isToldNames, messageFor, readableFor, type Readable } from './readable-for.ts'
export { findMergedSources } from './timeline-view.ts'
export { readMessages, readTimeline, type TimelineItem } from './read-timeline.ts'
export { type LinkKind, linkKinds, type TicketLink } from './ticket-link.ts'
export type { ClockOfTicket, CreatedBy, OrderOfTicket, Ticket } from './ticket.ts'
export { insertFirstMessages, insertTickets, type NewMessageRow, type NewTicketRow } from './ticket-rows-store.ts'
export { renameInTickets } from './rename-in-tickets.ts'
export { findRenamedTickets } from './ticket-renames-store.ts'
export { countOnTickets, insertSaidMessages, type SaidMessageRow, type SpokenTicketRow } from './said-rows-store.ts'
export { lockTickets, lockTicketSeqs, saveTicket, takeTicketSeq, type TicketPatch } from './ticket-store.ts'
export { findTicket, findTickets } from './ticket-view.ts'
export { viewTicket, viewTickets } from './view-ticket.ts'
