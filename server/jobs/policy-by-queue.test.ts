import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { fireSlaTimer, transferTask, updateTicket } from '../modules/handling/index.ts'
import { loadClocks } from '../modules/sla/index.ts'
import { getTicket } from '../modules/tickets/index.ts'
import { claimTimers } from '../modules/timers/index.ts'
import type { Router } from './router.ts'
import { asSupervisor, holdTask } from './testing/moving-desk.ts'
import { change, frontline } from './testing/overflowing.ts'
import { type Desk, openRouterWorld } from './testing/router-world.ts'
import { soon, watchDesks } from './testing/watched-desks.ts'

const world = await openRouterWorld()
const openDesk = watchDesks(world)
let router: Router
beforeAll(() => {
  router = world.startRouter()
})
afterAll(async () => {
  await router.stop(1_000)
  await world.close()
})

const minute = 60_000
const policies = "slaPolicies: # the first whose condition holds is the ticket's\n"
/** What waits in the queue of the back is promised by a policy of its own. */
const ofBackend = (text: string) =>
  change(
    policies,
    `${policies}  of-backend:
    label: Behind the desk
    when: request.queue == "backend"
    calendar: always-on
    targets:
      critical: { resolution: 2d }
      high: { resolution: 3d }
      normal: { resolution: 4d }
      low: { resolution: 5d }
`,
  )(text)
const withSteps = (steps: readonly string[]) => openDesk((text) => ofBackend(frontline(steps)(text)))
const quiet = ['{ after: 3h, to: backend }']

const promiseOf = async (desk: Desk, ticketId: string) => {
  const ticket = await getTicket(desk.context, { ticketId })
  const clocks = await desk.context.read((tx) => loadClocks(tx, desk.context.workspace.id, ticketId))
  const waits = clocks.filter(({ clock }) => clock.runningSince !== null)
  return {
    queue: ticket?.queue,
    policy: ticket?.slaPolicy,
    clocks: [...new Set(waits.map(({ clock }) => clock.policy))],
  }
}
const behind = { queue: 'backend', policy: 'of-backend', clocks: ['of-backend'] }
const inFront = { queue: 'frontline', policy: 'always-on', clocks: ['always-on'] }
/** Lets the timers of clocks ring that are due by now. */
async function fireDue({ context }: Desk): Promise<void> {
  const claim = { kinds: ['sla'], limit: 50, leaseMs: 1, aheadMs: context.now() - Date.now() + 1_000 } as const
  const timers = await context.transaction((tx) => claimTimers(tx, context.workspace.id, claim))
  for (const timer of timers) await fireSlaTimer(context, timer)
}

describe('a policy that asks for the queue', () => {
  it('holds where a ticket is moved there: edited, transferred, and back', async () => {
    const desk = await withSteps(quiet)
    const edited = await desk.addTicket()
    const held = await holdTask(desk)
    expect(await promiseOf(desk, edited)).toEqual(inFront)
    const move = (queue: string) =>
      updateTicket(desk.context, { ticketId: edited, update: { queue }, expectedVersion: null })
    await move('backend')
    const cold = { mode: 'cold', restart: false, force: false, note: null } as const
    await transferTask(asSupervisor(desk), { ...cold, taskId: held.taskId, to: { queue: 'backend' } })
    expect(await promiseOf(desk, edited)).toEqual(behind)
    expect(await promiseOf(desk, held.ticketId)).toEqual(behind)
    await move('frontline')
    expect(await promiseOf(desk, edited)).toEqual(inFront)
    const told = await world.query<{ changed: string[] }>(
      `select data -> 'changed' as changed from events where ticket_id = $1 and type = 'ticket.updated' order by seq`,
      [edited],
    )
    expect(told.map(({ changed }) => changed)).toEqual([
      ['queue', 'slaPolicy'],
      ['queue', 'slaPolicy'],
    ])
  })

  it('holds where a queue is too long, for what comes in and for what is moved into it', async () => {
    const desk = await withSteps(['{ above: 1, to: backend }'])
    await desk.addTicket()
    const sentOn = await desk.addTicket()
    expect(await promiseOf(desk, sentOn)).toEqual(behind)
    const edited = await desk.addTicket({ category: 'infrastructure' })
    expect((await promiseOf(desk, edited)).policy).toBe('always-on')
    await updateTicket(desk.context, { ticketId: edited, update: { queue: 'frontline' }, expectedVersion: null })
    expect(await promiseOf(desk, edited)).toEqual(behind)
  })

  it('holds where the router lets it overflow, with what has elapsed, and says so', async () => {
    const desk = await withSteps(['{ after: 10m, to: backend }'])
    const ticketId = await desk.addTicket()
    await vi.waitFor(async () => expect(await desk.eventTypes()).toContain('task.unroutable'), soon)
    world.advance(10 * minute)
    router.wake()
    await vi.waitFor(async () => expect((await promiseOf(desk, ticketId)).queue).toBe('backend'), soon)
    expect((await promiseOf(desk, ticketId)).policy).toBe('of-backend')
    await fireDue(desk)
    expect(await promiseOf(desk, ticketId)).toEqual(behind)
    const types = await desk.eventTypes()
    expect(types.slice(types.indexOf('task.overflowed'))).toContain('ticket.updated')
    const clocks = await desk.context.read((tx) => loadClocks(tx, desk.context.workspace.id, ticketId))
    expect(clocks.find(({ clock }) => clock.metric === 'resolution')?.clock.elapsedMs).toBeGreaterThanOrEqual(
      10 * minute,
    )
  })

  it('holds where an escalation step moves it', async () => {
    const step = 'on: firstResponse, at: 100,'
    const desk = await openDesk((text) => ofBackend(change(step, `${step} requeue: backend,`)(text)))
    const ticketId = await desk.addTicket()
    world.advance(61 * minute)
    await fireDue(desk)
    expect(await promiseOf(desk, ticketId)).toEqual(behind)
  })

  it('is met by the queue that the router moves it out of, and counts anew for the next', async () => {
    const normal = 'normal: { firstResponse: 1h, nextResponse: 4h, resolution: 24h }'
    const owned = change(normal, normal.replace(' }', ', ownership: 2h }'))
    const desk = await openDesk((text) => owned(frontline(['{ after: 10m, to: backend }'])(text)))
    const ticketId = await desk.addTicket({ priority: 'normal' })
    const ownerships = async () => {
      const clocks = await desk.context.read((tx) => loadClocks(tx, desk.context.workspace.id, ticketId))
      return clocks.flatMap(({ clock }) => (clock.metric === 'ownership' ? [[clock.queue, clock.state]] : []))
    }
    expect(await ownerships()).toEqual([['frontline', 'running']])
    await vi.waitFor(async () => expect(await desk.eventTypes()).toContain('task.unroutable'), soon)
    world.advance(10 * minute)
    router.wake()
    await vi.waitFor(async () => expect((await promiseOf(desk, ticketId)).queue).toBe('backend'), soon)
    await fireDue(desk)
    expect(await ownerships()).toEqual([
      ['frontline', 'met'],
      ['backend', 'running'],
    ])
  })

  it('is of the queue that a ticket comes into past one that is too long', async () => {
    const normal = 'normal: { firstResponse: 1h, nextResponse: 4h, resolution: 24h }'
    const owned = change(normal, normal.replace(' }', ', ownership: 2h }'))
    const desk = await openDesk((text) => owned(frontline(['{ above: 1, to: backend }'])(text)))
    await desk.addTicket({ priority: 'normal' })
    const sentOn = await desk.addTicket({ priority: 'normal' })
    const clocks = await desk.context.read((tx) => loadClocks(tx, desk.context.workspace.id, sentOn))
    expect(clocks.flatMap(({ clock }) => (clock.metric === 'ownership' ? [clock.queue] : []))).toEqual(['backend'])
  })
})
