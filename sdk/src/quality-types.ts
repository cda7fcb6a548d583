import type { components } from './schema.gen.d.ts'

/** The quality report and reviews, as the reference describes them. */
type Schemas = components['schemas']

export type QaReport = Schemas['QaReport']
/** The figures of the whole or of one group. */
export type QaFigures = Omit<QaReport['groups'][number], 'key' | 'label'>
export type QaGroupBy = NonNullable<QaReport['filters']['groupBy']>
export type QaReview = Schemas['QaReview']
export type QaReviewCreate = Schemas['QaReviewCreate']
export type Scorecard = Schemas['Scorecard']
