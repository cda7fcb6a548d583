import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Condition, createEngine } from '../../core/routing/index.ts'
import { compileWorkflow, parseWorkflow } from '../../core/workflow/index.ts'
import type { RoutableAgent } from '../agents/index.ts'
import { agentInputOf } from './agent-input.ts'
import { engineConfigOf, openQueues } from './engine-config.ts'
import { type ChangedRows, feedRows } from './feed-rows.ts'
import type { RoutableTask } from './routable-view.ts'
import { taskInputOf } from './task-input.ts'

const example = readFileSync(join(import.meta.dirname, '../../../workflows/operations-review.yaml'), 'utf8')

function workflowWith(change: (text: string) => string = (text) => text) {
  const { document } = parseWorkflow(change(example))
  if (document === null) throw new Error('The document does not parse.')
  return compileWorkflow(document, 7)
}
const agent = (more: Partial<RoutableAgent> = {}): RoutableAgent => ({
  agentId: 'a',
  kind: 'person',
  name: 'Ana',
  partner: null,
  partnerId: null,
  team: null,
  languages: ['en'],
  skills: {},
  queues: ['frontline'],
  channels: null,
  role: null,
  unitOverrides: {},
  rating: null,
  shift: null,
  version: 1,
  capacityUnits: 100,
  presence: 'available',
  keepsOffers: false,
  isProbing: false,
  loadVersion: 1,
  idleSince: 0,
  offeredAt: 0,
  units: 0,
  byKind: {},
  unitsByKind: {},
  ...more,
})
const task = (more: Partial<RoutableTask> = {}): RoutableTask => ({
  taskId: 't',
  ticketId: 'k',
  version: 1,
  kind: 'ticket',
  queue: 'frontline',
  channel: 'email',
  priority: 'normal',
  requirements: { skills: {}, languages: ['en'], rules: [] },
  state: 'waiting',
  agentId: null,
  enteredAt: 0,
  waitsFrom: null,
  exclusions: {},
  callRef: null,
  caller: null,
  preferredAgentId: null,
  preferredUntil: null,
  preferredAs: null,
  overflowed: [],
  partner: null,
  slaPolicy: null,
  hold: null,
  ...more,
})

describe('a workflow for the engine', () => {
  it('shares ageing classes between queues that age alike', () => {
    const workflow = workflowWith()
    const config = engineConfigOf(workflow, openQueues(workflow, 0), 0)
    expect(config.workflowVersion).toBe('7')
    expect(config.classes).toHaveLength(4)
    expect(config.queues.map((queue) => queue.membership)).toEqual(config.queues.map(() => 'matched'))
    const classes = new Set(config.classes.map((one) => one.classId))
    for (const priority of ['low', 'normal', 'high', 'critical']) {
      expect(classes).toContain(taskInputOf(task({ priority }), workflow).classId)
    }
  })

  it('leaves a closed queue without members', () => {
    const workflow = workflowWith()
    const config = engineConfigOf(workflow, new Set(['frontline']), 0)
    const open = config.queues.filter((queue) => queue.membership === 'matched').map((queue) => queue.queueId)
    expect(open).toEqual(['frontline'])
    expect(agentInputOf(agent(), workflow).queues).toEqual([])
  })

  it.each([
    [null, null],
    ['agent', null],
    ['admin', null],
    ['auditor', []],
    ['role of an older version', []],
  ])('is allowed as a member with the role %s what the answer to an offer will be', (role, queues) => {
    expect(agentInputOf(agent({ role }), workflowWith()).permittedQueues).toEqual(queues)
  })
})

describe('a task for the engine', () => {
  const sentences = (conditions: Condition[] | undefined) =>
    conditions?.map(({ name, minLevel, refusal: { code, text } }) => `${name} ${minLevel}: ${code}, ${text}`)
  const relaxing = (text: string) =>
    text.replace(
      'label: Frontline\n',
      `label: Frontline
      relax:
        - { at: 1m, language: [en, pt] }
        - { at: 2m, widen: '"backend" in agent.queues' }
        - { at: 3m, widen: '"payments" in agent.queues' }
        - { at: 4m, language: any }\n`,
    )

  it('relaxes languages to any of several and to any at all, and widens its pool step by step', () => {
    const workflow = workflowWith(relaxing)
    const { requirements } = taskInputOf(task(), workflow)
    const channel = 'channel email 1: no_permission, Takes no work of the channel email'
    const pool = (level: number) => `pool frontline ${level}: not_member, Not yet in the pool of frontline`
    const language = 'language en or pt 1: language_missing, Does not speak English or Portuguese'
    expect(
      requirements.map(({ fromAgeMs, requirements: needs }) => [
        fromAgeMs,
        needs.language,
        sentences(needs.conditions),
      ]),
    ).toEqual([
      [0, 'en', [channel, pool(3)]],
      [60_000, null, [channel, pool(3), language]],
      [120_000, null, [channel, pool(2), language]],
      [180_000, null, [channel, language]],
      [240_000, null, [channel]],
    ])
    expect(requirements.map(({ requirements: { skills } }) => skills)).toEqual([[], [], [], [], []])
  })

  it('meets agents who have the levels of their pool and what any of several asks', () => {
    const workflow = workflowWith(relaxing)
    const inputOf = (more: Partial<RoutableAgent>) => agentInputOf(agent(more), workflow)
    expect(inputOf({}).meets).toMatchObject({ 'pool frontline': 3, 'language en or pt': 1, 'channel email': 1 })
    expect(inputOf({ queues: ['backend'], languages: ['pt-BR'] })).toMatchObject({
      matchedQueues: ['frontline', 'backend'],
      skills: {},
      meets: { 'pool frontline': 2, 'language en or pt': 1 },
    })
    const german = inputOf({ queues: ['payments'], languages: ['de'], channels: ['voice'] }).meets ?? {}
    expect(german).toMatchObject({ 'pool frontline': 1, 'channel voice': 1 })
    expect(Object.keys(german)).not.toContain('channel email')
    expect(Object.keys(german)).not.toContain('language en or pt')
    expect(inputOf({ queues: ['security'] }).matchedQueues).toEqual(['security'])
  })

  it('counts units only where an offer holds them', () => {
    const hold = { offerId: 'o', version: 1, state: 'accepted', agentId: 'a', units: 10, expiresAt: 9 } as const
    const workflow = workflowWith()
    expect(taskInputOf(task({ state: 'active', agentId: 'a', hold }), workflow)).toMatchObject({
      agentId: 'a',
      units: 10,
    })
    expect(taskInputOf(task({ state: 'paused', agentId: 'a' }), workflow)).toMatchObject({ agentId: 'a', units: 0 })
    expect(taskInputOf(task(), workflow)).toMatchObject({ agentId: null, units: 0 })
  })
})

describe('rows that changed together', () => {
  it('do not send a task elsewhere for want of an agent who came before it', () => {
    const leaving = (text: string) =>
      text.replace(
        '{ after: 30m, to: technical-support, skipIf: nobodyCanTake }',
        '{ when: nobodyEligible, to: technical-support }',
      )
    const workflow = workflowWith(leaving)
    const engine = createEngine(engineConfigOf(workflow, openQueues(workflow, 0), 0))
    const gone = agent({ presence: 'offline' })
    feedRows(engine, workflow, { tasks: [], presences: [], agents: new Map([['a', gone]]) }, { sequence: 1, at: 0 })
    const presences = [{ ...agent(), loadVersion: 2 }]
    const rows = { tasks: [task()], presences, agents: new Map() }
    const effects = feedRows(engine, workflow, rows, { sequence: 3, at: 0 })
    expect(effects.map((effect) => effect.kind)).not.toContain('overflow')
  })

  it('count a task as taken that was taken and finished between two looks', () => {
    const workflow = workflowWith()
    const engine = createEngine(engineConfigOf(workflow, openQueues(workflow, 0), 0))
    const feed = (sequence: number, rows: Partial<ChangedRows>) =>
      feedRows(engine, workflow, { tasks: [], presences: [], agents: new Map(), ...rows }, { sequence, at: 0 })
    const taken = () => ['a', 'b'].map((agentId) => engine.agents.get(agentId)?.served)
    feed(1, { agents: new Map(['a', 'b'].map((agentId) => [agentId, agent({ agentId })])) })
    const hold = { offerId: 'o', version: 1, agentId: 'a', units: 10, expiresAt: 9 }
    feed(2, { tasks: [task(), task({ taskId: 'by hand' }), task({ taskId: 'ended' })] })
    const offered = task({ version: 2, state: 'offered', hold: { ...hold, state: 'pending' } })
    feed(3, { tasks: [offered] })
    expect(taken()).toEqual([0, 0])
    const done = { state: 'done', version: 4 } as const
    const ended = task({ taskId: 'ended', state: 'cancelled', version: 2 })
    feed(4, { tasks: [task({ ...done, agentId: 'a' }), task({ ...done, taskId: 'by hand', agentId: 'b' }), ended] })
    expect(taken()).toEqual([1, 1])
    expect(engine.tasks.size).toBe(0)

    const active = { taskId: 'seen', state: 'active', agentId: 'a', hold: { ...hold, state: 'accepted' } } as const
    feed(5, { tasks: [task({ ...active })] })
    feed(6, { tasks: [task({ ...active, state: 'paused', hold: null, version: 2 })] })
    feed(7, { tasks: [task({ ...active, version: 3 })] })
    feed(8, { tasks: [task({ ...active, state: 'done', hold: null, version: 5 })] })
    expect(taken()).toEqual([2, 1])
  })
})
