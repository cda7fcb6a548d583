import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemPrincipal } from '../../platform/principal.ts'
import { type ClaimedTimer, claimTimers } from '../timers/index.ts'
import { addMessage, fireSlaTimer } from './index.ts'
import { type Desk, openDesk } from './testing/desk.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

const system = () => desk.home.contextOf(systemPrincipal)
/** Leases the due timers, seeing as far ahead as the test's clock is ahead of the database's. */
const claim = (aheadMs: number): Promise<ClaimedTimer[]> =>
  system().transaction((tx) =>
    claimTimers(tx, desk.home.workspace.id, { kinds: ['sla'], limit: 50, leaseMs: 1, aheadMs }),
  )
const slaEvents = (ticketId: string) =>
  desk.home.query<{ type: string; metric: string; percent: number | null }>(
    `select type, data ->> 'metric' as metric, (data ->> 'percent')::int as percent
     from events where ticket_id = $1 and type like 'sla.%' order by seq`,
    [ticketId],
  )

describe('the clocks of a ticket, by time', () => {
  it('warn and breach once each, in order, whoever fires the timer', async () => {
    const ticket = await desk.ticket({ priority: 'critical' })
    const monthMs = 30 * 24 * 3_600_000
    desk.home.advance(monthMs)
    for (let round = 0; round < 4; round++) {
      const timers = await claim(monthMs + 60_000)
      for (const timer of timers) {
        const fired = await Promise.all([fireSlaTimer(system(), timer), fireSlaTimer(system(), timer)])
        expect(fired.filter(Boolean)).toHaveLength(1)
      }
    }
    const events = await slaEvents(ticket.id)
    expect(
      events
        .filter((event) => event.type === 'sla.breached')
        .map((event) => event.metric)
        .toSorted(),
    ).toEqual(['firstResponse', 'resolution'])
    const warnings = events
      .filter((event) => event.type === 'sla.warned')
      .map((event) => `${event.metric} ${event.percent}`)
    expect(new Set(warnings).size).toBe(warnings.length)
    expect(warnings.length).toBeGreaterThan(0)
    expect((await desk.read(ticket)).clocks.every((clock) => clock.state === 'breached')).toBe(true)
  })

  it('leave a timer alone that was moved meanwhile', async () => {
    const ticket = await desk.ticket({ priority: 'critical' })
    const dayMs = 24 * 3_600_000
    desk.home.advance(dayMs)
    const timer = (await claim(400 * dayMs)).find((one) => one.subjectId === ticket.id)
    if (timer === undefined) throw new Error('The ticket has no timer.')
    const reply = {
      ticketId: ticket.id,
      body: 'Hello',
      visibility: 'public',
      clientId: null,
      asCustomer: false,
      lastSeenSeq: null,
    } as const
    await addMessage(desk.context, reply)
    expect(await fireSlaTimer(system(), timer)).toBe(false)
  })
})
