export { parseTicketQuery, type ParsedQuery, type QueryTerm, type WordField, wordFields } from './ticket-query.ts'
