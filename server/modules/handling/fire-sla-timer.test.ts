import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemPrincipal } from '../../platform/principal.ts'
import { type ClaimedTimer, claimTimers } from '../timers/index.ts'
import { publishWorkflow } from '../publishing/index.ts'
import { getWorkflow } from '../workflow/index.ts'
import { addMessage, assignTicket, fireSlaTimer } from './index.ts'
import { type Desk, openDesk } from './testing/desk.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

const dayMs = 24 * 3_600_000
const system = () => desk.home.contextOf(systemPrincipal)
/** Leases the due timers, seeing as far ahead as the test's clock is ahead of the database's. */
const claim = (aheadMs: number): Promise<ClaimedTimer[]> =>
  system().transaction((tx) =>
    claimTimers(tx, desk.home.workspace.id, { kinds: ['sla'], limit: 50, leaseMs: 1, aheadMs }),
  )
/** Fires what is due, up to this long from now by the test's clock, until nothing is left. */
function firing(forMs: number): () => Promise<void> {
  // The database's clock stands where the test began: what is due by the test's clock lies this far ahead of it.
  const aheadMs = system().now() + forMs - Date.now()
  return async function fireDue() {
    const timers = await claim(aheadMs)
    for (const timer of timers) await fireSlaTimer(system(), timer)
    if (timers.length > 0) await fireDue()
  }
}
const escalations = async (ticketId: string) => {
  const rows = await desk.home.query<{ data: Record<string, unknown> }>(
    `select data from events where ticket_id = $1 and type = 'sla.escalated' order by seq`,
    [ticketId],
  )
  return rows.map(({ data }) => data)
}
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

  it('raise the priority, move what waits and say who is told, once for each step', async () => {
    const ticket = await desk.ticket({ priority: 'normal' })
    const fireDue = firing(61 * 60_000)
    desk.home.advance(61 * 60_000)
    await fireDue()
    const [first, ...more] = await escalations(ticket.id)
    expect(first).toMatchObject({
      metric: 'firstResponse',
      step: 'manager-told',
      percent: 100,
      priority: 'high',
      queue: null,
    })
    expect(more).toEqual([])
    const raised = await desk.read(ticket)
    expect(raised.priority).toBe('high')
    const [task] = await desk.home.query<{ priority: string }>(`select priority from tasks where ticket_id = $1`, [
      ticket.id,
    ])
    expect(task?.priority).toBe('high')
    expect(raised.clocks.find(({ metric }) => metric === 'resolution')).toMatchObject({ state: 'running' })
    desk.home.advance(60_000)
    await fireDue()
    expect(await escalations(ticket.id)).toHaveLength(1)
  })

  it('move what waits to the queue of the step, and leave alone what somebody has in hand', async () => {
    const current = (await getWorkflow(desk.context))?.document ?? ''
    const step = 'on: firstResponse, at: 100,'
    const document = current.replace(step, `${step} requeue: backend,`)
    await publishWorkflow(desk.context, { document, expectedVersion: null })
    const waiting = await desk.ticket()
    const inHand = await desk.ticket()
    const agent = await desk.addAgent()
    await assignTicket(desk.context, { ticketId: inHand.id, agentId: agent.id, expectedVersion: null })
    const before = await desk.read(inHand)
    const fireDue = firing(61 * 60_000)
    desk.home.advance(61 * 60_000)
    await fireDue()
    expect(await desk.read(waiting)).toMatchObject({ queue: 'backend' })
    expect(await desk.read(inHand)).toMatchObject({ queue: before.queue, assignee: { id: agent.id } })
    expect((await escalations(waiting.id)).map(({ queue }) => queue)).toEqual(['backend'])
    expect((await escalations(inHand.id)).map(({ queue }) => queue)).toEqual([null])
  })

  it('leave a timer alone that was moved meanwhile', async () => {
    const ticket = await desk.ticket({ priority: 'critical' })
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
