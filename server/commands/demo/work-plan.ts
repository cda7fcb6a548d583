import type { Random } from '../seed/random.ts'
import { drawHandlingMs, drawWrapupMs } from './durations.ts'

/** What an agent does with work in hand. */
export type Act =
  /** Says type and category where nobody did. */
  | 'classify'
  /** Writes to the customer. */
  | 'reply'
  /** Starts on it: diagnosing, or handling. */
  | 'begin'
  /** Asks the customer, who is there. */
  | 'inquire'
  /** Asks the customer, and waits. */
  | 'ask'
  /** Asks a colleague, and keeps it. */
  | 'consult'
  /** Hears the colleague's advice. */
  | 'hear'
  /** Hears that the colleague had better take it. */
  | 'handOver'
  /** Hands it to another queue. */
  | 'transfer'
  | 'return'
  /** Finds the cause. */
  | 'correct'
  /** Verifies, and finds it not solved. */
  | 'recheck'
  | 'hangUp'
  /** Ends ticket and work. */
  | 'resolve'
  /** Ends what is left to do after a conversation. */
  | 'wrapUp'

export interface PlannedAct {
  /** After the one before, in the demo's own time. */
  readonly afterMs: number
  readonly act: Act
}

/** What the work is like when its agent takes it up. */
export interface Situation {
  readonly kind: string
  readonly hasCategory: boolean
  /** Where its agent thinks it belongs instead, or null. */
  readonly isMisplaced: boolean
  /** The customer was asked already, or it was taken up again. */
  readonly isTakenUpAgain: boolean
}

/** Where the plan ends without the work being done. */
export const handsOff: ReadonlySet<Act> = new Set<Act>(['ask', 'handOver', 'transfer', 'return'])

const chances = { ask: 0.3, consult: 0.1, handOver: 0.25, return: 0.02, recheck: 0.08, transferMisplaced: 0.8 }

/** The acts, each at its share of the handling time. */
type Course = readonly (readonly [share: number, act: Act])[]

/** Plans the work from taking it up to its end, or to the moment where it leaves the agent's hands. */
export function planWork(random: Random, situation: Situation): PlannedAct[] {
  const handlingMs = drawHandlingMs(random, situation.kind) * (situation.isTakenUpAgain ? 0.5 : 1)
  const isLive = situation.kind === 'call' || situation.kind === 'chat'
  if (!isLive) return paced(courseOf(random, situation), handlingMs)
  const talk: Course = [
    ...(situation.kind === 'chat' ? [[0.05, 'reply'] as const] : []),
    ...(situation.hasCategory ? [] : [[0.1, 'classify'] as const]),
    [0.15, 'begin'],
    ...(situation.kind === 'chat' ? [[0.4, 'inquire'] as const] : []),
    ...consulting(random),
    [1, 'hangUp'],
  ]
  const after = { afterMs: drawWrapupMs(random), act: 'resolve' } as const
  return [...paced(untilHandsOff(talk), handlingMs), ...(endsWith(talk, 'handOver') ? [] : [after, wrapUp])]
}

const wrapUp = { afterMs: 0, act: 'wrapUp' } as const

function courseOf(random: Random, { hasCategory, isMisplaced, isTakenUpAgain }: Situation): Course {
  const isFirstTime = !isTakenUpAgain
  if (isFirstTime && random.next() < chances.return) return [[0.1, 'return']]
  const opening: Course = [
    ...(hasCategory ? [] : [[0.08, 'classify'] as const]),
    ...(isMisplaced && random.next() < chances.transferMisplaced ? [[0.12, 'transfer'] as const] : []),
    ...(isFirstTime ? [[0.15, 'reply'] as const] : []),
    [0.2, 'begin'],
  ]
  const asking: Course = isFirstTime && random.next() < chances.ask ? [[0.4, 'ask']] : []
  const ending: Course = [
    [0.7, 'correct'],
    ...(random.next() < chances.recheck ? [[0.8, 'recheck'] as const] : []),
    [1, 'resolve'],
  ]
  return untilHandsOff([...opening, ...asking, ...consulting(random), ...ending])
}

function consulting(random: Random): Course {
  if (random.next() >= chances.consult) return []
  return [[0.45, 'consult'], random.next() < chances.handOver ? [0.6, 'handOver'] : [0.6, 'hear']]
}

function untilHandsOff(course: Course): Course {
  const last = course.findIndex(([, act]) => handsOff.has(act))
  return last === -1 ? course : course.slice(0, last + 1)
}

function endsWith(course: Course, act: Act): boolean {
  return course.some(([, each]) => each === act)
}

function paced(course: Course, handlingMs: number): PlannedAct[] {
  return course.map(([share, act], place) => ({ afterMs: (share - (course[place - 1]?.[0] ?? 0)) * handlingMs, act }))
}
