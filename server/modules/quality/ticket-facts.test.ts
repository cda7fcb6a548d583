import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPool } from '../../database/pool.ts'
import type { Agent } from '../agents/index.ts'
import { createEventFeed, type EventFeed } from '../events/index.ts'
import { assignTicket, transitionTicket } from '../handling/index.ts'
import { type Desk, openDesk } from '../handling/testing/desk.ts'
import { publishWorkflow } from '../publishing/index.ts'
import type { Ticket } from '../tickets/index.ts'
import { currentWorkflow } from '../workflow/index.ts'
import { type QaReport, readQaReport, readReportWithShares, type ReportGroup } from './index.ts'
import { recountTickets } from './testing/recount-store.ts'

let desk: Desk
let agent: Agent
let feed: EventFeed
let relay: ReturnType<typeof openPool>
beforeAll(async () => {
  desk = await openDesk()
  agent = await desk.addAgent()
  relay = openPool({ url: desk.home.relayUrl, size: 2, name: 'test relay', onConnectionLost: () => undefined })
  feed = createEventFeed({ relay, memory: desk.home.here.memory, pollMs: 20, log: { warn: () => undefined } })
  await feed.start()
})
afterAll(async () => {
  await feed.stop()
  await relay.end()
  await desk.close()
})

const dayMs = 86_400_000
const groups = ['queue', 'agent', 'priority', null] as const

function asked(groupBy: ReportGroup | null) {
  const to = desk.context.now() + 1
  return { from: to - 20 * dayMs, to, queue: null, channel: null, serviceLine: null, agentId: null, groupBy }
}

/** The same report by the process that remembers and by one that has never read a ticket. */
async function expectSame(): Promise<void> {
  const { workspace, principal } = desk.context
  const fresh = desk.home.elsewhere.openContext({ workspace, principal, requestId: 'fresh' })
  for (const groupBy of groups) {
    const question = asked(groupBy)
    expect(await readQaReport(desk.context, question)).toEqual(await readQaReport(fresh, question))
  }
  const { groupBy: _groupBy, ...question } = asked(null)
  expect(await readReportWithShares(desk.context, question)).toEqual(await readReportWithShares(fresh, question))
}

async function expectRecount(): Promise<void> {
  const columns = { queue: 'queue', priority: 'priority' } as const
  for (const [groupBy, column] of Object.entries(columns)) {
    const { from, to, ...question } = asked(groupBy as ReportGroup)
    const report = await readQaReport(desk.context, { ...question, from, to })
    for (const part of ['created', 'ended'] as const) {
      const rows = await recountTickets(desk.home.query, desk.context.workspace.id, { part, from, to, column })
      for (const row of rows) {
        const of: Pick<QaReport, 'volume' | 'firstResponse' | 'resolution' | 'reopened'> | undefined = row.isTotal
          ? report
          : report.groups.find(({ key }) => key === row.key)
        const timed = part === 'created' ? of?.firstResponse : of?.resolution
        const seconds = (ms: number | null) => (ms === null ? null : Math.round(ms) / 1_000)
        expect([part === 'created' ? of?.volume.created : of?.volume.closed, timed]).toMatchObject([
          row.tickets,
          {
            n: row.n,
            excluded: row.tickets - row.n,
            p50Seconds: seconds(row.p50Ms),
            p90Seconds: seconds(row.p90Ms),
            met: row.met,
            breached: row.breached,
          },
        ])
        if (part === 'ended') expect(of?.reopened.n).toBe(row.reopened)
      }
    }
  }
}

async function close(ticket: Ticket): Promise<void> {
  await transitionTicket(desk.as(agent), {
    ticketId: ticket.id,
    to: 'closed',
    cause: { code: 'config', text: 'A setting.' },
    correction: { text: 'Set right.' },
    solutionCheck: 'passed',
    resolution: 'It works.',
  })
}

describe('what a process remembers of tickets', () => {
  it('is what another reads anew, whatever happened since', async () => {
    const first = await desk.ticket({ priority: 'normal' })
    const second = await desk.ticket({ category: 'payment_processing', type: 'payment_issue' })
    await expectSame()
    await assignTicket(desk.context, { ticketId: first.id, agentId: agent.id })
    desk.home.advance(3_600_000)
    await close(first)
    await expectSame()
    // Ends on one day, goes on, and ends on another.
    desk.home.advance(dayMs)
    await transitionTicket(desk.context, { ticketId: first.id, to: 'classified' })
    await expectSame()
    await assignTicket(desk.context, { ticketId: first.id, agentId: agent.id })
    desk.home.advance(dayMs)
    await close(first)
    await assignTicket(desk.context, { ticketId: second.id, agentId: agent.id })
    for (let more = 0; more < 5; more++) await desk.ticket({ priority: more % 2 === 0 ? 'high' : 'low' })
    await expectSame()
    await expectRecount()
  })

  it('is forgotten when a publication gives things other names', async () => {
    await expectSame()
    const { document } = await currentWorkflow(desk.context)
    await publishWorkflow(desk.context, { document: JSON.stringify(document), expectedVersion: null })
    await expectSame()
  })

  it('holds while reports are asked for at once and tickets come', async () => {
    const reports = Array.from({ length: 6 }, () => readQaReport(desk.context, asked('queue')))
    const tickets = Array.from({ length: 6 }, () => desk.ticket())
    await Promise.all([...reports, ...tickets])
    await expectSame()
    await expectRecount()
  })

  it('is found again after a report has failed', async () => {
    await desk.home.query('alter table queue_span_marks rename to queue_span_marks_away')
    await expect(readQaReport(desk.context, asked(null))).rejects.toThrow()
    await desk.home.query('alter table queue_span_marks_away rename to queue_span_marks')
    await desk.ticket()
    await expectSame()
  })
})
