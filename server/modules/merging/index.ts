export { type MergeInput, mergeTickets } from './merge-tickets.ts'
export { type SaidMessage, sayOnTicket } from './say-on-ticket.ts'
export { splitTicket } from './split-ticket.ts'
export { unmergeTicket } from './unmerge-ticket.ts'
