import { afterAll, describe, expect, it, vi } from 'vitest'
import {
  acceptOffer,
  assignTicket,
  completeTask,
  pauseTask,
  resumeTask,
  updateTicket,
} from '../modules/handling/index.ts'
import { compileCalendar, dueAfter } from '../core/calendars/index.ts'
import { archiveAgent, getAgent, getWorkload } from '../modules/agents/index.ts'
import { declineOffer } from '../modules/routing/index.ts'
import { publishWorkflow } from '../modules/publishing/index.ts'
import { type Desk, openRouterWorld } from './testing/router-world.ts'
import { pending, soon, watchDesks } from './testing/watched-desks.ts'

const world = await openRouterWorld()
const router = world.startRouter()
const openDesk = watchDesks(world)
afterAll(async () => {
  await router.stop(1_000)
  await world.close()
})

/** Lets time pass and tells the router, which would notice within a second. */
const pass = (ms: number) => {
  world.advance(ms)
  router.wake()
}
const onePending = async (desk: Desk) => {
  const [offer] = await pending(desk, 1)
  if (offer === undefined) throw new Error('There was one a moment ago.')
  return offer
}
const stateOf = async (desk: Desk, ticketId: string) => (await desk.taskOf(ticketId)).state
const decline = (desk: Desk, offerId: string) => declineOffer(desk.context, { offerId, reason: null, code: null })

describe('the router', () => {
  it('offers a task to the agent who has been idle longest', async () => {
    const desk = await openDesk()
    const first = await desk.addAgent()
    world.advance(60_000)
    await desk.addAgent()
    await desk.addTicket()
    expect(await onePending(desk)).toMatchObject({ agentId: first, queue: 'frontline', state: 'pending' })
    expect((await desk.eventTypes()).filter((type) => type === 'offer.created')).toHaveLength(1)
  })

  it('asks only who has the skill at its level and the language', async () => {
    const desk = await openDesk()
    const queues = ['payments']
    await desk.addAgent({ queues, skills: { payments: 1 }, languages: ['pt', 'en'] })
    await desk.addAgent({ queues, skills: { payments: 3 }, languages: ['en'] })
    await desk.addAgent({ queues: ['frontline'], skills: { payments: 3 }, languages: ['pt'] })
    const fit = await desk.addAgent({ queues, skills: { payments: 2 }, languages: ['pt-BR'] })
    await desk.addTicket({ category: 'payment_processing', language: 'pt' })
    const offer = await onePending(desk)
    expect(offer).toMatchObject({ agentId: fit, queue: 'payments' })
    const [{ record } = { record: null }] = await world.query<{ record: object }>(
      'select record from decisions where id = $1',
      [offer.decisionId],
    )
    expect(record).toMatchObject({
      rejects: { not_member: 1, level_low: 1, language_missing: 1 },
      rulePath: ['payments'],
    })
    expect(JSON.stringify(record)).not.toContain('channel email')
  })

  it('asks only whom the request searched: by name, by rating and by each of its languages', async () => {
    const desk = await openDesk()
    const both = ['en', 'sv']
    await desk.addAgent({ name: 'Elsa Low', rating: '3.9', languages: both })
    await desk.addAgent({ name: 'Elsa One', rating: '4.5', languages: ['en'] })
    await desk.addAgent({ name: 'Elsa New', rating: null, languages: both })
    await desk.addAgent({ name: 'Other', rating: '5', languages: both })
    const meant = await desk.addAgent({ name: 'Elsa Berg', rating: '4.2', languages: both })
    const search = { name: 'elsa', rating: 'gte 4 && lt 5', languages: ['sv'] }
    await desk.addTicket({ wanted: { skills: {}, search } })
    const offer = await onePending(desk)
    expect(offer).toMatchObject({ agentId: meant })
    const [decided] = await world.query<{ record: object }>('select record from decisions where id = $1', [
      offer.decisionId,
    ])
    expect(decided?.record).toMatchObject({ rejects: { search_mismatch: 4 } })
  })

  it('respects the channels an agent takes', async () => {
    const desk = await openDesk()
    await desk.addAgent({ channels: ['voice'] })
    const both = await desk.addAgent({ channels: ['email', 'voice'] })
    await desk.addTicket({ channel: 'email' })
    expect(await onePending(desk)).toMatchObject({ agentId: both })
  })

  it('lowers what it asks for as the task grows old', async () => {
    const desk = await openDesk()
    const junior = await desk.addAgent({ queues: ['payments'], skills: { payments: 1 } })
    const ticketId = await desk.addTicket({ category: 'payment_processing' })
    await vi.waitFor(async () => expect(await desk.eventTypes()).toContain('task.queued'), soon)
    pass(4 * 60_000)
    expect(await onePending(desk)).toMatchObject({ agentId: junior, ticketId })
  })

  it('asks the next agent after a decline, and the first one again only after the cool-down', async () => {
    const desk = await openDesk()
    const first = await desk.addAgent()
    world.advance(1_000)
    const second = await desk.addAgent()
    const ticketId = await desk.addTicket()
    const before = await desk.taskOf(ticketId)
    expect((await onePending(desk)).agentId).toBe(first)
    await decline(desk, (await onePending(desk)).id)
    expect((await onePending(desk)).agentId).toBe(second)
    await decline(desk, (await onePending(desk)).id)
    await vi.waitFor(async () => expect(await desk.eventTypes()).toContain('task.exhausted'), soon)
    expect(await desk.offers('pending')).toEqual([])
    pass(10 * 60_000 + 1)
    await pending(desk, 1)
    expect((await desk.taskOf(ticketId)).enteredAt).toBe(before.enteredAt)
  })

  it('takes an offer back when it runs out, keeps the rank, and pauses who misses three in a row', async () => {
    const desk = await openDesk()
    const agentId = await desk.addAgent()
    const ticketId = await desk.addTicket()
    const { enteredAt } = await desk.taskOf(ticketId)
    for (let misses = 1; misses <= 3; misses++) {
      await onePending(desk)
      pass(45_001)
      await vi.waitFor(async () => expect(await desk.offers('expired')).toHaveLength(misses), soon)
      expect(await desk.taskOf(ticketId)).toMatchObject({ state: 'waiting', enteredAt })
      pass(60_001)
    }
    await vi.waitFor(async () => {
      const agent = await getAgent(desk.context, { agentId })
      expect(agent?.presence).toMatchObject({ state: 'busy', reason: 'missed_offers' })
    }, soon)
    expect(await desk.offers('pending')).toEqual([])
  })

  it('takes the offer back at once when the agent is no longer available, and does not hold it against the agent', async () => {
    const desk = await openDesk()
    const agentId = await desk.addAgent()
    const ticketId = await desk.addTicket()
    await onePending(desk)
    await desk.setPresence(agentId, 'away')
    await vi.waitFor(async () => expect(await desk.offers('revoked')).toHaveLength(1), soon)
    expect(await stateOf(desk, ticketId)).toBe('waiting')
    await desk.setPresence(agentId, 'available')
    expect(await onePending(desk)).toMatchObject({ agentId, ticketId })
  })

  it('takes the offer back from an agent who is archived', async () => {
    const desk = await openDesk()
    const agentId = await desk.addAgent()
    const ticketId = await desk.addTicket()
    await onePending(desk)
    await archiveAgent(desk.context, { agentId })
    await vi.waitFor(async () => expect(await stateOf(desk, ticketId)).toBe('waiting'), soon)
    const next = await desk.addAgent()
    expect(await onePending(desk)).toMatchObject({ agentId: next })
  })

  it('fills an agent one offer at a time and never beyond its capacity', async () => {
    const desk = await openDesk()
    const agentId = await desk.addAgent({ capacityUnits: 25 })
    for (let tickets = 0; tickets < 4; tickets++) await desk.addTicket()
    for (let accepted = 0; accepted < 2; accepted++) {
      await acceptOffer(desk.context, { offerId: (await onePending(desk)).id })
    }
    await vi.waitFor(async () => expect(await desk.offers('accepted')).toHaveLength(2), soon)
    expect(await desk.offers('pending')).toEqual([])
    expect((await getWorkload(desk.context, { agentId }))?.usedUnits).toBe(20)
    const [done] = await desk.offers('accepted')
    await completeTask(desk.context, { taskId: done?.taskId ?? '' })
    expect(await onePending(desk)).toMatchObject({ agentId })
  })

  it('gives a bot as many offers at once as it has room for', async () => {
    const desk = await openDesk()
    await desk.addAgent({ kind: 'bot', capacityUnits: 45 })
    await Promise.all(Array.from({ length: 8 }, () => desk.addTicket()))
    await pending(desk, 4)
  })

  it('lets a paused task free its agent, and goes on with the same one', async () => {
    const desk = await openDesk()
    const agentId = await desk.addAgent({ capacityUnits: 10 })
    const ticketId = await desk.addTicket()
    const { id: offerId, taskId } = await onePending(desk)
    await acceptOffer(desk.context, { offerId })
    const other = await desk.addTicket()
    await pauseTask(desk.context, { taskId })
    expect(await onePending(desk)).toMatchObject({ agentId, ticketId: other })
    await decline(desk, (await onePending(desk)).id)
    await resumeTask(desk.context, { taskId })
    expect(await desk.taskOf(ticketId)).toMatchObject({ state: 'active', agentId })
  })

  it('counts work given by hand, and withdraws the offer it overtakes', async () => {
    const desk = await openDesk()
    const first = await desk.addAgent({ capacityUnits: 10 })
    const ticketId = await desk.addTicket()
    await onePending(desk)
    world.advance(1_000)
    const second = await desk.addAgent({ capacityUnits: 10 })
    await assignTicket(desk.context, { ticketId, agentId: second })
    await desk.addTicket()
    expect(await onePending(desk)).toMatchObject({ agentId: first })
    await desk.addTicket()
    await desk.addTicket()
    expect(await desk.offers('pending')).toHaveLength(1)
  })

  it('follows a task into another queue', async () => {
    const desk = await openDesk()
    const agentId = await desk.addAgent({ queues: ['infrastructure'] })
    const ticketId = await desk.addTicket()
    await vi.waitFor(async () => expect(await desk.eventTypes()).toContain('task.unroutable'), soon)
    await updateTicket(desk.context, { ticketId, update: { queue: 'infrastructure' }, expectedVersion: null })
    expect(await onePending(desk)).toMatchObject({ agentId, queue: 'infrastructure' })
  })

  it('says once that nobody can take a task', async () => {
    const desk = await openDesk()
    await desk.addAgent({ languages: ['en'] })
    await desk.addTicket({ language: 'es' })
    await vi.waitFor(async () => expect(await desk.eventTypes()).toContain('task.unroutable'), soon)
    const late = await desk.addAgent({ queues: ['frontline'], languages: ['en'] })
    await archiveAgent(desk.context, { agentId: late })
    const spanish = await desk.addAgent({ languages: ['es'] })
    expect(await onePending(desk)).toMatchObject({ agentId: spanish })
    expect((await desk.eventTypes()).filter((type) => type === 'task.unroutable')).toHaveLength(1)
  })

  it('routes by a new workflow from the moment it is published', async () => {
    const desk = await openDesk()
    const agentId = await desk.addAgent({ queues: ['backend'], team: 'backend' })
    await desk.addTicket()
    await vi.waitFor(async () => expect(await desk.eventTypes()).toContain('task.unroutable'), soon)
    const [current] = await world.query<{ document: string }>(
      'select document from workflow_versions where workspace_id = $1',
      [desk.context.workspace.id],
    )
    const document = (current?.document ?? '').replace(
      'label: Frontline\n',
      `label: Frontline\n      members: agent.team == "backend"\n`,
    )
    await publishWorkflow(desk.context, { document, expectedVersion: null })
    expect(await onePending(desk)).toMatchObject({ agentId })
  })
})

describe('a queue with opening hours', () => {
  it('offers nothing while it is closed, calls nothing unroutable, and goes on when it opens', async () => {
    const hours = compileCalendar('hours', { zone: 'UTC', week: { wed: [['09:00', '17:00']] } })
    const week = (text: string) =>
      text
        .replace('calendars:\n', 'calendars:\n  wednesdays: { zone: UTC, week: { wed: [["09:00", "17:00"]] } }\n')
        .replace('label: Frontline\n', 'label: Frontline\n      hours: wednesdays\n')
    const desk = await openDesk(week)
    const agentId = await desk.addAgent()
    const closingIn = dueAfter(hours, desk.context.now(), 0) - desk.context.now() + 9 * 3_600_000
    pass(closingIn)
    const ticketId = await desk.addTicket()
    const backend = await desk.addAgent({ queues: ['backend'] })
    const other = await desk.addTicket()
    await updateTicket(desk.context, { ticketId: other, update: { queue: 'backend' }, expectedVersion: null })
    expect(await onePending(desk)).toMatchObject({ agentId: backend, ticketId: other })
    expect(await desk.eventTypes()).not.toContain('task.unroutable')
    await declineOffer(desk.context, { offerId: (await onePending(desk)).id, reason: null, code: null })
    pass(dueAfter(hours, desk.context.now(), 0) - desk.context.now() + 1)
    await vi.waitFor(async () => {
      expect(await desk.offers('pending')).toContainEqual(expect.objectContaining({ agentId, ticketId }))
    }, soon)
  })
})
