import { deepStrictEqual } from 'node:assert'
import type { Client } from 'pg'
import type { VerdictSums } from '../../server/modules/quality/index.ts'
import { recountVerdicts, recountWorst } from '../../server/modules/quality/testing/recount-promises-store.ts'
import { type Query, recountTickets, type Recounted } from '../../server/modules/quality/testing/recount-store.ts'
import { decodeId } from '../../server/platform/ids.ts'
import type { Call } from '../machine/call-api.ts'

/** Epoch ms, `from <= t < to`. */
export interface Span {
  readonly from: number
  readonly to: number
}

interface Timed {
  readonly n: number
  readonly p50Seconds: number | null
  readonly p90Seconds: number | null
  readonly met: number
  readonly breached: number
}

interface Figures {
  readonly volume: { readonly created: number; readonly closed: number }
  readonly firstResponse: Timed
  readonly resolution: Timed
  readonly reopened: { readonly n: number }
}

interface Report extends Figures {
  readonly groups: readonly (Figures & { readonly key: string | null })[]
}

interface Overview {
  readonly figures: Figures
  readonly days: readonly { readonly created: number; readonly closed: number }[]
  readonly byAgent: readonly { readonly key: string | null; readonly created: number; readonly closed: number }[]
}

const splits = [
  ['queue', 'queue', ''],
  ['agent', 'assignee_id', ''],
  ['priority', 'priority', '&queue=payments'],
] as const

interface SlaReport {
  readonly attainment: readonly (VerdictSums & { readonly n: number })[]
  readonly worst: readonly {
    readonly ticket: { readonly number: number }
    readonly metric: string
    readonly policy: string
    readonly metAt: string | null
    readonly lateSeconds: number
  }[]
}

/** Holds the quality report, whole, split and filtered, the overview and the SLA report against a recount. Throws where they differ. */
export async function requireExact(call: Call, owner: Client, span: Span): Promise<void> {
  await owner.query('set statement_timeout = 0')
  const query = async <Row>(text: string, values: unknown[]) => (await owner.query(text, values)).rows as Row[]
  const [workspace] = await query<{ id: string }>(`select id from workspaces where slug = 'reports'`, [])
  const range = `from=${new Date(span.from).toISOString()}&to=${new Date(span.to).toISOString()}`
  for (const [groupBy, column, filter] of splits) {
    const report = (await call(`/v1/qa/report?groupBy=${groupBy}${filter}&${range}`)) as unknown as Report
    const place = filter === '' ? 'true' : `ticket.queue = 'payments'`
    for (const part of ['created', 'ended'] as const) {
      const rows = await recountTickets(query, workspace?.id ?? '', { part, ...span, column, place })
      const told = [report, ...report.groups].map((figures) => toldOf(part, figures))
      deepStrictEqual(
        inOrder(told.filter(({ tickets }) => tickets > 0)),
        inOrder(rows.map((row) => countedOf(part, row))),
      )
    }
    if (groupBy === 'agent') await requireOverview(call, range, report)
  }
  await requireSla(query, { workspaceId: workspace?.id ?? '', span, report: await call(`/v1/reports/sla?${range}`) })
}

/** Of the latest promises those not kept grow later from one moment to the next: of them only the order is held. */
async function requireSla(
  query: Query,
  { workspaceId, span, report }: { workspaceId: string; span: Span; report: unknown },
): Promise<void> {
  const { attainment, worst } = report as SlaReport
  deepStrictEqual(
    attainment.map(({ split, metric, key, met, breached, excludedBy }) => {
      return { split, metric, key, met, breached, excludedBy }
    }),
    await recountVerdicts(query, workspaceId, span),
  )
  const recounted = await recountWorst(query, workspaceId, { ...span, now: Date.now() })
  deepStrictEqual(
    worst.map(({ ticket, metric, policy, metAt, lateSeconds }) => {
      return { number: ticket.number, metric, policy, late: metAt === null ? null : lateSeconds }
    }),
    recounted.map(({ number, metric, policy, lateMs }, place) => {
      return { number, metric, policy, late: worst[place]?.metAt == null ? null : lateMs / 1_000 }
    }),
  )
}

/** The overview is of the same tickets: its figures are the report's, and its days and shares add up to them. */
async function requireOverview(call: Call, range: string, { groups, ...report }: Report): Promise<void> {
  const overview = (await call(`/v1/reports/overview?${range}`)) as unknown as Overview
  const { volume, firstResponse, resolution, reopened } = overview.figures
  deepStrictEqual(
    { volume, firstResponse, resolution, reopened },
    {
      volume: report.volume,
      firstResponse: report.firstResponse,
      resolution: report.resolution,
      reopened: report.reopened,
    },
  )
  const sum = (key: 'created' | 'closed') => overview.days.reduce((total, day) => total + day[key], 0)
  deepStrictEqual([sum('created'), sum('closed')], [volume.created, volume.closed])
  const shares = overview.byAgent.map(({ key, created, closed }) => [key, created, closed])
  deepStrictEqual(
    shares,
    groups.map(({ key, volume: own }) => [key, own.created, own.closed]),
  )
}

interface Counted extends Timed {
  readonly key: string | null
  readonly tickets: number
  readonly reopened: number | null
}

function toldOf(part: 'created' | 'ended', figures: Figures & { readonly key?: string | null }): Counted {
  const { key = 'all of them', volume, firstResponse, resolution, reopened } = figures
  const { n, p50Seconds, p90Seconds, met, breached } = part === 'created' ? firstResponse : resolution
  const own = { n, p50Seconds, p90Seconds, met, breached }
  const agentId = key === null ? null : decodeId('agent', key)
  return part === 'created'
    ? { key: agentId ?? key, tickets: volume.created, ...own, reopened: null }
    : { key: agentId ?? key, tickets: volume.closed, ...own, reopened: reopened.n }
}

function countedOf(part: 'created' | 'ended', { key, isTotal, p50Ms, p90Ms, reopened, ...row }: Recounted): Counted {
  const seconds = (ms: number | null) => (ms === null ? null : Math.round(ms) / 1_000)
  return {
    ...row,
    key: isTotal ? 'all of them' : key,
    p50Seconds: seconds(p50Ms),
    p90Seconds: seconds(p90Ms),
    reopened: part === 'created' ? null : reopened,
  }
}

/** In one order, and each with its members in one. */
function inOrder(rows: readonly Counted[]): Counted[] {
  return rows.toSorted((one, other) => `${one.key}`.localeCompare(`${other.key}`))
}
