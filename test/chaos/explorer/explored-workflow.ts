import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Random } from '../../../server/core/routing/random.testing.ts'
import {
  compileWorkflow,
  parseWorkflow,
  type Queue,
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
}

const file = join(import.meta.dirname, '../../../workflows/operations-review.yaml')
const example = compile()
const known = new Map<string, WorkflowSnapshot>()
let present: WorkflowSnapshot | null = null

/** The example's workflow with two queues, everybody in both: small worlds collide more often. */
export function exploredWorkflow(): WorkflowSnapshot {
  if (present === null) throw new Error('No workflow was chosen for this schedule.')
  return present
}

/** From now on this is the workflow. */
export function chooseWorkflow(terms: WorkflowTerms): void {
  present = workflowOf(terms)
}

export function drawTerms(random: Random): WorkflowTerms {
  return {
    pauseFreesCapacity: random.chance(0.5),
    wrapup: random.pick([
      [0, 0],
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
  }
}

/** What a task of each kind costs here. */
export const unitsByKind = { call: 20, chat: 10, ticket: 10, case: 20, callback: 10 } as const

function workflowOf(terms: WorkflowTerms): WorkflowSnapshot {
  const key = JSON.stringify(terms)
  let workflow = known.get(key)
  if (workflow === undefined) known.set(key, (workflow = build(terms)))
  return workflow
}

function build(terms: WorkflowTerms): WorkflowSnapshot {
  const { pauseFreesCapacity, wrapup, fairnessGap, interrupts, lastAgentMs, overflowAfterMs, maxWaitMs } = terms
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
    languages: new Set(['en']),
    policies: new Map(),
    calendars: new Map(),
    channels: new Map([...example.channels].filter(([slug]) => slug === 'email')),
    capacity: {
      ...example.capacity,
      units: unitsByKind,
      maxima: {},
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
