import type { QueueFigures } from '@switchyard/sdk'
import type { Sample } from './sample.ts'
import { sumOf, type Tally } from './tally.ts'

/** What all queues show together. */
export interface Board {
  readonly waiting: number
  readonly longestWaitMs: number
  readonly inProgress: number
}

export function boardOf(queues: readonly Pick<QueueFigures, 'waiting' | 'longestWaitMs' | 'active'>[]): Board {
  return {
    waiting: queues.reduce((sum, queue) => sum + queue.waiting, 0),
    longestWaitMs: Math.max(0, ...queues.map((queue) => queue.longestWaitMs)),
    inProgress: queues.reduce((sum, queue) => sum + queue.active, 0),
  }
}

/** One line of how it goes. */
export function liveLine(at: Date, board: Board, tally: Tally): string {
  const { offered, accepted, declined, missed, completed } = tally.counts
  return [
    at.toTimeString().slice(0, 8),
    `waiting ${board.waiting}${board.waiting === 0 ? '' : ` (${timeWords(board.longestWaitMs)})`}`,
    `in progress ${board.inProgress}`,
    `arrived ${sumOf(tally.arrivals)}`,
    `offered ${offered}, accepted ${accepted}, declined ${declined}, missed ${missed}`,
    `done ${completed}`,
    `in time ${shareInTime(tally)}`,
    `errors ${errorsByCode(tally)}`,
    ...(tally.sentAgain.size === 0 ? [] : [`sent again ${sumOf(tally.sentAgain)}`]),
  ].join(' | ')
}

/** What was done, at the end. */
export function finalLines(tally: Tally, lastedMs: number): string[] {
  const { counts } = tally
  const arrivals = [...tally.arrivals].map(([channel, count]) => `${channel} ${count}`).toSorted()
  const lines = [
    `The demo ran for ${timeWords(lastedMs)}.`,
    `  arrivals     ${sumOf(tally.arrivals)}${arrivals.length === 0 ? '' : ` (${arrivals.join(', ')})`}`,
    `  offers       ${counts.offered}: accepted ${counts.accepted}, declined ${counts.declined}, missed ${counts.missed}`,
    `  work         completed ${counts.completed}, transferred ${counts.transferred}, returned ${counts.returned}, consulted ${counts.consulted}`,
    `  customers    replies ${counts.replies}, reopened ${counts.reopened}, hung up unanswered ${counts.abandoned}, asked to be called back ${counts.callbacks}, left a message ${counts.leftMessages}, rated ${counts.rated}`,
    `  supervisor   raised ${counts.raised}, parked ${counts.parked}`,
    `  wait         ${percentiles(tally.waits)}`,
    `  handling     ${percentiles(tally.handlings)}`,
    `  in time      ${shareInTime(tally)} of first answers`,
    `  races        ${listed(tally.races) || 'none'}`,
    `  errors       ${listed(tally.errors) || 'none'}`,
  ]
  return tally.sentAgain.size === 0 ? lines : [...lines, `  sent again   ${listed(tally.sentAgain)}`]
}

/** The same for programs. */
export function factsOf(tally: Tally) {
  return {
    arrivals: Object.fromEntries(tally.arrivals),
    ...tally.counts,
    waitMs: { p50: tally.waits.percentile(0.5), p90: tally.waits.percentile(0.9) },
    handlingMs: { p50: tally.handlings.percentile(0.5), p90: tally.handlings.percentile(0.9) },
    races: Object.fromEntries(tally.races),
    errors: Object.fromEntries(tally.errors),
    sentAgain: Object.fromEntries(tally.sentAgain),
  }
}

function shareInTime({ counts: { answeredInTime, answeredLate } }: Tally): string {
  const all = answeredInTime + answeredLate
  return all === 0 ? '–' : `${Math.round((100 * answeredInTime) / all)} %`
}

/** `500 internal x2, 404 not_found`. */
function errorsByCode({ errors }: Tally): string {
  const byCode = new Map<string, number>()
  for (const [error, count] of errors) {
    const [code = error] = error.split(' at ', 1)
    byCode.set(code, (byCode.get(code) ?? 0) + count)
  }
  return listed(byCode) || 'none'
}

function listed(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([name, count]) => (count === 1 ? name : `${name} x${count}`)).join(', ')
}

function percentiles(sample: Sample): string {
  const [half, most] = [sample.percentile(0.5), sample.percentile(0.9)]
  return half === null || most === null ? 'none' : `p50 ${timeWords(half)}, p90 ${timeWords(most)}`
}

/** `0.4 s`, `42 s`, `3:07 min`, `1:02:03 h`. */
export function timeWords(ms: number): string {
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  if (seconds < 60) return `${seconds} s`
  const two = (count: number) => String(count).padStart(2, '0')
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60)]
  if (hours === 0) return `${minutes}:${two(seconds % 60)} min`
  return `${hours}:${two(minutes % 60)}:${two(seconds % 60)} h`
}
