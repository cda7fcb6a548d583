export { createReview, type ReviewInput } from './create-review.ts'
export { listReviews, listScorecards } from './list-reviews.ts'
export {
  type QaReport,
  readQaReport,
  type ReportFigures,
  type ReportInput,
  type TimedFigure,
} from './read-qa-report.ts'
export { type ReportGroup, reportGroups } from './report-view.ts'
export type { Review } from './review.ts'
