import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { lockLoads } from '../modules/agents/index.ts'
import { completeTask, consultAgent, pullTask, transferTask } from '../modules/handling/index.ts'
import { createShardRouter, takeShard } from '../modules/routing/index.ts'
import { newId } from '../platform/ids.ts'
import type { Router } from './router.ts'
import { type Desk, openRouterWorld } from './testing/router-world.ts'
import { pending, soon, watchDesks } from './testing/watched-desks.ts'

const world = await openRouterWorld()
const openDesk = watchDesks(world)
const routers: Router[] = []
// What was registered last ends first: the desks are checked when no router works on them any more.
afterEach(async () => void (await Promise.all(routers.splice(0).map((router) => router.stop(1_000)))))
afterAll(world.close)

async function openRoutedDesk(workflow?: (text: string) => string): Promise<Desk> {
  const desk = await openDesk(workflow)
  routers.push(world.startRouter({ workspaceIds: [desk.context.workspace.id] }))
  return desk
}

const onlyOne = (text: string) => text.replace('  totalUnits: 100\n', '  totalUnits: 100\n  maxima: { ticket: 1 }\n')
const ofAgent = { unitOverrides: { ticket: { maxAtOnce: 1 } } }
const cold = { mode: 'cold', restart: false, force: false, note: null } as const

/** Transactions that wait for the load of an agent. */
const waiters = async () => {
  const text = `select 1 from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock' and query like '%agent_loads%'`
  return (await world.query(text)).length
}

/** Lets `first` and then a claim of the router wait for the load of an agent, and go on in that order. */
async function claimAfter(desk: Desk, agentId: string, first: () => Promise<unknown>): Promise<string> {
  const calls: Promise<unknown>[] = []
  let ticketId = ''
  await desk.context.transaction(async (tx) => {
    await lockLoads(tx, desk.context.workspace.id, [agentId])
    calls.push(first())
    await expect.poll(waiters, soon).toBe(1)
    ticketId = await desk.addTicket()
    await expect.poll(waiters, soon).toBe(2)
  })
  await Promise.all(calls)
  await expect.poll(waiters, soon).toBe(0)
  return ticketId
}

/** A task that waits where none of these agents is asked. */
async function waitingElsewhere(desk: Desk): Promise<string> {
  return (await desk.taskOf(await desk.addTicket({ category: 'infrastructure' }))).id
}

/** A task in the hands of somebody who is offered nothing. */
async function heldElsewhere(desk: Desk): Promise<string> {
  const taskId = await waitingElsewhere(desk)
  await pullTask(desk.context, { taskId, agentId: await desk.addAgent({ queues: [] }) })
  return taskId
}

/** The first who is asked for the ticket is who comes now. */
async function goesToAnother(desk: Desk, ticketId: string): Promise<void> {
  const other = await desk.addAgent()
  const firstAsked = async () => (await desk.offers()).find((offer) => offer.ticketId === ticketId)?.agentId
  await expect.poll(firstAsked, soon).toBeDefined()
  expect(await firstAsked()).toBe(other)
}

describe('a claim that comes after work of the same kind', () => {
  it.each([
    ['by the workflow', onlyOne, {}],
    ['of the agent', (text: string) => text, ofAgent],
  ])('which was pulled, keeps to the maximum %s', async (_whose, workflow, more) => {
    const desk = await openRoutedDesk(workflow)
    const agentId = await desk.addAgent(more)
    const taskId = await waitingElsewhere(desk)
    const ticketId = await claimAfter(desk, agentId, () => pullTask(desk.context, { taskId, agentId }))
    await goesToAnother(desk, ticketId)
    await completeTask(desk.context, { taskId })
    const next = await desk.addTicket()
    expect(await pending(desk, 2)).toContainEqual(expect.objectContaining({ ticketId: next, agentId }))
  })

  it('which was transferred, keeps to the maximum', async () => {
    const desk = await openRoutedDesk(onlyOne)
    const agentId = await desk.addAgent({ kind: 'bot' })
    const taskId = await heldElsewhere(desk)
    const to = { agentId }
    const ticketId = await claimAfter(desk, agentId, () => transferTask(desk.context, { ...cold, taskId, to }))
    await goesToAnother(desk, ticketId)
  })

  it('which was handed over, keeps to the maximum', async () => {
    const desk = await openRoutedDesk(onlyOne)
    const agentId = await desk.addAgent()
    const taskId = await heldElsewhere(desk)
    await consultAgent(desk.context, { taskId, agentId, note: null })
    const warm = { ...cold, mode: 'warm', taskId, to: { agentId } } as const
    const ticketId = await claimAfter(desk, agentId, () => transferTask(desk.context, warm))
    await goesToAnother(desk, ticketId)
  })
})

describe('a router that has not heard of work of the same kind', () => {
  /** Lets a router that knows of nothing since hear of new tickets only, once one was pulled; gives how to go on. */
  async function decideUnheard(desk: Desk, agentId: string, tickets: number) {
    const { context } = desk
    const taskId = await waitingElsewhere(desk)
    await takeShard(context, { holder: 'one', leaseMs: 60_000 })
    const router = createShardRouter({ context, epoch: 1, mark: () => world.feed.mark() })
    await router.work()
    await pullTask(context, { taskId, agentId })
    const load = () => world.query('select version, event_seq from agent_loads where agent_id = $1', [agentId])
    const before = await load()
    for (let ticket = 0; ticket < tickets; ticket++) {
      const subjectId = await desk.addTicket()
      const header = { workspaceId: context.workspace.id, seq: 1_000_000, id: newId() }
      router.hear([{ ...header, type: 'task.queued', subjectKind: 'ticket', subjectId }])
    }
    await router.work()
    return { isUntouched: JSON.stringify(await load()) === JSON.stringify(before) }
  }

  it('asks nobody over the maximum, and leaves the load as it was', async () => {
    const desk = await openDesk(onlyOne)
    const agentId = await desk.addAgent()
    expect(await decideUnheard(desk, agentId, 1)).toEqual({ isUntouched: true })
    expect(await desk.offers('pending')).toEqual([])
  })

  it('asks of several at once as many as the maximum leaves room for', async () => {
    const desk = await openDesk((text) => onlyOne(text).replace('ticket: 1', 'ticket: 3'))
    const agentId = await desk.addAgent({ kind: 'bot' })
    await decideUnheard(desk, agentId, 4)
    expect(await desk.offers('pending')).toHaveLength(2)
  })
})
