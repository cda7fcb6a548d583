import type { MoveCounts } from './counts.ts'
import { swapIn } from './swaps.ts'

/** What a process is asked for: to play schedules from one number up to another, or to hunt one bug that far. */
export type Task =
  | {
      readonly kind: 'play'
      readonly seed: number
      readonly from: number
      readonly to: number
      readonly isTold?: boolean
    }
  /** Cut between transactions, and told what each leaves behind. */
  | { readonly kind: 'compare'; readonly seed: number; readonly from: number; readonly to: number }
  | { readonly kind: 'hunt'; readonly seed: number; readonly bug: string; readonly limit: number }

/** A schedule that broke a promise. */
export interface Break {
  readonly number: number
  readonly rule: string
  readonly detail: string
  readonly told: readonly string[]
}

export interface Found {
  readonly schedules: number
  readonly steps: number
  readonly commits: number
  readonly offers: number
  /** Processor time it took. */
  readonly cpuMs: number
  readonly moves: MoveCounts
  readonly breaks: readonly Break[]
  /** What schedules left behind, in the order of their numbers, when it was asked for. */
  readonly ends: readonly (readonly string[])[]
}

/** Where schedules are played. */
export type Place =
  | { readonly kind: 'memory' }
  | { readonly kind: 'postgres'; readonly ownerUrl: string; readonly appUrl: string }

const place = JSON.parse(process.argv[2] ?? '{}') as Place
swapIn(place.kind)
const { hunt, playRange, playToEnds } = await import('./play-range.ts')

function doTask(task: Task): Promise<Found> {
  // Refusals are many, and only who reads what happened in one schedule wants to know where from.
  Error.stackTraceLimit = task.kind === 'play' && task.isTold === true ? 30 : 0
  if (task.kind === 'hunt') return hunt(task)
  return task.kind === 'compare' ? playToEnds(task, place) : playRange(task)
}

/** What was found, with what it cost. */
async function answer(task: Task): Promise<void> {
  const before = process.cpuUsage()
  const found = await doTask(task)
  const { user, system } = process.cpuUsage(before)
  process.send?.({ ...found, cpuMs: (user + system) / 1_000 })
}

process.on('message', (task: Task) => void answer(task))
// Nobody is left to ask for anything.
process.on('disconnect', () => process.exit())
