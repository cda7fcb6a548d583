import type { Random } from '../seed/random.ts'

const second = 1_000
const minute = 60 * second

/** A time whose logarithm is normal: half of them are under the median, a few are many times longer. */
export interface Spread {
  readonly medianMs: number
  /** Standard deviation of the logarithm: 0.5 = nine of ten within 2.3 times the median. */
  readonly sigma: number
}

/** How long people take in the demo, in its own time. */
export const spreads = {
  acceptCall: { medianMs: 4 * second, sigma: 0.4 },
  acceptTicket: { medianMs: 6 * second, sigma: 0.5 },
  customerReply: { medianMs: 90 * second, sigma: 0.7 },
  chatReply: { medianMs: 25 * second, sigma: 0.5 },
  rating: { medianMs: 20 * second, sigma: 0.5 },
  followUp: { medianMs: 4 * minute, sigma: 0.6 },
  reopening: { medianMs: 3 * minute, sigma: 0.5 },
  callerPatience: { medianMs: 4 * minute, sigma: 0.6 },
  atWork: { medianMs: 35 * minute, sigma: 0.4 },
  atBreak: { medianMs: 4 * minute, sigma: 0.4 },
  parked: { medianMs: 3 * minute, sigma: 0.4 },
} as const satisfies Record<string, Spread>

const ordinary: Spread = { medianMs: 5 * minute, sigma: 0.6 }
const handling: Readonly<Record<string, Spread>> = {
  call: { medianMs: 4 * minute, sigma: 0.5 },
  callback: { medianMs: 3.5 * minute, sigma: 0.5 },
  chat: { medianMs: 6 * minute, sigma: 0.5 },
  case: { medianMs: 12 * minute, sigma: 0.5 },
  ticket: ordinary,
}
const wrapup: Spread = { medianMs: 40 * second, sigma: 0.4 }

/** Draws a time of the spread. */
export function drawMs(random: Random, { medianMs, sigma }: Spread): number {
  return medianMs * Math.exp(sigma * normal(random))
}

/** The hands-on time of one piece of work of a kind. */
export function drawHandlingMs(random: Random, kind: string): number {
  return drawMs(random, handling[kind] ?? ordinary)
}

/** What is written down after a conversation takes so long. */
export function drawWrapupMs(random: Random): number {
  return drawMs(random, wrapup)
}

/** The time to the next of events that come at random, so many a minute. */
export function drawGapMs(random: Random, perMinute: number): number {
  return (-Math.log(1 - random.next()) / perMinute) * minute
}

/** A standard normal number (Box and Muller). */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next())
}
