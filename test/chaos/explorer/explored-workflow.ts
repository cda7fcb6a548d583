import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type CalendarDefinition,
  compileCalendar,
  weekdays,
  workingTimeBetween,
} from '../../../server/core/calendars/index.ts'
import type { Random } from '../../../server/core/routing/random.testing.ts'
import {
  compileWorkflow,
  parseWorkflow,
  type Queue,
  type TaskKind,
  type WorkflowSnapshot,
} from '../../../server/core/workflow/index.ts'

/** What differs between the workflows that schedules follow. */
export interface WorkflowTerms {
  readonly pauseFreesCapacity: boolean
  /** How long is wrapped up, and how long of it the units stay held. */
  readonly wrapup: readonly [wrapupMs: number, holdsMs: number]
  readonly fairnessGap: number | null
  /** Whether a call may interrupt tickets. */
  readonly interrupts: boolean
  /** A task waits so long for who had its ticket before; null = for nobody. */
  readonly lastAgentMs: number | null
  /** After so long a task moves on to the second queue; null = never. */
  readonly overflowAfterMs: number | null
  /** After so long a task is given up; null = never. */
  readonly maxWaitMs: number | null
  /** Most tasks of a kind at once. */
  readonly maxima: Readonly<Partial<Record<TaskKind, number>>>
  /** Whether the agent who works in shifts has a calendar that says when. */
  readonly hasShifts: boolean
}

const file = join(import.meta.dirname, '../../../workflows/operations-review.yaml')
const example = compile()
const known = new Map<string, WorkflowSnapshot>()
let present: WorkflowSnapshot | null = null

/** Every day alike, with gaps of some minutes; schedules begin at 8:00. */
const hours = [
  ['08:00', '08:03'],
  ['08:10', '08:20'],
  ['08:25', '08:40'],
  ['08:50', '10:00'],
] as const
const week = Object.fromEntries(weekdays.map((day) => [day, hours.map(([from, to]) => [from, to])]))
const dayShift = compileCalendar('day', { zone: 'UTC', week } as CalendarDefinition)

/** The example's workflow with two queues, everybody in both: small worlds collide more often. */
export function exploredWorkflow(): WorkflowSnapshot {
  if (present === null) throw new Error('No workflow was chosen for this schedule.')
  return present
}

/** The first workflow of a schedule. */
export function chooseWorkflow(terms: WorkflowTerms): void {
  present = workflowOf(terms, 1)
}

/** The next one, from now on. */
export function publishTerms(terms: WorkflowTerms): void {
  present = workflowOf(terms, publishedVersion() + 1)
}

export const publishedVersion = (): number => exploredWorkflow().version

/** Whether the shift of an agent is on at an instant. */
export function isOnShift(shift: string | null, at: number): boolean {
  const calendar = exploredWorkflow().calendars.get(shift ?? '')
  return calendar === undefined || workingTimeBetween(calendar, at, at + 1) > 0
}

export function drawTerms(random: Random): WorkflowTerms {
  return {
    pauseFreesCapacity: random.chance(0.5),
    wrapup: random.pick([
      [0, 0],
      [30_000, 30_000],
      [30_000, 0],
      [30_000, 10_000],
    ]),
    fairnessGap: random.pick([null, null, 0, 1]),
    interrupts: random.chance(0.4),
    lastAgentMs: random.pick([null, 60_000]),
    overflowAfterMs: random.pick([null, null, 40_000, 300_000]),
    maxWaitMs: random.pick([null, null, 500_000]),
    maxima: random.pick([{}, {}, { ticket: 1 }, { ticket: 2, chat: 1 }]),
    hasShifts: random.chance(0.6),
  }
}

/** What a task of each kind costs here. */
export const unitsByKind = { call: 20, chat: 10, ticket: 10, case: 20, callback: 10 } as const

function workflowOf(terms: WorkflowTerms, version: number): WorkflowSnapshot {
  const key = `${version} ${JSON.stringify(terms)}`
  let workflow = known.get(key)
  if (workflow === undefined) known.set(key, (workflow = { ...build(terms), version }))
  return workflow
}

function build(terms: WorkflowTerms): WorkflowSnapshot {
  const { pauseFreesCapacity, wrapup, fairnessGap, interrupts, lastAgentMs, overflowAfterMs, maxWaitMs } = terms
  const { maxima, hasShifts } = terms
  const [wrapupMs, wrapupHoldsMs] = wrapup
  const first = queueOf('frontline')
  const shared = {
    pauseFreesCapacity,
    wrapupMs,
    wrapupHoldsMs,
    fairnessGap,
    lastAgentMs,
    maxWaitMs,
    members: first.members,
  }
  const on = { on: 'wait', afterMs: overflowAfterMs, above: null, skipIf: null } as const
  const onward = overflowAfterMs === null ? [] : [{ ...on, to: { kind: 'queue', queue: 'second' } as const }]
  return {
    ...example,
    // Time moves tasks here, not tickets.
    automatic: new Map(),
    languages: new Set(['en']),
    policies: new Map(),
    calendars: new Map(hasShifts ? [['day', dayShift]] : []),
    channels: new Map([...example.channels].filter(([slug]) => slug === 'email')),
    capacity: {
      ...example.capacity,
      units: unitsByKind,
      maxima,
      interrupts: interrupts ? { call: ['ticket'] } : {},
    },
    queues: new Map([
      ['frontline', { ...first, ...shared, overflow: onward }],
      ['second', { ...first, ...shared, slug: 'second', overflow: [] }],
    ]),
  }
}

function queueOf(slug: string): Queue {
  const queue = example.queues.get(slug)
  if (queue === undefined) throw new Error(`The example workflow has no queue ${slug}.`)
  return queue
}

function compile(): WorkflowSnapshot {
  const { document, locate } = parseWorkflow(readFileSync(file, 'utf8'))
  if (document === null) throw new Error('The example workflow does not parse.')
  return compileWorkflow(document, 1, locate)
}
