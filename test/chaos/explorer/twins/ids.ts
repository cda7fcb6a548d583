import * as real from '../../../../server/platform/ids.ts'
import { nextId } from '../next-id.ts'

export * from '../../../../server/platform/ids.ts'

/** Counted, so that a seed gives the same ids each time. */
export const newId = nextId

const encoded = new Map<string, string>()

/** Ids begin anew with each schedule, so the same few thousand are written again and again. */
export const encodeId: typeof real.encodeId = (kind, uuid) => {
  const key = kind + uuid
  let text = encoded.get(key)
  if (text === undefined) encoded.set(key, (text = real.encodeId(kind, uuid)))
  return text
}
