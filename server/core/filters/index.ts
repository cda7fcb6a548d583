export {
  momentFields,
  parseTicketQuery,
  type ParsedQuery,
  type QueryTerm,
  type StateWord,
  stateWords,
  type WordField,
  wordFields,
} from './ticket-query.ts'
