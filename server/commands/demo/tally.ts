import { createSample, type Sample } from './sample.ts'

/** What is counted besides arrivals and answers that were refusals. */
const counted = [
  'offered',
  'accepted',
  'declined',
  'missed',
  'completed',
  'abandoned',
  'callbacks',
  'leftMessages',
  'rated',
  'replies',
  'reopened',
  'transferred',
  'returned',
  'consulted',
  'breaks',
  'raised',
  'parked',
  'answeredInTime',
  'answeredLate',
] as const
export type Counted = (typeof counted)[number]

/** What was done so far, as the simulated people saw it. */
export interface Tally {
  readonly counts: Record<Counted, number>
  /** By channel. */
  readonly arrivals: Map<string, number>
  /** Answers 409 by code: somebody else was first. */
  readonly races: Map<string, number>
  /** Faults of the server and refusals nobody expected, by status, code and address. */
  readonly errors: Map<string, number>
  /** Of those, faults of the server. */
  faults: number
  /** What was sent again, by status and code: answers 429 and 503, and what nobody answered. */
  readonly sentAgain: Map<string, number>
  /** From entering the queue to being accepted. */
  readonly waits: Sample
  /** Hands-on, from being accepted to the end. */
  readonly handlings: Sample
}

export function createTally(): Tally {
  return {
    counts: Object.fromEntries(counted.map((name) => [name, 0])) as Record<Counted, number>,
    arrivals: new Map(),
    races: new Map(),
    errors: new Map(),
    faults: 0,
    sentAgain: new Map(),
    waits: createSample(),
    handlings: createSample(),
  }
}

export function countIn(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}

export function sumOf(counts: ReadonlyMap<string, number>): number {
  return counts.values().reduce((sum, count) => sum + count, 0)
}
