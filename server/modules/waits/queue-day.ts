import { type WaitCounts, waitQuantile } from '../../core/waits/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { memoryKey } from '../../platform/memory.ts'
import { countsSince, type KeptCounts, nothingCounted } from './kept-counts.ts'
import type { QueueDay } from './queue-figures-view.ts'
import { countSpans, findBreaches, findMark, findSpans, type SpanRow } from './span-view.ts'

/** What a queue did in a stretch of time. */
export interface DayFigures {
  readonly arrivals: number
  readonly accepted: number
  readonly abandoned: number
  readonly waits: { readonly n: number; readonly averageMs: number | null; readonly p90Ms: number | null }
  readonly sla: { readonly met: number; readonly breached: number }
}

/** A quarter of an hour with its broken targets. */
export type DaySpan = SpanRow & { readonly breached: number }

interface CountedDay {
  readonly key: string
  readonly spans: readonly SpanRow[]
}

interface KeptDay {
  counted: CountedDay | null
  readonly since: KeptCounts<SpanRow>
}

const keptDays = memoryKey('waits.days', () => new Map<string, KeptDay>())

/**
 * The quarters of an hour of these queues since their days began: those that are over as they were counted, and what
 * came since as its rows stand. Right whether or not the counting has kept up, after a restart too.
 */
export async function readSpans(tx: Tx, context: Context, days: readonly QueueDay[]): Promise<DaySpan[]> {
  const workspaceId = context.workspace.id
  const from = Math.min(...days.map((day) => day.since))
  const { until: mark, recounts } = await findMark(tx, workspaceId)
  const until = Math.max(from, mark ?? from)
  const kept = keptOf(context)
  const [counted, fresh, breaches] = await Promise.all([
    readCounted(tx, workspaceId, { kept, from, until, recounts }),
    countsSince(kept.since, { since: until, now: context.now(), recounts }, (stretch) =>
      countSpans(tx, workspaceId, stretch),
    ),
    findBreaches(tx, workspaceId, from),
  ])
  const since = new Map(days.map((day) => [day.queue, day.since]))
  const all = [
    ...[...counted, ...fresh].map((span) => ({ ...span, breached: 0 })),
    ...breaches.map((row) => ({ ...nothing, ...row })),
  ]
  return all.filter((span) => span.beganAt >= (since.get(span.queue) ?? Infinity))
}

const nothing = { arrivals: 0, abandoned: 0, taken: 0, waitedMs: 0, waits: {}, met: 0 }

function keptOf(context: Context): KeptDay {
  const days = context.memory.of(keptDays)
  const own = days.get(context.workspace.id) ?? { counted: null, since: nothingCounted<SpanRow>() }
  days.set(context.workspace.id, own)
  return own
}

/** What is counted never changes, so it is read once for each new quarter. */
async function readCounted(
  tx: Tx,
  workspaceId: string,
  { kept, from, until, recounts }: { kept: KeptDay; from: number; until: number; recounts: number },
): Promise<readonly SpanRow[]> {
  const key = `${from} ${until} ${recounts}`
  if (kept.counted?.key === key) return kept.counted.spans
  const spans = until === from ? [] : await findSpans(tx, workspaceId, { from, to: until })
  kept.counted = { key, spans }
  return spans
}

/** The sum of these quarters. */
export function dayOf(spans: readonly DaySpan[]): DayFigures {
  const sum = (select: (span: DaySpan) => number) => spans.reduce((total, span) => total + select(span), 0)
  const taken = sum((span) => span.taken)
  return {
    arrivals: sum((span) => span.arrivals),
    accepted: taken,
    abandoned: sum((span) => span.abandoned),
    waits: {
      n: taken,
      averageMs: taken === 0 ? null : Math.round(sum((span) => span.waitedMs) / taken),
      p90Ms: waitQuantile(addedUp(spans), 0.9),
    },
    sla: { met: sum((span) => span.met), breached: sum((span) => span.breached) },
  }
}

function addedUp(spans: readonly DaySpan[]): WaitCounts {
  const counts: Record<string, number> = {}
  for (const { waits } of spans) {
    for (const [bucket, count] of Object.entries(waits)) counts[bucket] = (counts[bucket] ?? 0) + count
  }
  return counts
}
