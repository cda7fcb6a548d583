/** Counts of a stretch of time, by its parts. */
interface Counted {
  /** Epoch ms. */
  readonly beganAt: number
}

/** What a process has counted since `from` until `until`, by parts; later counts are added beside them. */
export interface KeptCounts<Row extends Counted> {
  /** Of the history that was counted: after another recount nothing of it is right. */
  recounts: number
  from: number
  until: number
  rows: Row[]
}

const minuteMs = 60_000

/** What happened longer ago than this is committed: a statement may take seconds, never minutes. */
export const settledAfterMs = 2 * 60_000

/**
 * The counts from an instant until now. What is settled is counted once and kept, minute by minute; only the last two
 * or three minutes are counted each time. `since` begins a part, and parts before it are forgotten.
 */
export async function countsSince<Row extends Counted>(
  kept: KeptCounts<Row>,
  { since, now, recounts }: { since: number; now: number; recounts: number },
  count: (stretch: { from: number; to: number | null }) => Promise<Row[]>,
): Promise<Row[]> {
  const settled = Math.max(since, Math.floor((now - settledAfterMs) / minuteMs) * minuteMs)
  const isUsable = kept.recounts === recounts && kept.from <= since && kept.until >= since && kept.until <= settled
  const from = isUsable ? kept.until : since
  // Read before waiting: another reading may keep the same minutes meanwhile, and would be counted beside our own.
  const before = isUsable ? kept.rows.filter((row) => row.beganAt >= since) : []
  const [fresh, last] = await Promise.all([
    settled > from ? count({ from, to: settled }) : [],
    count({ from: settled, to: null }),
  ])
  const rows = [...before, ...fresh]
  // Another reading may have kept more meanwhile; either is right.
  Object.assign(kept, { recounts, from: since, until: settled, rows })
  return [...rows, ...last]
}

/** Nothing is counted yet. */
export function nothingCounted<Row extends Counted>(): KeptCounts<Row> {
  return { recounts: -1, from: 0, until: 0, rows: [] }
}
