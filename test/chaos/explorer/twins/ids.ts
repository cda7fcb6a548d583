import { nextId } from '../next-id.ts'

export * from '../../../../server/platform/ids.ts'

/** Counted, so that a seed gives the same ids each time. */
export const newId = nextId
