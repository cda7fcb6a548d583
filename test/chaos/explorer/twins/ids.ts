import * as real from '../../../../server/platform/ids.ts'
import type { IdKind } from '../../../../server/platform/ids.ts'
import { nextId } from '../next-id.ts'

export * from '../../../../server/platform/ids.ts'

/** Counted, so that a seed gives the same ids each time. */
export const newId = nextId

const encoded = new Map<IdKind, Map<string, string>>()

/** Ids begin anew with each schedule, so the same few thousand are written again and again. */
export const encodeId: typeof real.encodeId = (kind, uuid) => {
  let ofKind = encoded.get(kind)
  if (ofKind === undefined) encoded.set(kind, (ofKind = new Map()))
  let text = ofKind.get(uuid)
  if (text === undefined) ofKind.set(uuid, (text = real.encodeId(kind, uuid)))
  return text
}
