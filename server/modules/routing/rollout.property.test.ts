import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createEngine, decide, type Engine, loadSnapshot, whyNot } from '../../core/routing/index.ts'
import {
  ageingOfTask,
  compileWorkflow,
  isRolledOut,
  parseWorkflow,
  type WorkflowDocument,
  type WorkflowSnapshot,
  withRollout,
} from '../../core/workflow/index.ts'
import type { RoutableAgent } from '../agents/index.ts'
import { agentSnapshotOf } from './agent-input.ts'
import { engineConfigOf, openQueues } from './engine-config.ts'
import { plainQueue } from './engine-queue.ts'
import type { RoutableTask } from './routable-view.ts'
import { taskInputOf } from './task-input.ts'

const example = readFileSync(join(import.meta.dirname, '../../../workflows/operations-review.yaml'), 'utf8')
const now = 1_780_000_000_000
const minute = 60_000

type QueueDocument = WorkflowDocument['routing']['queues'][string]

const membership = fc.constantFrom(
  '"frontline" in agent.queues',
  '"payments" in agent.skills',
  'agent.kind == "bot"',
  'agent.rating > 3.0',
)
const queue = fc.record(
  {
    label: fc.constant('Frontline'),
    members: membership,
    rank: fc.constantFrom('longest-idle', 'least-loaded', 'best-match', 'round-robin'),
    offerTimeout: fc.constantFrom('20s', '45s'),
    fairnessGap: fc.constantFrom(0, 2),
    ageing: fc.record({ normal: fc.record({ base: fc.nat(90), slope: fc.nat(5) }) }),
    relax: membership.map((widen) => [{ at: '2m', widen, language: 'any' as const }]),
    overflow: fc.constant([{ after: '30m', partner: 'acme' }]),
  },
  { requiredKeys: ['label'] },
) as fc.Arbitrary<QueueDocument>

const agents = fc.array(
  fc.record({
    kind: fc.constantFrom('person' as const, 'bot' as const),
    queues: fc.subarray(['frontline', 'payments']),
    skills: fc.constantFrom<Record<string, number>[]>({}, { payments: 1 }, { payments: 3 }),
    languages: fc.subarray(['en', 'pt'], { minLength: 1 }),
    rating: fc.constantFrom('2.5', '4'),
    idleSince: fc.nat(5).map((minutes) => now - minutes * minute),
    served: fc.nat(3),
  }),
  { minLength: 1, maxLength: 6 },
)
const tasks = fc.array(
  fc.record({
    taskId: fc.uuid(),
    enteredAt: fc.nat(6).map((minutes) => now - minutes * minute),
    priority: fc.constantFrom('low', 'normal', 'critical'),
    languages: fc.constantFrom(['en'], ['pt']),
    skills: fc.constantFrom<Record<string, number>[]>({}, { payments: 2 }),
    partner: fc.constantFrom(null, null, 'acme'),
  }),
  { minLength: 1, maxLength: 8 },
)

const { document } = parseWorkflow(example)
const withFrontline = (frontline: QueueDocument, rollout?: { from: number; share: number }): WorkflowDocument => {
  if (document === null) throw new Error('The example does not parse.')
  const { routing } = document
  const queues = { ...routing.queues, frontline }
  return { ...document, tests: [], routing: { ...routing, queues, ...(rollout && { rollout }) } }
}

type Made = Parameters<Parameters<typeof agents.map>[0]>[0]

function routableAgents(made: Made): RoutableAgent[] {
  return made.map((one, index) => ({
    ...one,
    agentId: `agent-${index}`,
    name: `Ana ${index}`,
    partner: null,
    partnerId: null,
    team: null,
    channels: null,
    role: null,
    unitOverrides: {},
    shift: null,
    version: 1,
    capacityUnits: 100,
    presence: 'available',
    keepsOffers: false,
    isProbing: false,
    loadVersion: 1,
    offeredAt: one.idleSince,
    units: 0,
    byKind: {},
    unitsByKind: {},
  }))
}

function routableTask(one: Parameters<Parameters<typeof tasks.map>[0]>[0][number]): RoutableTask {
  const { languages, skills, ...rest } = one
  return {
    ...rest,
    ticketId: 'ticket',
    version: 1,
    kind: 'ticket',
    queue: 'frontline',
    channel: 'email',
    requirements: { skills, languages, rules: [] },
    state: 'waiting',
    agentId: null,
    waitsFrom: null,
    preferredAgentId: null,
    preferredUntil: null,
    preferredAs: null,
    overflowed: [],
    exclusions: {},
    callRef: null,
    caller: null,
    slaPolicy: null,
    hold: null,
  }
}

/** An engine under a workflow, with these agents and tasks. */
function engineOf(workflow: WorkflowSnapshot, made: Made, waiting: readonly RoutableTask[]): Engine {
  const engine = createEngine(engineConfigOf(workflow, openQueues(workflow, now), now))
  const served = new Map(made.map((one, index) => [`agent-${index}`, one.served]))
  loadSnapshot(engine, {
    sequence: 1,
    now,
    tasks: waiting.map((task) => taskInputOf(task, workflow)),
    agents: routableAgents(made).map((agent) => agentSnapshotOf(agent, workflow, { open: new Set(), served })),
    offers: [],
  })
  return engine
}

/** The first choice an engine makes, by the names people know. */
function choiceOf(engine: Engine) {
  const [made] = decide(engine, now, 1)
  if (made === undefined) return null
  const { taskId, agentId, expiresAt, record } = made
  const { best, rejects, reasons, ranking, queueId } = record
  return { taskId, agentId, expiresAt, best, rejects, reasons, ranking, queueId: plainQueue(queueId) }
}

const plainText = (answer: ReturnType<typeof whyNot>) => JSON.stringify(answer).replaceAll(/ as in \d+/gu, '')

it('every choice under a roll-out is that of an engine which has only the terms of the chosen task', () => {
  let chosen = 0
  const given = fc.record({ before: queue, after: queue, share: fc.integer({ min: 1, max: 99 }), agents, tasks })
  fc.assert(
    fc.property(given, ({ before, after, share, agents: made, tasks: asked }) => {
      const old = withFrontline(before)
      const inForce = withRollout(compileWorkflow(withFrontline(after, { from: 1, share }), 2), old)
      const alone = { old: compileWorkflow(old, 2), fresh: compileWorkflow(withFrontline(after), 2) }
      const waiting = asked.map(routableTask)
      const all = engineOf(inForce, made, waiting)
      const own = new Map(
        waiting.map((task) => {
          const terms = isRolledOut(task.taskId, share) ? alone.fresh : alone.old
          const engine = engineOf(terms, made, [task])
          const answers = made.map((_, index) => plainText(whyNot(engine, task.taskId, `agent-${index}`, now)))
          const { base, slopePerMinute, cap } = ageingOfTask(
            terms.queues.get('frontline')!,
            task.priority as 'low' | 'normal' | 'critical',
            null,
          )
          const score = Math.min(base + (slopePerMinute * (now - task.enteredAt)) / minute, cap)
          return [task.taskId, { answers, score, choice: choiceOf(engine) }] as const
        }),
      )
      for (const { taskId } of waiting) {
        const answers = made.map((_, index) => plainText(whyNot(all, taskId, `agent-${index}`, now)))
        expect(answers).toEqual(own.get(taskId)?.answers)
      }
      const choice = choiceOf(all)
      if (choice !== null) chosen += 1
      expect(choice).toEqual(choice === null ? null : own.get(choice.taskId)?.choice)
      const scores = [...own.values()].flatMap((one) => (one.choice === null ? [] : [one.score]))
      expect(choice === null ? [] : [own.get(choice.taskId)?.score]).toEqual(
        scores.length === 0 ? [] : [Math.max(...scores)],
      )
    }),
    { numRuns: 150 },
  )
  expect(chosen).toBeGreaterThan(50)
})
