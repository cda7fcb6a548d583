import { afterAll, describe, expect, it, vi } from 'vitest'
import { getWorkload } from '../modules/agents/index.ts'
import { acceptOffer, assignTicket, completeTask, transitionTicket, updateTicket } from '../modules/handling/index.ts'
import { type Leaving, leaveQueues } from '../modules/routing/leave-queues.ts'
import { ShardLost } from '../modules/routing/index.ts'
import { currentWorkflow } from '../modules/workflow/index.ts'
import { type Desk, openRouterWorld } from './testing/router-world.ts'
import { pending, soon, watchDesks } from './testing/watched-desks.ts'

const world = await openRouterWorld()
const router = world.startRouter()
const openDesk = watchDesks(world)
afterAll(async () => {
  await router.stop(1_000)
  await world.close()
})

const pass = (ms: number) => {
  world.advance(ms)
  router.wake()
}
const change = (from: string, to: string) => (text: string) => {
  if (!text.includes(from)) throw new Error(`The example does not say "${from}".`)
  return text.replace(from, to)
}
const onePending = async (desk: Desk) => {
  const [offer] = await pending(desk, 1)
  if (offer === undefined) throw new Error('There was one a moment ago.')
  return offer
}
const preferring = change('lastAgent: 10m', 'preferredAgent: 5m\n      lastAgent: 10m')

describe('an agent a task prefers', () => {
  it('is waited for while it is busy, and no longer than the queue says', async () => {
    const desk = await openDesk(preferring)
    const busy = await desk.addAgent({ capacityUnits: 10 })
    await desk.addTicket()
    const first = await onePending(desk)
    await acceptOffer(desk.context, { offerId: first.id })
    const other = await desk.addAgent()
    const ticketId = await desk.addTicket({ preferredAgent: busy })
    await desk.addTicket()
    // The later one is offered, so the earlier one was looked at and kept.
    expect((await onePending(desk)).ticketId).not.toBe(ticketId)
    await acceptOffer(desk.context, { offerId: (await onePending(desk)).id })
    pass(5 * 60_000)
    expect(await onePending(desk)).toMatchObject({ ticketId, agentId: other })
  })

  it('is skipped at once when it is away', async () => {
    const desk = await openDesk(preferring)
    const away = await desk.addAgent()
    await desk.setPresence(away, 'away')
    const other = await desk.addAgent()
    const ticketId = await desk.addTicket({ preferredAgent: away })
    expect(await onePending(desk)).toMatchObject({ ticketId, agentId: other })
  })

  it('is the last agent of a ticket that is opened again', async () => {
    const desk = await openDesk()
    const first = await desk.addAgent()
    const ticketId = await desk.addTicket({ category: 'user_system' })
    const offer = await onePending(desk)
    await acceptOffer(desk.context, { offerId: offer.id })
    const facts = {
      cause: { text: 'x' },
      correction: { text: 'x' },
      solutionCheck: 'passed' as const,
      resolution: 'done',
    }
    await transitionTicket(desk.context, { ticketId, to: 'closed', ...facts })
    await desk.setPresence(first, 'busy')
    await desk.addAgent()
    world.advance(60_000)
    await desk.setPresence(first, 'available')
    await transitionTicket(desk.context, { ticketId, to: 'classified' })
    // Ranked behind the other one, who has been idle for longer.
    expect(await onePending(desk)).toMatchObject({ ticketId, agentId: first })
  })
})

describe('work that may be interrupted', () => {
  it('makes room for what interrupts it, in the rows as in the engine', async () => {
    const desk = await openDesk((text) => {
      const asCase = change('label: Payments\n', 'label: Payments\n      kind: case\n')(text)
      const costly = change('ticket: 10, case: 20', 'ticket: 10, case: 100')(asCase)
      return change('interrupts: { call: [ticket] }', 'interrupts: { case: [ticket] }')(costly)
    })
    const agentId = await desk.addAgent({ queues: ['frontline', 'payments'], skills: { payments: 2 } })
    await desk.addTicket()
    await acceptOffer(desk.context, { offerId: (await onePending(desk)).id })
    const ticketId = await desk.addTicket({ category: 'payment_processing' })
    const offer = await onePending(desk)
    expect(offer).toMatchObject({ agentId, ticketId })
    expect(await getWorkload(desk.context, { agentId })).toMatchObject({ usedUnits: 10, reservedUnits: 100 })
    await acceptOffer(desk.context, { offerId: offer.id })
    await desk.addTicket()
    await completeTask(desk.context, { taskId: offer.taskId })
    expect(await onePending(desk)).toMatchObject({ agentId, queue: 'frontline' })
  })
})

describe('a fairness gap', () => {
  it('gives turns to who would always be ranked last, day by day', async () => {
    const ranked = 'rank: expression\n      rankBy: "agent.name == \'Ana\' ? 1.0 : 0.0"\n      fairnessGap: 0\n'
    const desk = await openDesk(change('label: Frontline\n', `label: Frontline\n      ${ranked}`))
    const ana = await desk.addAgent()
    const rui = await desk.addAgent({ name: 'Rui' })
    // At noon no day begins while the turns are counted.
    const dayMs = 24 * 3_600_000
    pass(dayMs + dayMs / 2 - (desk.context.now() % dayMs))
    const takers: string[] = []
    for (let tickets = 0; tickets < 3; tickets++) {
      await desk.addTicket()
      const { id: offerId, agentId, taskId } = await onePending(desk)
      takers.push(agentId)
      await acceptOffer(desk.context, { offerId })
      await completeTask(desk.context, { taskId })
    }
    // The router took in the last turn before it could say this of a later one.
    await desk.addTicket({ language: 'es' })
    await vi.waitFor(async () => expect(await desk.eventTypes()).toContain('task.unroutable'), soon)
    pass(dayMs)
    await desk.addTicket()
    takers.push((await onePending(desk)).agentId)
    expect(takers).toEqual([ana, rui, ana, ana])
  })
})

describe('a queue that lets work go', () => {
  const overflow = (rule: string) => change('{ after: 30m, to: technical-support, skipIf: nobodyCanTake }', rule)
  const taken = (desk: Desk) =>
    world.query<{ data: object }>("select data from events where workspace_id = $1 and type = 'task.overflowed'", [
      desk.context.workspace.id,
    ])

  it('moves a task to the next queue when it has waited, at its old rank, once', async () => {
    const desk = await openDesk(overflow('{ after: 30m, to: technical-support }'))
    const ticketId = await desk.addTicket()
    const { enteredAt } = await desk.taskOf(ticketId)
    const agentId = await desk.addAgent({ queues: ['technical-support'] })
    await vi.waitFor(async () => expect(await desk.eventTypes()).toContain('task.unroutable'), soon)
    pass(30 * 60_000)
    expect(await onePending(desk)).toMatchObject({ agentId, ticketId, queue: 'technical-support' })
    expect((await desk.taskOf(ticketId)).enteredAt).toBe(enteredAt)
    const [{ queue } = { queue: '' }] = await world.query<{ queue: string }>(
      'select queue from tickets where id = $1',
      [ticketId],
    )
    expect(queue).toBe('technical-support')
    expect(await taken(desk)).toMatchObject([
      { data: { queue: 'frontline', on: 'wait', target: 'queue', to: 'technical-support', taskVersion: 2 } },
    ])
  })

  it('waits with that until somebody there could take it, where it says so', async () => {
    const desk = await openDesk()
    const ticketId = await desk.addTicket()
    await vi.waitFor(async () => expect(await desk.eventTypes()).toContain('task.unroutable'), soon)
    pass(31 * 60_000)
    const early = await desk.addAgent({ queues: ['backend'] })
    const probe = await desk.addTicket()
    await updateTicket(desk.context, { ticketId: probe, update: { queue: 'backend' }, expectedVersion: null })
    // The router has worked after the 30 minutes, and passed the step over.
    expect(await onePending(desk)).toMatchObject({ agentId: early, ticketId: probe })
    expect(await taken(desk)).toEqual([])
    const agentId = await desk.addAgent({ queues: ['technical-support'] })
    await vi.waitFor(async () => {
      expect(await desk.offers('pending')).toContainEqual(expect.objectContaining({ agentId, ticketId }))
    }, soon)
  })

  it('tells by an event alone where the target is no queue, once, and goes on offering', async () => {
    const desk = await openDesk(overflow('{ when: nobodyEligible, to: escalate }'))
    const ticketId = await desk.addTicket()
    await vi.waitFor(async () => expect(await taken(desk)).toHaveLength(1), soon)
    const agentId = await desk.addAgent()
    expect(await onePending(desk)).toMatchObject({ agentId, ticketId })
    await desk.setPresence(agentId, 'away')
    await vi.waitFor(async () => expect(await desk.offers('revoked')).toHaveLength(1), soon)
    await desk.setPresence(agentId, 'available')
    await onePending(desk)
    expect(await taken(desk)).toMatchObject([{ data: { on: 'nobody', target: 'escalate', to: 'escalate' } }])
  })

  it('sends on what comes while it is closed, and what comes when it is too long', async () => {
    const desk = await openDesk((text) => {
      // Open on one day that is not today, nor tomorrow, to which other tests may have moved the clock.
      const day = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'][(new Date().getUTCDay() + 4) % 7]
      const later = `calendars:\n  later: { zone: UTC, week: { ${day}: [["09:00", "17:00"]] } }\n`
      const closed = change(
        'label: Frontline\n',
        'label: Frontline\n      hours: later\n',
      )(change('calendars:\n', later)(text))
      const chain = overflow('{ when: closed, to: technical-support }')(closed)
      return change(
        'label: Technical support\n',
        'label: Technical support\n      overflow:\n        - { above: 1, to: backend }\n',
      )(chain)
    })
    await desk.addAgent()
    const first = await desk.addTicket()
    await vi.waitFor(async () => expect(await taken(desk)).toHaveLength(1), soon)
    const second = await desk.addTicket()
    await vi.waitFor(async () => expect(await taken(desk)).toHaveLength(3), soon)
    const queues = await world.query<{ id: string; queue: string }>(
      'select ticket_id as id, queue from tasks where workspace_id = $1',
      [desk.context.workspace.id],
    )
    expect(new Map(queues.map((row) => [row.id, row.queue]))).toEqual(
      new Map([
        [first, 'technical-support'],
        [second, 'backend'],
      ]),
    )
    const decisions = await world.query<{ rejects: Record<string, number> }>(
      `select record -> 'rejects' as rejects from decisions
       where workspace_id = $1 and record ->> 'queueId' = 'frontline'`,
      [desk.context.workspace.id],
    )
    expect(decisions.map(({ rejects }) => Object.keys(rejects))).toEqual([['outside_hours'], ['outside_hours']])
  })

  it('ends a wait that is longer than the queue allows, visibly', async () => {
    const desk = await openDesk(change('maxWait: 14d\n      lastAgent: 10m', 'maxWait: 2h\n      lastAgent: 10m'))
    const ticketId = await desk.addTicket()
    await vi.waitFor(async () => expect(await desk.eventTypes()).toContain('task.unroutable'), soon)
    pass(2 * 3_600_000)
    await vi.waitFor(async () => expect(await desk.eventTypes()).toContain('task.expired'), soon)
    expect(await desk.taskOf(ticketId)).toMatchObject({ state: 'cancelled' })
    const rows = await world.query('select tags, status_category from tickets where id = $1', [ticketId])
    expect(rows).toEqual([{ tags: ['wait-expired'], status_category: 'new' }])
    const agentId = await desk.addAgent()
    await assignTicket(desk.context, { ticketId, agentId })
    expect(await desk.taskOf(ticketId)).toMatchObject({ state: 'active', agentId })
  })
})

describe('leaving a queue', () => {
  it('loses to whatever happened to the task meanwhile, and to a newer router', async () => {
    const desk = await openDesk(change('maxWait: 14d\n      lastAgent: 10m', 'maxWait: 2h\n      lastAgent: 10m'))
    const workflow = await currentWorkflow(desk.context)
    const ticketId = await desk.addTicket()
    const { id: taskId } = await desk.taskOf(ticketId)
    const epoch = await vi.waitFor(async () => {
      const [shard] = await world.query<{ epoch: number }>('select epoch from router_shards where workspace_id = $1', [
        desk.context.workspace.id,
      ])
      if (shard === undefined || shard.epoch === 0) throw new Error('Nobody routes it yet.')
      return shard.epoch
    }, soon)
    const record = { queueId: 'frontline', inputSequence: 1, workflowVersion: '1' } as Leaving['record']
    const leaving = [{ taskId, ticketId, taskVersion: 9, step: null, record, estimate: null }]
    await leaveQueues(desk.context, { epoch, workflow, leaving })
    expect(await desk.taskOf(ticketId)).toMatchObject({ state: 'waiting' })
    await expect(leaveQueues(desk.context, { epoch: epoch - 1, workflow, leaving })).rejects.toThrow(ShardLost)
  })
})
