export { addUpFacts, type FactSums } from './add-up-facts.ts'
export { addUpPromises, type PromiseSums, promiseSplits, type VerdictSums } from './add-up-promises.ts'
export type { FactQuestion, Facts, Slices } from './chosen-facts.ts'
export { countFacts, type FactCounts } from './count-facts.ts'
export {
  createChunk,
  createWordBooks,
  dropFact,
  type FactChunk,
  factMarks,
  type FactWord,
  factWords,
  putFact,
  type ReadColumns,
  type TicketFact,
  type TicketPromises,
  type WordBook,
} from './fact-chunk.ts'
export { type Interval, wilson95 } from './interval.ts'
export {
  type Answer,
  type AnswerFault,
  type CriterionScore,
  findAnswerFaults,
  type ReviewScore,
  scoreReview,
} from './score-review.ts'
export { type Criterion, type RatingScale, ratingScales, type Scorecard, topOf } from './scorecard.ts'
export { promiseSigns, type UndecidedState, undecidedStates } from './promise-word.ts'
export { passScore, type Quality, type ReviewSums, summariseReviews } from './summarise-reviews.ts'
