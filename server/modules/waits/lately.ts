import type { Context, Tx } from '../../platform/context.ts'
import { memoryKey } from '../../platform/memory.ts'
import { countsSince, type KeptCounts, nothingCounted } from './kept-counts.ts'
import { type ArrivalRow, findArrivals } from './queue-figures-view.ts'
import { findMark } from './span-view.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs

const kept = memoryKey('waits.arrivals', () => new Map<string, KeptCounts<ArrivalRow>>())

/** What arrived in a workspace since the minute in which the last hour began, by minute. */
export async function readArrivals(tx: Tx, context: Context): Promise<ArrivalRow[]> {
  const now = context.now()
  const { recounts } = await findMark(tx, context.workspace.id)
  const since = Math.floor((now - hourMs) / minuteMs) * minuteMs
  const all = context.memory.of(kept)
  const own = all.get(context.workspace.id) ?? nothingCounted<ArrivalRow>()
  all.set(context.workspace.id, own)
  return countsSince(own, { since, now, recounts }, (stretch) => findArrivals(tx, context.workspace.id, stretch))
}
