import { createRandom, type Random } from '../seed/random.ts'
import { drawGapMs } from './durations.ts'

/** How customers come: a Poisson process whose rate swings with the hour and now and then surges. */
export interface ArrivalPlan {
  readonly perMinute: number
  readonly seed: number
  /** The hour of the day, with fractions, at which the demo begins. */
  readonly startHour: number
}

/** Many customers at once, most of them about one thing. */
export interface Surge {
  readonly factor: number
  readonly category: string
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const swing = 0.35
/** The busiest hour, and with half a day between them the quietest. */
const busiestHour = 15
const blockMs = 15 * minuteMs
const chanceOfSurge = 0.35
const strongestSurge = 3
const surgeCategories = ['infrastructure', 'payment_processing', 'provider_integration', 'user_system']

/** The surge at a moment since the start, or null; the same for the same seed. */
export function surgeAt(seed: number, atMs: number): Surge | null {
  const block = Math.floor(atMs / blockMs)
  const random = createRandom(seed + 7_919 * (block + 1))
  if (random.next() >= chanceOfSurge) return null
  const beginMs = block * blockMs + random.between(0, blockMs / 2)
  const lastsMs = random.between(2 * minuteMs, 5 * minuteMs)
  const surge = { factor: random.between(1.8, strongestSurge), category: random.pick(surgeCategories) }
  return atMs >= beginMs && atMs < beginMs + lastsMs ? surge : null
}

/** Customers a minute at a moment since the start. */
export function rateAt({ perMinute, seed, startHour }: ArrivalPlan, atMs: number): number {
  const hour = startHour + atMs / hourMs
  const byHour = 1 + swing * Math.cos(((hour - busiestHour) / 12) * Math.PI)
  return perMinute * byHour * (surgeAt(seed, atMs)?.factor ?? 1)
}

/** When the next customer comes, in ms since the start: candidates at the highest rate, kept by their share of it. */
export function nextArrivalMs(random: Random, plan: ArrivalPlan, afterMs: number): number {
  const highest = plan.perMinute * (1 + swing) * strongestSurge
  let atMs = afterMs
  do atMs += drawGapMs(random, highest)
  while (random.next() * highest >= rateAt(plan, atMs))
  return atMs
}
