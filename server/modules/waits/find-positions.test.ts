import { afterAll, expect, it } from 'vitest'
import { scoreAt } from '../../core/routing/index.ts'
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
      findPositions(tx, context.workspace.id, { queue: asked, tasks: waiting, now }),
    )
    expect(sorted.map((task) => positions.get(task.id))).toEqual(sorted.map((_, index) => index + 1))
    const [some] = waiting
    const alone = await context.read((tx) =>
      findPositions(tx, context.workspace.id, { queue: asked, tasks: [some!], now: now + 30 * minuteMs }),
    )
    expect(alone.size).toBe(1)
  }
})
