import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { principalWith } from '../access/testing/test-installation-store.ts'
import { addMessage, assignTicket, transferTask } from '../handling/index.ts'
import { type Desk, openDesk } from '../handling/testing/desk.ts'
import { systemPrincipal } from '../../platform/principal.ts'
import { decodeId, newId } from '../../platform/ids.ts'
import { createTicket } from '../intake/index.ts'
import type { Agent } from '../agents/index.ts'
import type { Ticket } from '../tickets/index.ts'
import { explainWithRisk, keepCurves, presentRisk, readForecastReport, forgetCurves, removeOldCurves } from './index.ts'

let desk: Desk
let agent: Agent
beforeAll(async () => {
  desk = await openDesk()
  agent = await desk.addAgent({ capacityUnits: 10_000 })
  // Days are what is counted by: none begins between two minutes of a ticket, whenever this runs.
  desk.home.advance(day - (desk.context.now() % day))
})
afterAll(() => desk.close())

const minute = 60_000
const day = 24 * 60 * minute
const asked = { from: null, to: null, queue: null, channel: null, serviceLine: null, agentId: null }
const asks = {
  customerId: 'customer-1',
  channel: 'ticket',
  serviceLine: 'game-support',
  issueSummary: 'Help',
  priority: 'normal',
} as const
const system = () => desk.home.contextOf(systemPrincipal)

async function answer(ticket: Ticket): Promise<void> {
  await addMessage(desk.as(agent), {
    ticketId: ticket.id,
    body: 'We look into it.',
    visibility: 'public',
    clientId: null,
    asCustomer: false,
    lastSeenSeq: null,
  })
}

/** A ticket that is answered after so many minutes. */
async function answered(minutes: number): Promise<Ticket> {
  const ticket = await desk.ticket({ priority: 'normal' })
  await assignTicket(desk.context, { ticketId: ticket.id, agentId: agent.id })
  desk.home.advance(minutes * minute)
  await answer(ticket)
  return ticket
}

const firstResponse = async (ticket: Ticket, context = desk.context) => {
  const clocks = await explainWithRisk(context, { ticketId: ticket.id, asOf: null })
  return clocks?.find(({ clock }) => clock.stored.clock.metric === 'firstResponse')
}
const days = () => desk.home.query<{ curves: unknown[] }>('select curves from survival_curves order by known_until')

describe('the breach risk of a ticket’s clocks', () => {
  let running: Ticket
  let targetMs: number

  it('is nothing before anything is known, and keeping curves of nothing harms nothing', async () => {
    running = await desk.ticket({ priority: 'normal' })
    const found = await firstResponse(running)
    targetMs = found?.clock.explanation?.targetMs ?? 0
    expect(targetMs).toBeGreaterThan(10 * minute)
    expect(found).toMatchObject({ risk: null })
    expect(await keepCurves(system())).toBe(31)
    expect(await firstResponse(running)).toMatchObject({ risk: null })
    expect(await keepCurves(system())).toBe(0)
  })

  it('is what came of those that had taken as long, known from the next day on', async () => {
    const target = targetMs / minute
    for (let n = 0; n < 24; n++) await answered(n % 4 === 0 ? target + 10 : target / 2)
    expect(await keepCurves(system())).toBe(0)
    desk.home.advance(day - (desk.context.now() % day))
    running = await desk.ticket({ priority: 'normal' })
    // The day has begun, but its curves are not kept yet: those of the day before knew nothing.
    expect(await firstResponse(running)).toMatchObject({ risk: null })
    expect(await keepCurves(system())).toBe(1)
    const early = await firstResponse(running)
    // 24 were answered, 6 of them late; the first ticket of all still waits, and is late.
    expect(early?.risk?.probability).toBeCloseTo(7 / 25, 2)
    expect(early?.risk).toMatchObject({
      sample: 25,
      stratum: { metric: 'firstResponse', unit: 'hours', queue: 'frontline', priority: 'normal', serviceLine: null },
      medianMs: targetMs / 2,
      knownUntil: Math.floor(desk.context.now() / day) * day,
    })
    expect(presentRisk(early?.risk ?? null)).toMatchObject({
      basis: { stratum: { queue: 'frontline', priority: 'normal', serviceLine: null } },
      text: expect.stringMatching(
        /^About 28 % likely to be late: of 25 in frontline, normal that had taken as long, half took longer than \d/,
      ),
    })
    desk.home.advance(targetMs / 2 + minute)
    // Seven took longer than this one has so far: of so few nothing is said.
    expect(await firstResponse(running)).toMatchObject({ risk: null })
  })

  it('is told of running clocks only, as they stand now, and to the workspace’s own people', async () => {
    const ticket = await desk.ticket({ priority: 'normal' })
    expect((await firstResponse(ticket))?.risk).not.toBe(null)
    const past = await explainWithRisk(desk.context, { ticketId: ticket.id, asOf: desk.context.now() })
    expect(past?.every(({ risk }) => risk === null)).toBe(true)
    const partner = desk.home.contextOf(principalWith(['*'], { partnerId: newId() }))
    const created = await createTicket(partner, { request: asks, key: null })
    const ofPartner = decodeId('ticket', (JSON.parse(created.answer) as { id: string }).id) ?? ''
    const shown = await explainWithRisk(partner, { ticketId: ofPartner, asOf: null })
    expect(shown?.map(({ risk }) => risk)).toEqual(shown?.map(() => null))
    expect(shown?.length).toBeGreaterThan(0)
    await assignTicket(desk.context, { ticketId: ticket.id, agentId: agent.id })
    await answer(ticket)
    const clocks = await explainWithRisk(desk.context, { ticketId: ticket.id, asOf: null })
    expect(clocks?.find(({ clock }) => clock.stored.clock.metric === 'firstResponse')?.risk).toBe(null)
    expect(await explainWithRisk(desk.context, { ticketId: desk.home.workspace.id, asOf: null })).toBe(null)
  })

  it('follows the curves that another process has kept', async () => {
    const ticket = await desk.ticket({ priority: 'normal' })
    const before = (await firstResponse(ticket))?.risk
    await desk.home.query(
      `update survival_curves set curves = '[]', made_at = made_at + interval '1 second' where workspace_id = $1`,
      [desk.home.workspace.id],
    )
    expect((await firstResponse(ticket))?.risk).toBe(null)
    await forgetCurves(system())
    expect(await keepCurves(system())).toBe(31)
    expect((await firstResponse(ticket))?.risk).toEqual(before)
  })
})

describe('the report on breach risks', () => {
  it('holds what was to be expected against what came of it, day by day', async () => {
    // Days on which half are late, then one to judge by.
    const before = await readForecastReport(desk.context, asked)
    const first = before.scores.find(({ metric }) => metric === 'firstResponse')
    // All of the first day were asked when nothing was known.
    expect(first).toMatchObject({ n: 0, brier: null, observed: null })
    expect(first?.excludedBy.noEstimate).toBeGreaterThan(24)
    const tickets: Ticket[] = []
    for (let n = 0; n < 8; n++) tickets.push(await answered(n % 4 === 0 ? 70 : 20))
    desk.home.advance(day)
    const report = await readForecastReport(desk.context, asked)
    const score = report.scores.find(({ metric }) => metric === 'firstResponse')
    expect(score?.n).toBeGreaterThan(8)
    expect(score?.clocks).toBeGreaterThanOrEqual(8)
    expect(score?.brier).toBeGreaterThan(0)
    expect(score?.bins.reduce((sum, bin) => sum + bin.n, 0)).toBe(score?.n)
    expect(report).toMatchObject({ tickets: report.of })
    const other = await readForecastReport(desk.context, { ...asked, queue: 'payments' })
    expect(other).toMatchObject({ tickets: 0, of: 0, scores: [] })
  })

  it('finds what was said then, whatever came later', async () => {
    const to = desk.context.now()
    const before = await readForecastReport(desk.context, { ...asked, to })
    for (let n = 0; n < 5; n++) await answered(300)
    desk.home.advance(2 * day)
    await keepCurves(system())
    const after = await readForecastReport(desk.context, { ...asked, from: before.from, to })
    const told = (report: typeof before) => report.scores.find(({ metric }) => metric === 'firstResponse')
    expect(told(after)).toEqual(told(before))
  })

  it('knows clocks by what their tickets were when they began', async () => {
    const ticket = await desk.ticket({ priority: 'normal' })
    const [task] = await desk.home.query<{ id: string }>('select id from tasks where ticket_id = $1', [ticket.id])
    desk.home.advance(minute)
    const moved = { to: { queue: 'payments' }, mode: 'cold', restart: false, force: false, note: null } as const
    await transferTask(desk.context, { taskId: task?.id ?? '', ...moved })
    expect((await desk.read(ticket)).queue).toBe('payments')
    expect((await firstResponse(ticket))?.risk?.stratum).toMatchObject({ queue: 'frontline', priority: 'normal' })
  })

  it('is of nobody who may not read reports', async () => {
    const stranger = desk.home.contextOf(principalWith(['ticket:read']))
    await expect(readForecastReport(stranger, asked)).rejects.toMatchObject({ code: 'forbidden' })
    const inPast = { ...asked, from: 2, to: 1 }
    await expect(readForecastReport(desk.context, inPast)).rejects.toMatchObject({ code: 'invalid' })
  })
})

describe('keeping curves', () => {
  it('is for the product itself', async () => {
    for (const verb of [forgetCurves, keepCurves, removeOldCurves])
      await expect(verb(desk.context)).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('forgets days that no report asks for any more', async () => {
    const kept = (await days()).length
    expect(await removeOldCurves(system())).toBe(0)
    await desk.home.query(`insert into survival_curves (workspace_id, known_until, curves) values ($1, $2, '[]')`, [
      desk.home.workspace.id,
      new Date(desk.context.now() - 500 * day),
    ])
    expect(await removeOldCurves(system())).toBe(1)
    expect((await days()).length).toBe(kept)
  })
})
