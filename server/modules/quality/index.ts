export {
  promiseSplits,
  ratingScales,
  type UndecidedState,
  undecidedStates,
  type VerdictSums,
} from '../../core/quality/index.ts'
export { blankReviews } from './erasure-store.ts'
export { createReview, type ReviewInput } from './create-review.ts'
export { figuresUrl } from './evidence-url.ts'
export { listReviews, listScorecards } from './list-reviews.ts'
export {
  askForReport,
  type QaReport,
  readQaReport,
  type ReportFigures,
  type ReportInput,
  type TimedFigure,
} from './read-qa-report.ts'
export { readPromises } from './read-promises.ts'
export {
  readReportWithShares,
  readWithCreatedByDay,
  type VolumeDays,
  type VolumeShare,
} from './read-report-with-shares.ts'
export { type ReportAsked, type ReportGroup, reportGroups, reportPlace } from './report-view.ts'
export { rowsUrl } from './rows-url.ts'
export type { Review } from './review.ts'
export { rememberTickets } from './ticket-facts.ts'
