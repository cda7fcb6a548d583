export { type CreatedTicket, createTicket } from './create-ticket.ts'
export { type CreatedItem, createTickets } from './create-tickets.ts'
export { dryRunRequest, type TrialRequest } from './dry-run-request.ts'
export type { TicketRequest } from './ticket-request.ts'
