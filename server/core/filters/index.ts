export {
  type AbsentField,
  absentFields,
  momentFields,
  mostFieldLetters,
  parseTicketQuery,
  type ParsedQuery,
  type QueryTerm,
  type StateWord,
  stateWords,
  wantsAbsent,
  type WordField,
  wordFields,
  type WordTerm,
} from './ticket-query.ts'
export { type AgentSearch, isCalled, meetsRatingText } from './agent-search.ts'
export { parseRating, type ParsedRating } from './parse-rating.ts'
export {
  meetsRating,
  printRating,
  type RatingExpression,
  type RatingOperator,
  ratingOperators,
} from './rating-expression.ts'
