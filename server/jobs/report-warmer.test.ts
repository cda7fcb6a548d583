import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { openPool } from '../database/pool.ts'
import { createEventFeed, type EventFeed } from '../modules/events/index.ts'
import { assignTicket } from '../modules/handling/index.ts'
import { type Desk, openDesk } from '../modules/handling/testing/desk.ts'
import { recountVerdicts } from '../modules/quality/testing/recount-promises-store.ts'
import { readSlaReport } from '../modules/reports/index.ts'
import { createLog } from '../platform/log.ts'
import { soon } from '../platform/testing/soon.ts'
import { createReportWarmer } from './report-warmer.ts'
import type { Worker } from './worker.ts'

const dayMs = 86_400_000
let desk: Desk
let feed: EventFeed
let relay: ReturnType<typeof openPool>
let warmer: Worker
let logged: Record<string, unknown>[] = []
beforeAll(async () => {
  desk = await openDesk()
  relay = openPool({ url: desk.home.relayUrl, size: 2, name: 'test relay', onConnectionLost: () => undefined })
  feed = createEventFeed({ relay, memory: desk.home.here.memory, pollMs: 20, log: { warn: () => undefined } })
  await feed.start()
  for (const priority of ['critical', 'normal', 'low']) {
    await desk.ticket({ priority })
    desk.home.advance(2 * dayMs)
  }
})
afterEach(async () => {
  await warmer.stop(10_000)
})
afterAll(async () => {
  await feed.stop()
  await relay.end()
  await desk.close()
})

/** Of a service that has just been started, unless it is the one of the desk. */
function warm(installation = desk.home.here): void {
  logged = []
  const log = createLog({ level: 'info', write: (line) => logged.push(JSON.parse(line) as Record<string, unknown>) })
  warmer = createReportWarmer({ installation, log })
  warmer.start()
}
const isWarm = () => vi.waitFor(() => expect(logged.map(({ event }) => event)).toContain('reports.warmed'), soon)

const time = () => ({ from: desk.context.now() - 20 * dayMs, to: desk.context.now() + 1 })
async function told() {
  const asked = { queue: null, channel: null, serviceLine: null, agentId: null, ...time() }
  const { attainment } = await readSlaReport(desk.context, asked)
  return attainment.map(({ split, metric, key, met, breached, excludedBy }) => {
    return { split, metric, key, met, breached, excludedBy }
  })
}
const recounted = () => recountVerdicts(desk.home.query, desk.context.workspace.id, time())

describe('after a start', () => {
  it('reports asked while their tickets are being read are right, whatever happens meanwhile', async () => {
    warm()
    const reports = Array.from({ length: 4 }, told)
    const agent = await desk.addAgent()
    const ticket = await desk.ticket({ priority: 'critical' })
    await assignTicket(desk.context, { ticketId: ticket.id, agentId: agent.id })
    await Promise.all(reports)
    expect(await told()).toEqual(await recounted())
    await isWarm()
    expect(await told()).toEqual(await recounted())
  })

  it('tells how far it has come, and reports then find what was read', async () => {
    warm()
    await isWarm()
    expect(logged.at(-1)).toMatchObject({ workspace: desk.context.workspace.slug, days: 90, of: 90, rows: 4 })
    const before = await told()
    // Past the log, so that only who reads the tables anew would see it.
    await desk.home.query(`update sla_clocks set policy = 'unheard-of' where workspace_id = $1`, [
      desk.context.workspace.id,
    ])
    expect(await told()).toEqual(before)
  })

  it('a process without a running feed reads nothing beforehand', async () => {
    warm(desk.home.elsewhere)
    await warmer.stop(10_000)
    expect(logged).toEqual([])
  })
})
