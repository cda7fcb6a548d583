import { findLiveCalls } from '../calls/index.ts'
import type { WaitingRequest } from './gather.ts'

/** Requests in parts to be written one after the other: of several about one call the first, then the others. */
export function withEachCallOnce(batch: readonly WaitingRequest[]): (readonly WaitingRequest[])[] {
  const seen = new Set<string>()
  const isRepeated = ({ request: { call } }: WaitingRequest) =>
    call !== undefined && seen.size === seen.add(call.callRef).size
  const { first = [], later = [] } = Object.groupBy(batch, (entry) => (isRepeated(entry) ? 'later' : 'first'))
  return later.length === 0 ? [first] : [first, later]
}

/** Answers the requests about a call that is live already, and gives the rest. Asks nothing when none is about a call. */
export async function answerLiveCalls(batch: readonly WaitingRequest[]): Promise<readonly WaitingRequest[]> {
  const [first] = batch
  const callRefs = batch.flatMap(({ request }) => request.call?.callRef ?? [])
  if (first === undefined || callRefs.length === 0) return batch
  const { context } = first
  const live = await context.read((tx) => findLiveCalls(tx, context.workspace.id, callRefs))
  return batch.filter(({ request, resolve }) => {
    const callId = request.call === undefined ? undefined : live.get(request.call.callRef)
    if (callId !== undefined) resolve({ kind: 'call_live', callId })
    return callId === undefined
  })
}
