import type * as real from '../../../../server/modules/handling/monitor-store.ts'

export * from '../../../../server/modules/handling/monitor-store.ts'

/** Nobody watches in explored schedules: monitors end where consults do, and those are explored. */
export const endOpenMonitors: typeof real.endOpenMonitors = () => Promise.resolve([])
