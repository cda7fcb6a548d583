import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemPrincipal } from '../../platform/principal.ts'
import { publishWorkflow } from '../publishing/index.ts'
import { explainSla, type Ticket } from '../tickets/index.ts'
import { claimTimers } from '../timers/index.ts'
import { getWorkflow } from '../workflow/index.ts'
import { assignTicket, fireSlaTimer, transitionTicket } from './index.ts'
import { type Desk, openDesk } from './testing/desk.ts'
import { sayInPublic } from './testing/say-in-public.ts'

let desk: Desk
beforeAll(async () => {
  const step = 'on: firstResponse, at: 100,'
  desk = await openDesk((text) => text.replace(step, `${step} requeue: backend,`))
})
afterAll(() => desk.close())

const minute = 60_000
const system = () => desk.home.contextOf(systemPrincipal)
const reply = (ticket: Ticket) => sayInPublic(desk.context, ticket)
const escalations = async ({ id }: Ticket) => {
  const rows = await desk.home.query<{ data: Record<string, unknown> }>(
    `select data from events where ticket_id = $1 and type = 'sla.escalated' order by seq`,
    [id],
  )
  return rows.map(({ data }) => data)
}
const slaEvents = async (ticket: Ticket) =>
  (await desk.eventTypes(ticket)).filter((type) => type.startsWith('sla.')).toSorted()
async function fireDue(): Promise<void> {
  // The database's clock stands where the test began.
  const claim = { kinds: ['sla'], limit: 100, leaseMs: 1, aheadMs: system().now() - Date.now() + 10_000 } as const
  const timers = await system().transaction((tx) => claimTimers(tx, desk.home.workspace.id, claim))
  for (const timer of timers) await fireSlaTimer(system(), timer)
}

describe('a step so long before or after a clock is due', () => {
  it('is told of with that time and foretold at its moment, once', async () => {
    const { document = '' } = (await getWorkflow(desk.context)) ?? {}
    const step = 'on: firstResponse, at: 100,'
    const late = `- { id: late, on: firstResponse, at: 30m after, notify: support-management }`
    const changed = document
      .replace(
        '    warnAt: [50, 75]\n    escalations:\n',
        `    warnAt: [15m before]\n    escalations:\n      ${late}\n`,
      )
      .replace(step, 'on: firstResponse, at: 20m before,')
    await publishWorkflow(desk.context, { document: changed, expectedVersion: null })
    const ticket = await desk.ticket({ priority: 'normal' })
    const [clock] = (await explainSla(desk.context, { ticketId: ticket.id, asOf: null })) ?? []
    const startedAt = clock?.stored.clock.startedAt ?? 0
    expect(clock?.steps.map(({ kind, offsetMs, at }) => [kind, offsetMs, (at - startedAt) / minute])).toEqual([
      ['escalation', -20 * minute, 40],
      ['warning', -15 * minute, 45],
      ['breach', null, 60],
      ['escalation', 30 * minute, 90],
    ])
    desk.home.advance(41 * minute)
    await fireDue()
    await fireDue()
    expect(await escalations(ticket)).toMatchObject([
      { step: 'manager-told', percent: null, offsetMs: -20 * minute, priority: 'high' },
    ])
    expect(await slaEvents(ticket)).toEqual(['sla.breached', 'sla.escalated', 'sla.warned'])
    await publishWorkflow(desk.context, { document, expectedVersion: null })
  })
})

describe('a step that time has passed while no worker looked', () => {
  it('fires by the reply that comes after it, moves what waits, and not again by the timer', async () => {
    const ticket = await desk.ticket({ priority: 'normal' })
    desk.home.advance(61 * minute)
    await reply(ticket)
    const told = [{ metric: 'firstResponse', step: 'manager-told', percent: 100, priority: 'high', queue: 'backend' }]
    expect(await escalations(ticket)).toMatchObject(told)
    expect(await desk.read(ticket)).toMatchObject({ priority: 'high', queue: 'backend' })
    const [task] = await desk.home.query(`select queue, priority from tasks where ticket_id = $1`, [ticket.id])
    expect(task).toEqual({ queue: 'backend', priority: 'high' })
    const before = await slaEvents(ticket)
    expect(before).toEqual(['sla.breached', 'sla.escalated', 'sla.warned', 'sla.warned'])
    await fireDue()
    expect(await slaEvents(ticket)).toEqual(before)
  })

  it('fires where the ticket begins to wait, and says nothing more while it does', async () => {
    const agent = await desk.addAgent()
    const ticket = await desk.ticket({ priority: 'normal' })
    await assignTicket(desk.context, { ticketId: ticket.id, agentId: agent.id })
    await reply(ticket)
    desk.home.advance(25 * 60 * minute)
    await transitionTicket(desk.context, { ticketId: ticket.id, to: 'waiting_customer' })
    expect(await escalations(ticket)).toMatchObject([{ step: 'case-opened', openCase: 'sla_breach' }])
    desk.home.advance(25 * 60 * minute)
    await fireDue()
    expect(await escalations(ticket)).toHaveLength(1)
  })

  it('is told of a ticket that is solved by then, and opens its case, but moves nothing any more', async () => {
    const agent = await desk.addAgent()
    const ticket = await desk.ticket({ priority: 'normal' })
    await assignTicket(desk.context, { ticketId: ticket.id, agentId: agent.id })
    desk.home.advance(25 * 60 * minute)
    const facts = { note: 'Done.', resolution: 'Done.', solutionCheck: 'passed' } as const
    await transitionTicket(desk.context, { ticketId: ticket.id, to: 'closed', ...facts })
    const told = await escalations(ticket)
    expect(told).toMatchObject([
      { step: 'manager-told', priority: null, queue: null },
      { step: 'case-opened', openCase: 'sla_breach' },
    ])
    expect(await desk.read(ticket)).toMatchObject({ priority: 'normal', queue: ticket.queue, status: 'closed' })
  })
})
