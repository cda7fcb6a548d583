import { afterAll, describe, expect, it } from 'vitest'
import {
  asAgent,
  asSupervisor,
  acceptPending,
  eventsOf,
  holdTask,
  loadOf,
  refusalOf,
  rowOf,
} from '../../jobs/testing/moving-desk.ts'
import { type Desk, openRouterWorld } from '../../jobs/testing/router-world.ts'
import { watchDesks } from '../../jobs/testing/watched-desks.ts'
import { encodeId } from '../../platform/ids.ts'
import { declineOffer } from '../routing/index.ts'
import { takeCall } from '../voice/testing/take-call.ts'
import { completeTask, consultAgent, pauseTask, resumeTask, transferTask } from './index.ts'

const world = await openRouterWorld()
const openDesk = watchDesks(world)
afterAll(world.close)

const plain = { mode: 'cold', restart: false, force: false, note: null } as const
const offersOf = async (desk: Desk, taskId: string) =>
  (await desk.offers('pending')).filter((offer) => offer.taskId === taskId)

describe('a transfer to a queue', () => {
  it('lets the task wait there at its rank, away from its agent, and the ticket follow', async () => {
    const desk = await openDesk()
    const { agentId, ticketId, taskId } = await holdTask(desk)
    const { enteredAt } = await rowOf(world, taskId)
    const before = (await eventsOf(world, ticketId)).length
    world.advance(60_000)
    const moved = await transferTask(asAgent(desk, agentId), {
      ...plain,
      taskId,
      to: { queue: 'payments' },
      note: 'Paid twice.',
    })
    expect(moved).toMatchObject({ state: 'waiting', queue: 'payments', agentId: null, enteredAt })
    const row = await rowOf(world, taskId)
    expect(row).toMatchObject({ ticketQueue: 'payments', assigneeId: null })
    expect(row.exclusions[agentId]).toBeGreaterThan(enteredAt + 60_000 + 600_000 - 1)
    expect(await loadOf(world, agentId)).toEqual({ used: 0, reserved: 0 })
    const agent = encodeId('agent', agentId)
    const events = await eventsOf(world, ticketId, before)
    expect(events.map(({ type }) => type)).toEqual([
      'message.added',
      'ticket.unassigned',
      'ticket.updated',
      'task.transferred',
    ])
    expect(events.at(-1)?.data).toMatchObject({
      from: { agentId: agent, queue: 'frontline' },
      to: { agentId: null, queue: 'payments' },
      mode: 'cold',
      restart: false,
      by: agent,
    })
    const [message] = await world.query<{ body: string; visibility: string }>(
      'select body, visibility from messages where ticket_id = $1 order by seq desc limit 1',
      [ticketId],
    )
    expect(message).toEqual({ body: 'Paid twice.', visibility: 'internal' })
  })

  it('begins the rank anew when that is asked', async () => {
    const desk = await openDesk()
    const { agentId, taskId } = await holdTask(desk)
    const { enteredAt } = await rowOf(world, taskId)
    world.advance(60_000)
    await transferTask(asAgent(desk, agentId), { ...plain, taskId, to: { queue: 'payments' }, restart: true })
    expect((await rowOf(world, taskId)).enteredAt).toBeGreaterThanOrEqual(enteredAt + 60_000)
  })

  it('leaves paused work paused, without its agent', async () => {
    const desk = await openDesk()
    const { agentId, taskId } = await holdTask(desk)
    await pauseTask(desk.context, { taskId })
    await transferTask(asAgent(desk, agentId), { ...plain, taskId, to: { queue: 'payments' } })
    expect(await rowOf(world, taskId)).toMatchObject({ state: 'paused', agentId: null, queue: 'payments' })
    await resumeTask(desk.context, { taskId })
    expect(await rowOf(world, taskId)).toMatchObject({ state: 'waiting', queue: 'payments' })
  })
})

describe('a transfer to an agent', () => {
  it('is an offer to that one alone; declined, the task waits in its queue at its rank', async () => {
    const desk = await openDesk()
    const { agentId, taskId } = await holdTask(desk)
    const { enteredAt } = await rowOf(world, taskId)
    // No member of the queue, no skill of it: whoever transfers judges that.
    const other = await desk.addAgent({ queues: ['payments'] })
    const moved = await transferTask(asAgent(desk, agentId), { ...plain, taskId, to: { agentId: other } })
    expect(moved).toMatchObject({ state: 'offered', agentId: null })
    const [offer] = await offersOf(desk, taskId)
    expect(offer).toMatchObject({ agentId: other, decisionId: null, queue: 'frontline' })
    expect([await loadOf(world, agentId), await loadOf(world, other)]).toEqual([
      { used: 0, reserved: 0 },
      { used: 0, reserved: 10 },
    ])
    await declineOffer(asAgent(desk, other), { offerId: offer?.id ?? '', reason: null, code: null })
    const row = await rowOf(world, taskId)
    expect(row).toMatchObject({ state: 'waiting', queue: 'frontline', enteredAt, assigneeId: null })
    expect(Object.keys(row.exclusions).toSorted()).toEqual([agentId, other].toSorted())
  })

  it('gives it to the agent when accepted', async () => {
    const desk = await openDesk()
    const { agentId, ticketId, taskId } = await holdTask(desk)
    const other = await desk.addAgent()
    const before = (await eventsOf(world, ticketId)).length
    await transferTask(asAgent(desk, agentId), { ...plain, taskId, to: { agentId: other } })
    await acceptPending(desk, taskId)
    expect(await rowOf(world, taskId)).toMatchObject({ state: 'active', agentId: other, assigneeId: other })
    expect((await eventsOf(world, ticketId, before)).map(({ type }) => type)).toEqual([
      'ticket.unassigned',
      'task.transferred',
      'offer.created',
      'offer.accepted',
      'ticket.assigned',
    ])
  })

  it('lets a call ring as long as its kind says, at who has work that a call may interrupt', async () => {
    const desk = await openDesk()
    const { taskId } = await takeCall(desk.context)
    const other = await desk.addAgent()
    await holdTask(desk, other)
    await transferTask(desk.context, { ...plain, taskId, to: { agentId: other } })
    const [offer] = await world.query<{ ringsMs: number }>(
      `select (extract(epoch from expires_at - created_at) * 1000)::integer as "ringsMs"
       from offers where task_id = $1 and state = 'pending'`,
      [taskId],
    )
    // Of the example: a call rings for 20 s, whatever the 45 s of its queue.
    expect(offer).toEqual({ ringsMs: 20_000 })
    expect(await loadOf(world, other)).toEqual({ used: 10, reserved: 100 })
    await acceptPending(desk, taskId)
    expect(await loadOf(world, other)).toEqual({ used: 110, reserved: 0 })
    const second = await takeCall(desk.context)
    const again = transferTask(desk.context, { ...plain, taskId: second.taskId, to: { agentId: other } })
    const text = '100 of 100 units are taken, this costs 100'
    expect((await refusalOf(again))['reason']).toEqual({ code: 'no_capacity', text })
  })

  it('says why the agent cannot take it, and changes nothing by it', async () => {
    const desk = await openDesk()
    const { agentId, taskId } = await holdTask(desk)
    const to = async (other: string) =>
      (await refusalOf(transferTask(asAgent(desk, agentId), { ...plain, taskId, to: { agentId: other } })))['reason']
    const away = await desk.addAgent()
    await desk.setPresence(away, 'away')
    expect(await to(away)).toEqual({ code: 'presence', text: 'is away' })
    const full = await desk.addAgent({ capacityUnits: 15 })
    await holdTask(desk, full)
    expect(await to(full)).toEqual({ code: 'no_capacity', text: '10 of 15 units are taken, this costs 10' })
    const limited = await desk.addAgent({ unitOverrides: { ticket: { maxAtOnce: 1 } } })
    await holdTask(desk, limited)
    expect(await to(limited)).toEqual({ code: 'no_capacity', text: 'has 1 of at most 1 of kind ticket' })
    const asked = await desk.addAgent()
    const elsewhere = await holdTask(desk)
    await transferTask(desk.context, { ...plain, taskId: elsewhere.taskId, to: { agentId: asked } })
    expect(await to(asked)).toMatchObject({ code: 'reserved_elsewhere' })
    expect(await rowOf(world, taskId)).toMatchObject({ state: 'active', agentId })
  })

  it('is forced past presence and room by who may act for all, and counts as forced', async () => {
    const desk = await openDesk()
    const { agentId, ticketId, taskId } = await holdTask(desk)
    const full = await desk.addAgent({ capacityUnits: 5 })
    await desk.setPresence(full, 'away')
    const forced = { ...plain, taskId, to: { agentId: full }, force: true }
    expect((await refusalOf(transferTask(asAgent(desk, agentId), forced))).code).toBe('forbidden')
    await transferTask(asSupervisor(desk), forced)
    expect(await rowOf(world, taskId)).toMatchObject({ state: 'active', agentId: full, assigneeId: full })
    const [load] = await world.query(
      'select used_units as used, forced_units as forced from agent_loads where agent_id = $1',
      [full],
    )
    expect(load).toEqual({ used: 10, forced: 5 })
    const transferred = (await eventsOf(world, ticketId)).find(({ type }) => type === 'task.transferred')
    expect(transferred?.data).toMatchObject({ mode: 'forced', by: null })
  })
})

describe('a warm transfer', () => {
  it('hands over at once to the agent who is consulted, and to no other', async () => {
    const desk = await openDesk()
    const { agentId, ticketId, taskId } = await holdTask(desk)
    const [asked, other] = [await desk.addAgent(), await desk.addAgent()]
    const own = asAgent(desk, agentId)
    const warm = { ...plain, taskId, to: { agentId: asked }, mode: 'warm' as const }
    expect(await refusalOf(transferTask(own, warm))).toMatchObject({ code: 'conflict', reason: 'no_consult' })
    await consultAgent(own, { taskId, agentId: asked, note: null })
    expect((await refusalOf(transferTask(own, { ...warm, to: { agentId: other } })))['reason']).toBe('no_consult')
    const before = (await eventsOf(world, ticketId)).length
    await transferTask(own, warm)
    expect(await rowOf(world, taskId)).toMatchObject({ state: 'active', agentId: asked, assigneeId: asked })
    expect([await loadOf(world, agentId), await loadOf(world, asked)]).toEqual([
      { used: 0, reserved: 0 },
      { used: 10, reserved: 0 },
    ])
    expect((await eventsOf(world, ticketId, before)).map(({ type }) => type)).toEqual([
      'ticket.assigned',
      'task.transferred',
      'task.consult_ended',
    ])
    expect((await eventsOf(world, ticketId)).at(-1)?.data).toMatchObject({ reason: 'handed_over' })
  })

  it('needs room at who takes over, and leaves the task where it is when there is none', async () => {
    const desk = await openDesk()
    const { agentId, taskId } = await holdTask(desk)
    const asked = await desk.addAgent({ capacityUnits: 0 })
    await consultAgent(asAgent(desk, agentId), { taskId, agentId: asked, note: null })
    const warm = { ...plain, taskId, to: { agentId: asked }, mode: 'warm' as const }
    expect((await refusalOf(transferTask(asAgent(desk, agentId), warm))).code).toBe('over_capacity')
    expect(await rowOf(world, taskId)).toMatchObject({ state: 'active', agentId })
  })
})

describe('a transfer is refused', () => {
  const held = world.openDesk().then(async (desk) => ({ desk, ...(await holdTask(desk)) }))
  const id = '01890000-0000-7000-8000-000000000000'

  it.each([
    ['without a target', { to: {} }, { at: '/to', why: 'one_of' }],
    ['with two targets', { to: { queue: 'payments', agentId: id } }, { at: '/to', why: 'one_of' }],
    ['to a queue that is not there', { to: { queue: 'nowhere' } }, { at: '/to/queue', why: 'unknown_queue' }],
    ['to an agent who is not there', { to: { agentId: id } }, { at: '/to/agentId', why: 'unknown_agent' }],
    ['warm to a queue', { to: { queue: 'payments' }, mode: 'warm' }, { at: '/mode', why: 'needs_agent' }],
    ['forced to a queue', { to: { queue: 'payments' }, force: true }, { at: '/force', why: 'needs_agent' }],
    ['with a new rank at an agent', { to: { agentId: id }, restart: true }, { at: '/restart', why: 'needs_queue' }],
  ] as const)('%s', async (_name, input, fault) => {
    const { desk, taskId } = await held
    expect(await refusalOf(transferTask(desk.context, { ...plain, taskId, ...input }))).toMatchObject(fault)
  })

  it('to the agent who has it, of paused work to an agent, and of work that is over', async () => {
    const desk = await openDesk()
    const { agentId, taskId } = await holdTask(desk)
    const other = await desk.addAgent()
    const to = (target: object) => refusalOf(transferTask(desk.context, { ...plain, taskId, to: target }))
    expect(await to({ agentId })).toMatchObject({ code: 'conflict', reason: 'same_agent' })
    await pauseTask(desk.context, { taskId })
    expect(await to({ agentId: other })).toMatchObject({ code: 'conflict', lostTo: 'paused' })
    await resumeTask(desk.context, { taskId })
    await completeTask(desk.context, { taskId })
    expect(await to({ queue: 'payments' })).toMatchObject({ code: 'conflict', lostTo: 'done' })
  })

  it('to agents for what others or nobody has in hand', async () => {
    const desk = await openDesk()
    const { taskId } = await holdTask(desk)
    const other = await desk.addAgent()
    const waiting = (await desk.taskOf(await desk.addTicket())).id
    for (const foreign of [taskId, waiting]) {
      const call = transferTask(asAgent(desk, other), { ...plain, taskId: foreign, to: { queue: 'payments' } })
      expect((await refusalOf(call)).code).toBe('forbidden')
      await transferTask(asSupervisor(desk), { ...plain, taskId: foreign, to: { queue: 'payments' } })
    }
  })

  it('and an unknown task is nobody’s', async () => {
    const desk = await openDesk()
    expect(await transferTask(desk.context, { ...plain, taskId: id, to: { queue: 'payments' } })).toBeNull()
  })
})
