import { afterAll, expect, it } from 'vitest'
import {
  type AgeingClass,
  applyEvent,
  createEngine,
  decide,
  type EventBody,
  scoreAt,
} from '../../core/routing/index.ts'
import { priorities } from '../../core/workflow/index.ts'
import { openRouterWorld } from '../../jobs/testing/router-world.ts'
import { currentWorkflow } from '../workflow/index.ts'
import { ageingOf } from './ageing-of.ts'
import { findPositions, type Placed } from './find-positions.ts'

const world = await openRouterWorld()
afterAll(world.close)

const minuteMs = 60_000

it('the position of every waiting task is its place in the order by the engine’s own score', async () => {
  const desk = await world.openDesk()
  const { context } = desk
  for (let ticket = 0; ticket < 60; ticket++) await desk.addTicket()
  const now = Math.floor(context.now())
  // Ages of few different minutes, and priorities whose ageing meets: many scores and entries are equal.
  await world.query(
    `update tasks set priority = ('{low,normal,high,critical}'::text[])[1 + number % 4],
       entered_at = to_timestamp($2 / 1000.0) - make_interval(mins => (number * 7 % 11)::integer * 9),
       state = case when number % 13 = 0 then 'paused' else 'waiting' end
     from (select id, row_number() over (order by md5(id::text)) as number from tasks where workspace_id = $1) as numbered
     where tasks.id = numbered.id`,
    [context.workspace.id, now],
  )
  const tasks = await world.query<Placed & { state: string }>(
    `select id, priority, entered_at as "enteredAt", state from tasks where workspace_id = $1`,
    [context.workspace.id],
  )
  const waiting = tasks.filter((task) => task.state === 'waiting')
  const workflow = await currentWorkflow(context)
  const queue = workflow.queues.get('frontline')!
  const uneven = {
    ...queue,
    ageing: Object.fromEntries(
      priorities.map((priority, index) => [priority, { base: index * 20, slopePerMinute: 4 - index, cap: 90 }]),
    ) as typeof queue.ageing,
  }
  for (const asked of [queue, uneven]) {
    const score = (task: Placed) => scoreAt(ageingOf(asked, task.priority), task.enteredAt, now)
    const sorted = waiting.toSorted(
      (one, other) => score(other) - score(one) || one.enteredAt - other.enteredAt || (one.id < other.id ? -1 : 1),
    )
    const positions = await context.read((tx) =>
      findPositions(tx, context.workspace.id, { queue: asked, tasks: waiting, workflow, now }),
    )
    expect(sorted.map((task) => positions.get(task.id))).toEqual(sorted.map((_, index) => index + 1))
    const [some] = waiting
    const alone = await context.read((tx) =>
      findPositions(tx, context.workspace.id, { queue: asked, tasks: [some!], workflow, now: now + 30 * minuteMs }),
    )
    expect(alone.size).toBe(1)
  }
})

it('where deadlines count, the positions are the order in which the engine offers', async () => {
  const overflow = '      overflow:\n        - { after: 30m, to: technical-support, skipIf: nobodyCanTake }\n'
  const desk = await world.openDesk((text) => text.replace(overflow, '      deadlineWeight: 40\n'))
  const { context } = desk
  for (let ticket = 0; ticket < 30; ticket++) await desk.addTicket()
  const now = Math.floor(context.now())
  await world.query(
    `update tasks set priority = ('{low,normal,high,critical}'::text[])[1 + number % 4],
       entered_at = to_timestamp($2 / 1000.0) - make_interval(secs => 97 + (number * 7 % 31)::integer * 83)
     from (select id, row_number() over (order by md5(id::text)) as number from tasks where workspace_id = $1) as numbered
     where tasks.id = numbered.id`,
    [context.workspace.id, now],
  )
  // One that the workflow no longer has counts as none.
  await world.query(
    `update tickets set sla_policy = ('{always-on,guest-care,business-hours,gone,null}'::text[])[1 + number % 5]
     where workspace_id = $1`,
    [context.workspace.id],
  )
  const workflow = await currentWorkflow(context)
  const queue = workflow.queues.get('frontline')!
  const tasks = await world.query<Placed & { policy: string | null }>(
    `select tasks.id, tasks.priority, entered_at as "enteredAt", sla_policy as policy
     from tasks join tickets on tickets.id = ticket_id where tasks.workspace_id = $1`,
    [context.workspace.id],
  )
  const classOf = ({ priority, policy }: { priority: string; policy: string | null }) => {
    const { base, slopePerMinute, max } = ageingOf(queue, priority, workflow.policies.get(policy ?? '') ?? null)
    return { classId: `${base}/${slopePerMinute}/${max}`, base, slopePerMinute, max }
  }
  const asked = { queue, tasks, workflow, now }
  const positions = await context.read((tx) => findPositions(tx, context.workspace.id, asked))
  const inOrder = offeredInTurn(
    tasks.map((task) => ({ ...task, ageing: classOf(task) })),
    now,
  )
  expect(inOrder.map((id) => positions.get(id))).toEqual(tasks.map((_, place) => place + 1))
  expect(new Set(tasks.map((task) => classOf(task).classId)).size).toBeGreaterThan(8)
})

/** The order in which the engine gives these tasks of a queue to one agent with room for all. */
function offeredInTurn(tasks: readonly (Placed & { ageing: AgeingClass })[], now: number): string[] {
  const units = { kind: 'ticket', units: 1, maxAtOnce: null }
  const engine = createEngine({
    workflowVersion: '1',
    classes: [...new Map(tasks.map(({ ageing }) => [ageing.classId, ageing])).values()],
    kinds: [units],
    queues: [
      {
        queueId: 'q',
        ranking: 'longest-idle',
        membership: 'listed',
        offerTimeoutMs: 1,
        declineCooldownMs: 1,
        expiryCooldownMs: 1,
      },
    ],
    bestCount: 1,
  })
  let sequence = 0
  const feed = (body: EventBody) => applyEvent(engine, { sequence: ++sequence, at: now, ...body })
  for (const { id, ageing, enteredAt } of tasks) {
    const none = { agentId: null, units: 0, exclusions: [], rulePath: [] }
    const task = { taskId: id, version: 1, queueId: 'q', kind: 'ticket', classId: ageing.classId, enteredAt, ...none }
    const requirements = [{ fromAgeMs: 0, requirements: { skills: [], language: null } }]
    feed({ kind: 'task.entered', task: { ...task, state: 'waiting', requirements } })
  }
  const plain = {
    skills: {},
    languages: [],
    matchedQueues: [],
    permittedQueues: null,
    kindOverrides: {},
    offersAtOnce: null,
  }
  feed({
    kind: 'agent.updated',
    agent: { agentId: 'a', version: 1, kind: 'bot', queues: ['q'], totalUnits: tasks.length, ...plain },
  })
  feed({ kind: 'agent.presence', agentId: 'a', version: 1, presence: 'available' })
  return decide(engine, now, tasks.length).map((decision) => decision.taskId)
}
