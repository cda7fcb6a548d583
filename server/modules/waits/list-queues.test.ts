import { afterAll, describe, expect, it, vi } from 'vitest'
import { type Desk, openRouterWorld } from '../../jobs/testing/router-world.ts'
import type { Principal } from '../../platform/principal.ts'
import { soon } from '../../platform/testing/soon.ts'
import { acceptOffer, cancelTask, completeTask, pauseTask } from '../handling/index.ts'
import { listQueues } from './index.ts'

const world = await openRouterWorld()
// At noon of tomorrow no figure of the day begins anew while the test runs.
const dayMs = 24 * 3_600_000
world.advance(dayMs + dayMs / 2 - (Date.now() % dayMs))
const router = world.startRouter()
afterAll(async () => {
  await router.stop(1_000)
  await world.close()
})

const frontline = async (desk: Desk) => (await listQueues(desk.context)).find((queue) => queue.slug === 'frontline')!
const offered = (desk: Desk) =>
  vi.waitFor(async () => {
    const [offer] = await desk.offers('pending')
    expect(offer).toBeDefined()
    return offer!
  }, soon)

describe('the live figures of a queue', () => {
  it('count what waits, is offered, in progress, paused and over, and who is there', async () => {
    const desk = await world.openDesk()
    const agentId = await desk.addAgent()
    await desk.addTicket({ priority: 'high' })
    const first = await offered(desk)
    await desk.setPresence(await desk.addAgent({ name: 'Rui' }), 'away')
    expect(await frontline(desk)).toMatchObject({ waiting: 0, offered: 1, active: 0, longestWaitMs: 0 })
    world.advance(5_000)
    await acceptOffer(desk.context, { offerId: first.id })
    await desk.setPresence(agentId, 'busy')
    await desk.addTicket({ priority: 'low' })
    const second = await desk.addTicket({ priority: 'critical' })
    const third = await desk.addTicket()
    world.advance(60_000)
    await cancelTask(desk.context, { taskId: (await desk.taskOf(second)).id, reason: 'test' })
    await pauseTask(desk.context, { taskId: (await desk.taskOf(third)).id })
    const figures = await frontline(desk)
    expect(figures).toMatchObject({
      isOpen: true,
      waiting: 1,
      waitingByPriority: { low: 1, normal: 0, high: 0, critical: 0 },
      offered: 0,
      active: 1,
      wrapup: 0,
      paused: 1,
      agents: { available: 0, busy: 1, away: 1, draining: 0, offline: 0 },
      arrivalsLastHour: 4,
      estimatedWait: null,
    })
    expect(figures.longestWaitMs).toBeGreaterThanOrEqual(60_000)
    expect(figures.today).toMatchObject({ accepted: 1, abandoned: 1, waits: { n: 1 } })
    expect(figures.today.waits.averageMs).toBeGreaterThanOrEqual(5_000)
    const { averageMs, p90Ms } = figures.today.waits
    expect(Math.abs(p90Ms! - averageMs!)).toBeLessThan(averageMs! * 0.011 + 1)
    expect(figures.today.hours).toHaveLength(24)
    expect(figures.today.hours.map((hour) => hour.arrivals).filter((count) => count !== 0 && count !== null)).toEqual([
      4,
    ])
    expect(figures.today.hours.every((hour) => hour.expected === null)).toBe(true)
    expect(figures.sla.nextDueAt).toBeGreaterThan(desk.context.now())
    await completeTask(desk.context, { taskId: first.taskId })
    expect(await frontline(desk)).toMatchObject({ active: 0, arrivalsLastHour: 4, today: { accepted: 1 } })
  })

  it('count targets that were met and broken today, and what is overdue', async () => {
    const desk = await world.openDesk()
    const ticketId = await desk.addTicket()
    const clocks = `update sla_clocks set state = $2, met_at = $3, breached_at = $4
      where ticket_id = $1 and metric = $5`
    const now = new Date(desk.context.now())
    await world.query(clocks, [ticketId, 'met', now, null, 'firstResponse'])
    await world.query(clocks, [ticketId, 'breached', null, now, 'resolution'])
    // What is promised among teams is no promise to a customer.
    await world.query(
      `insert into sla_clocks (workspace_id, id, ticket_id, metric, queue, policy, state, target_ms, started_at, met_at, breached_at, detail)
       select workspace_id, gen_random_uuid(), ticket_id, 'ownership', 'frontline', policy, 'met', 1, started_at, $2, $2, '{}'
       from sla_clocks where ticket_id = $1 and metric = 'resolution'`,
      [ticketId, now],
    )
    await world.query('update tickets set next_due_at = $2 where id = $1', [ticketId, new Date(now.getTime() - 1)])
    const { sla, today } = await frontline(desk)
    expect(sla).toEqual({ nextDueAt: null, overdue: 1 })
    expect(today.sla).toEqual({ met: 1, breached: 1 })
  })

  it('are those of the queues and channels in the caller’s scope', async () => {
    const desk = await world.openDesk()
    await desk.addTicket()
    await desk.addTicket({ channel: 'ticket' })
    const limited = (scope: Partial<Principal['scope']>) => {
      const { principal } = desk.context
      return listQueues(desk.contextOf({ ...principal, scope: { ...principal.scope, ...scope } }))
    }
    expect((await limited({ queues: new Set(['payments']) })).map((queue) => queue.slug)).toEqual(['payments'])
    const [byChannel] = (await limited({ channels: new Set(['email']) })).filter((queue) => queue.waiting > 0)
    expect(byChannel).toMatchObject({ slug: 'frontline', waiting: 1, arrivalsLastHour: 1 })
    expect(await limited({ queues: new Set(['elsewhere']) })).toEqual([])
  })
})
