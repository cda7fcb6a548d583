import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { principalWith } from '../access/testing/test-installation-store.ts'
import { holdMarks, waitingForMarks } from './testing/held-marks-store.ts'
import { assignTicket, transitionTicket } from '../handling/index.ts'
import { type Desk, openDesk } from '../handling/testing/desk.ts'
import { sayInPublic } from '../handling/testing/say-in-public.ts'
import { readQaReport } from '../quality/index.ts'
import { readOverview, readSlaReport } from './index.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
  // Days are what is counted here: none begins between two minutes of a ticket, whenever this runs.
  desk.home.advance(day - (desk.context.now() % day))
})
afterAll(() => desk.close())

const minute = 60_000
const day = 24 * 60 * minute
const asked = { from: null, to: null, queue: null, channel: null, serviceLine: null, agentId: null }

/** A ticket that is answered after so many minutes and closed at once, or left open. */
async function handle(minutes: number, isClosed: boolean, more = {}) {
  const agent = await desk.addAgent()
  const ticket = await desk.ticket({ priority: 'normal', ...more })
  await assignTicket(desk.context, { ticketId: ticket.id, agentId: agent.id })
  desk.home.advance(minutes * minute)
  await sayInPublic(desk.as(agent), ticket)
  if (isClosed)
    await transitionTicket(desk.as(agent), {
      ticketId: ticket.id,
      to: 'closed',
      cause: { code: 'config', text: 'A setting.' },
      correction: { text: 'Set right.' },
      solutionCheck: 'passed',
      resolution: 'It works.',
    })
  return ticket
}

describe('reports', () => {
  it('are empty, and no error, before anything happened', async () => {
    const overview = await readOverview(desk.context, asked)
    expect(overview.days.every(({ created, closed, open }) => created + closed + open === 0)).toBe(true)
    expect(overview.byAgent).toEqual([])
    expect(await readSlaReport(desk.context, asked)).toMatchObject({ attainment: [], worst: [] })
  })

  it('add up by day, queue, channel and agent to the figures of the quality report', async () => {
    await handle(10, true)
    const late = await handle(150, true, { channel: 'email' })
    desk.home.advance(day)
    await handle(5, false, { category: 'payment_processing', type: 'payment_issue' })
    desk.home.advance(1)
    const [overview, quality] = [
      await readOverview(desk.context, asked),
      await readQaReport(desk.context, { ...asked, groupBy: null }),
    ]
    expect(overview.figures.volume).toEqual(quality.volume)
    const sum = (key: 'created' | 'closed') => overview.days.reduce((total, one) => total + one[key], 0)
    expect([sum('created'), sum('closed')]).toEqual([quality.volume.created, quality.volume.closed])
    expect(overview.days.at(-1)).toMatchObject({ created: 1, open: 1 })
    expect(overview.days[0]).toMatchObject({ created: 0, closed: 0, open: 0 })
    expect(overview.days.length).toBe(31)
    expect(overview.byQueue.map(({ key, closedShare }) => [key, closedShare])).toEqual([
      ['frontline', 1],
      ['payments', 0],
    ])
    expect(overview.byAgent.reduce((total, { closed }) => total + closed, 0)).toBe(2)
    for (const [groupBy, shares] of [
      ['queue', overview.byQueue],
      ['channel', overview.byChannel],
      ['agent', overview.byAgent],
    ] as const) {
      const { groups } = await readQaReport(desk.context, { ...asked, groupBy })
      const parts = groups.map(({ key, label, volume, rowsUrl }) => ({ key, label, volume, rowsUrl }))
      const same = shares.map(({ key, label, created, closed, open, rowsUrl }) => ({
        key,
        label,
        volume: { ...parts.find((one) => one.key === key)?.volume, created, closed, open },
        rowsUrl,
      }))
      expect(same, groupBy).toEqual(parts)
    }

    const sla = await readSlaReport(desk.context, asked)
    const first = sla.attainment.filter(({ metric }) => metric === 'firstResponse')
    const { met, breached, attainment } = quality.firstResponse
    expect(first.find(({ split }) => split === 'metric')).toMatchObject({
      met,
      breached,
      attainment,
      n: met + breached,
    })
    for (const split of ['policy', 'queue', 'priority'] as const) {
      const parts = first.filter((one) => one.split === split)
      expect(
        parts.reduce((total, one) => total + one.n, 0),
        split,
      ).toBe(met + breached)
    }
    expect(first.filter(({ split }) => split === 'queue').map(({ key }) => key)).toEqual(['frontline', 'payments'])
    const rows = (split: string) => first.find((one) => one.split === split)?.rowsUrl ?? null
    expect([rows('metric'), rows('queue')]).toEqual([quality.rowsUrl, expect.stringContaining('queue%3Afrontline')])
    expect(rows('policy')).toBeNull()
    expect(sla.worst[0]).toMatchObject({ ticketId: late.id, number: late.number, metric: 'firstResponse' })
    expect(sla.worst[0]?.lateMs).toBeGreaterThan(0)
  })

  it('say why promises have no verdict', async () => {
    const channel = { channel: 'voice' }
    const [silent, waits, again] = [
      await handle(1, false, channel),
      await desk.ticket(channel),
      await desk.ticket(channel),
    ]
    await transitionTicket(desk.context, { ticketId: silent.id, to: 'waiting_customer' })
    const agent = await desk.addAgent()
    await assignTicket(desk.context, { ticketId: again.id, agentId: agent.id })
    const facts = { note: 'Done.', resolution: 'Done.', solutionCheck: 'passed' } as const
    await transitionTicket(desk.as(agent), { ticketId: again.id, to: 'closed', ...facts })
    desk.home.advance(1)
    const { attainment } = await readSlaReport(desk.context, { ...asked, ...channel })
    const of = (name: string) => attainment.find(({ metric, split }) => metric === name && split === 'metric')
    const none = { running: 0, paused: 0, cancelled: 0, not_applicable: 0 }
    expect((await desk.read(waits)).slaPolicy).not.toBeNull()
    expect(of('firstResponse')).toMatchObject({
      n: 1,
      excluded: 2,
      excludedBy: { ...none, running: 1, not_applicable: 1 },
    })
    expect(of('resolution')).toMatchObject({ n: 1, excluded: 2, excludedBy: { ...none, running: 1, paused: 1 } })
  })

  it('show one moment: what is committed while they are read is in none of their parts', async () => {
    const channel = { channel: 'api' }
    await desk.ticket(channel)
    // Until midnight, as screens ask: what comes meanwhile is of the time too.
    const time = { from: desk.context.now() - day, to: desk.context.now() + day }
    const reading = await desk.context.transaction(async (tx) => {
      await holdMarks(tx)
      const overview = readOverview(desk.context, { ...asked, ...channel, ...time })
      await expect.poll(() => waitingForMarks(desk.home.query)).toBeGreaterThan(0)
      await desk.ticket(channel)
      return { overview }
    })
    const { figures, byChannel, days } = await reading.overview
    expect(figures.volume).toMatchObject({ created: 1, open: 1 })
    expect(byChannel).toMatchObject([{ created: 1, open: 1 }])
    expect(days.reduce((sum, { created }) => sum + created, 0)).toBe(1)
  })

  it('narrow to what is asked and to what the caller may see', async () => {
    expect((await readOverview(desk.context, { ...asked, channel: 'email' })).figures.volume.created).toBe(1)
    const scope = { channels: null, queues: new Set(['payments']) }
    const limited = desk.home.contextOf(principalWith(['qa:read'], { scope }))
    expect((await readOverview(limited, asked)).byQueue.map(({ key }) => key)).toEqual(['payments'])
    expect((await readSlaReport(limited, asked)).worst).toEqual([])
  })

  it.each([readOverview, readSlaReport])(
    'refuse who may not, and a time that ends before it begins: %s',
    async (read) => {
      const blind = desk.home.contextOf(principalWith(['ticket:read']))
      await expect(read(blind, asked)).rejects.toMatchObject({ code: 'forbidden' })
      const turned = read(desk.context, { ...asked, from: 2000, to: 1000 })
      await expect(turned).rejects.toMatchObject({ code: 'invalid', fields: [{ pointer: 'from' }] })
    },
  )
})
