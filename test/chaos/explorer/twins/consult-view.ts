import type * as real from '../../../../server/modules/handling/consult-view.ts'

export * from '../../../../server/modules/handling/consult-view.ts'

/** Consults are explored as rows; what an endpoint hears of one is told by the same jobs as webhooks, and is not explored. */
export const findConsultsForEndpoints: typeof real.findConsultsForEndpoints = () => Promise.resolve([])
