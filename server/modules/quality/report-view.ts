import type { RawBuilder } from 'kysely'
import { type FactQuestion, type FactWord, factWords } from '../../core/quality/index.ts'
import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import { endedAt } from '../tickets/index.ts'

/** What a report may be split by. */
export const reportGroups = factWords

export type ReportGroup = FactWord

/** Which tickets a report adds up; null = any. Instants `from <= t < to` in epoch ms. */
export interface ReportAsked {
  readonly from: number
  readonly to: number
  readonly queue: string | null
  readonly channel: string | null
  readonly serviceLine: string | null
  readonly agentId: string | null
  /** Where the caller may look. */
  readonly channels: readonly string[] | null
  readonly queues: readonly string[] | null
  readonly groupBy: ReportGroup | null
}

/** A row of the whole (`isTotal`) or of one group; `key` is null too for tickets without that property. */
interface Keyed {
  readonly key: string | null
  readonly isTotal: boolean
}

export interface CountRow extends Keyed {
  readonly n: number
}
export interface ReviewRow extends Keyed {
  readonly scored: number
  readonly unscored: number
  readonly sum: number
  readonly passed: number
}
export interface CriterionRow extends Keyed {
  readonly scorecard: string
  readonly criterion: string
  readonly n: number
  readonly mean: number
}

/** What a report adds up of other rows than those of the tickets created and ended in its time. */
export interface ReportRows {
  readonly open: readonly CountRow[]
  readonly escalated: readonly CountRow[]
  readonly reviews: readonly ReviewRow[]
  readonly criteria: readonly CriterionRow[]
}

type Piece = RawBuilder<unknown>

const columns: Readonly<Record<ReportGroup, Piece>> = {
  queue: sql`ticket.queue`,
  channel: sql`ticket.channel`,
  serviceLine: sql`ticket.service_line`,
  agent: sql`ticket.assignee_id::text`,
  type: sql`ticket.type`,
  category: sql`ticket.category`,
  priority: sql`ticket.priority`,
}

const keyed = sql`row.key, grouping(row.key) = 1 as "isTotal"`
const byKey = sql`group by grouping sets ((), (row.key))`

/** What the statements of one report share: which tickets, and what they are split by. */
export interface Parts {
  readonly workspaceId: string
  readonly from: Date
  readonly to: Date
  readonly place: Piece
  readonly key: Piece
}

/** The same question of the facts of tickets. */
export function factQuestion(asked: ReportAsked): FactQuestion {
  const { from, to, queue, channel, serviceLine, agentId, queues, channels } = asked
  const within = (one: string | null, scope: readonly string[] | null) =>
    one === null ? scope : [one].filter((word) => scope?.includes(word) ?? true)
  return {
    from,
    to,
    only: {
      queue: within(queue, queues),
      channel: within(channel, channels),
      serviceLine: within(serviceLine, null),
      agent: within(agentId, null),
    },
  }
}

/** The parts of the statements of one report. */
export function partsOf(workspaceId: string, asked: ReportAsked): Parts {
  return {
    workspaceId,
    from: new Date(asked.from),
    to: new Date(asked.to),
    place: reportPlace(asked),
    key: asked.groupBy === null ? sql`null::text` : columns[asked.groupBy],
  }
}

/** Adds up these rows of a report, as a whole and by group: one statement for each part. */
export async function findReportRows(
  tx: Tx,
  workspaceId: string,
  asked: ReportAsked,
  passScore: number,
): Promise<ReportRows> {
  const parts = partsOf(workspaceId, asked)
  const reviewed = reviewedIn(asked, parts)
  return {
    open: await tx.rows(openRows(parts)),
    escalated: await tx.rows(escalatedRows(parts)),
    reviews: await tx.rows(reviewRows(reviewed, passScore)),
    criteria: await tx.rows(criterionRows(reviewed)),
  }
}

/** Tickets that were open at the end of the time. Two halves, each by an index of its own: open now, and ended since. */
export const openTickets = ({ workspaceId, to, place }: Parts, columnsOf: Piece) => sql`
  select ${columnsOf}
  from tickets as ticket
  where ticket.workspace_id = ${workspaceId} and ticket.status_category not in ('solved', 'closed')
    and ticket.created_at < ${to} and ${place}
  union all
  select ${columnsOf}
  from tickets as ticket
  where ticket.workspace_id = ${workspaceId} and ${endedAt} >= ${to} and ticket.created_at < ${to}
    and ticket.status_category in ('solved', 'closed') and ${place}`

const openRows = (parts: Parts) => sql<CountRow>`
  select ${keyed}, count(*)::int as n
  from (${openTickets(parts, sql`${parts.key} as key`)}) as row
  ${byKey}`

const escalatedRows = ({ workspaceId, from, to, place, key }: Parts) => sql<CountRow>`
  select ${keyed}, count(*)::int as n
  from (
    select ${key} as key
    from cases as opened
    join tickets as ticket on ticket.workspace_id = opened.workspace_id and ticket.id = opened.ticket_id
    where opened.workspace_id = ${workspaceId} and opened.created_at >= ${from} and opened.created_at < ${to}
      and ${place}) as row
  ${byKey}`

/** Reviews made in the time; split by agent they count for whom they review, whoever has the ticket now. */
function reviewedIn(asked: ReportAsked, { workspaceId, from, to, key }: Parts): Piece {
  return sql`
    select ${asked.groupBy === 'agent' ? sql`review.agent_id::text` : key} as key, review.scorecard, review.score,
      review.points
    from qa_reviews as review
    join tickets as ticket on ticket.workspace_id = review.workspace_id and ticket.id = review.ticket_id
    where review.workspace_id = ${workspaceId} and review.created_at >= ${from} and review.created_at < ${to}
      and ${placeOf(asked, sql`review.agent_id`)}`
}

const reviewRows = (reviewed: Piece, passScore: number) => sql<ReviewRow>`
  select ${keyed}, count(row.score)::int as scored, (count(*) - count(row.score))::int as unscored,
    coalesce(sum(row.score), 0) as sum, (count(*) filter (where row.score >= ${passScore}))::int as passed
  from (${reviewed}) as row
  ${byKey}`

const criterionRows = (reviewed: Piece) => sql<CriterionRow>`
  select ${keyed}, row.scorecard, point.id as criterion, count(point.points)::int as n, avg(point.points) as mean
  from (${reviewed}) as row
  cross join lateral jsonb_to_recordset(row.points) as point (id text, points double precision)
  where point.points is not null
  group by grouping sets ((row.scorecard, point.id), (row.key, row.scorecard, point.id))
  order by row.scorecard, point.id`

/** Names of the agents that a report is split by. */
export function findAgentNames(
  tx: Tx,
  workspaceId: string,
  agentIds: readonly string[],
): Promise<{ id: string; name: string }[]> {
  return tx.rows(sql<{ id: string; name: string }>`
    select agent.id, agent.name
    from agents as agent
    where agent.workspace_id = ${workspaceId} and agent.id = any(${agentIds}::uuid[])`)
}

/** The condition that a row of tickets, named `ticket`, belongs to what a report is asked about; the time apart. */
export function reportPlace(asked: ReportAsked): Piece {
  return placeOf(asked, sql`ticket.assignee_id`)
}

function placeOf(asked: ReportAsked, agent: Piece): Piece {
  const conditions: Piece[] = []
  if (asked.queue !== null) conditions.push(sql`ticket.queue = ${asked.queue}`)
  if (asked.channel !== null) conditions.push(sql`ticket.channel = ${asked.channel}`)
  if (asked.serviceLine !== null) conditions.push(sql`ticket.service_line = ${asked.serviceLine}`)
  if (asked.agentId !== null) conditions.push(sql`${agent} = ${asked.agentId}::uuid`)
  if (asked.channels !== null) conditions.push(sql`ticket.channel = any(${asked.channels}::text[])`)
  if (asked.queues !== null) conditions.push(sql`ticket.queue = any(${asked.queues}::text[])`)
  return conditions.length === 0 ? sql`true` : sql`${sql.join(conditions, sql` and `)}`
}
