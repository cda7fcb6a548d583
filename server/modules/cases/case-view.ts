import type { RawBuilder } from 'kysely'
import { type CaseStatus, caseStatuses } from '../../core/cases/index.ts'
import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { CaseRow, ShownCase } from './case.ts'

/** What a `CaseRow` is read from, for statements that name the table `one`. */
const caseColumns = sql`
  one.id, one.number, one.version, one.event_seq as "eventSeq", one.ticket_id as "ticketId", one.reason,
  one.reason_text as "reasonText", one.risk_class as "riskClass", one.severity, one.status,
  one.status_since as "statusSince", one.level, one.max_level as "maxLevel", one.queue,
  one.asked_checks as "askedChecks", one.opened_by as "openedBy", one.trigger, one.put_forward_by as "putForwardBy",
  one.waits_for as "waitsFor", one.clock, one.decision_id as "decisionId", one.created_at as "createdAt",
  one.updated_at as "updatedAt", one.closed_at as "closedAt"`

const ms = (column: string) => sql`round(extract(epoch from ${sql.ref(column)}) * 1000)`

const parts = sql`
  cross join lateral (
    select jsonb_agg(jsonb_build_object('id', ticket.id, 'number', ticket.number, 'issueSummary', ticket.issue_summary,
      'status', ticket.status, 'channel', ticket.channel, 'partnerId', ticket.created_by ->> 'partnerId')
      order by ticket.id <> one.ticket_id, member.linked_at, ticket.id) as list
    from case_tickets as member
    join tickets as ticket on ticket.workspace_id = member.workspace_id and ticket.id = member.ticket_id
    where member.workspace_id = one.workspace_id and member.case_id = one.id) as tickets
  cross join lateral (
    select coalesce(jsonb_agg(jsonb_build_object('name', answer.name, 'result', answer.result, 'note', answer.note,
      'by', answer.by, 'at', ${ms('answer.at')})), '[]') as list
    from case_checks as answer
    where answer.workspace_id = one.workspace_id and answer.case_id = one.id) as checks
  cross join lateral (
    select coalesce(jsonb_agg(jsonb_build_object('id', piece.id, 'kind', piece.kind, 'text', piece.text,
      'url', piece.url, 'fileId', piece.file_id, 'eventId', piece.event_id, 'ticketId', piece.ticket_id,
      'check', piece.check_name, 'by', piece.by, 'at', ${ms('piece.at')}, 'file', case when file.id is not null then
        jsonb_build_object('id', file.id, 'name', file.name, 'mediaType', file.media_type, 'size', file.size,
          'width', file.width, 'height', file.height) end) order by piece.id), '[]') as list
    from case_evidence as piece
    left join files as file on file.workspace_id = piece.workspace_id and file.evidence_id = piece.id
    where piece.workspace_id = one.workspace_id and piece.case_id = one.id) as evidence
  cross join lateral (
    select coalesce(jsonb_agg(jsonb_build_object('id', made.id, 'level', made.level, 'outcome', made.outcome,
      'note', made.note, 'by', made.by, 'at', ${ms('made.at')}) order by made.id), '[]') as list
    from case_decisions as made
    where made.workspace_id = one.workspace_id and made.case_id = one.id) as decisions`

const work = sql`
  left join lateral (
    select task.id, task.state, task.agent_id, agent.name
    from tasks as task
    left join agents as agent on agent.workspace_id = task.workspace_id and agent.id = task.agent_id
    where task.workspace_id = one.workspace_id and task.case_id = one.id
    order by task.id desc
    limit 1) as work on true`

const shown = sql`
  select ${caseColumns}, tickets.list as tickets, checks.list as checks, evidence.list as evidence,
    decisions.list as decisions,
    case when work.id is not null then jsonb_build_object('id', work.id, 'state', work.state, 'owner',
      case when work.agent_id is not null then jsonb_build_object('id', work.agent_id, 'name', work.name) end) end
      as task
  from cases as one
  ${parts}
  ${work}`

/** One case with all that hangs on it, or null. */
export function findCase(tx: Tx, workspaceId: string, caseId: string): Promise<ShownCase | null> {
  return tx.first(sql<ShownCase>`${shown} where one.workspace_id = ${workspaceId} and one.id = ${caseId}`)
}

/** The open case of a ticket for a reason, or null. */
export async function findOpenCaseId(
  tx: Tx,
  workspaceId: string,
  { ticketId, reasonKey }: { ticketId: string; reasonKey: string },
): Promise<string | null> {
  const row = await tx.first(sql<{ id: string }>`
    select member.case_id as id
    from case_tickets as member
    where member.workspace_id = ${workspaceId}
      and member.ticket_id = ${ticketId}
      and member.reason_key = ${reasonKey}
      and member.is_open`)
  return row?.id ?? null
}

/** What cases are asked for, and whose may be shown; null = any. */
export interface CaseFilter {
  readonly statuses: readonly string[] | null
  readonly reasons: readonly string[] | null
  readonly riskClasses: readonly string[] | null
  readonly severities: readonly string[] | null
  /** An agent's id, or `none`. */
  readonly owner: string | null
  readonly ticketId: string | null
  readonly dueBefore: number | null
  /** Past their due time, decided or not. */
  readonly isLate: boolean | null
  readonly queues: readonly string[] | null
  readonly channels: readonly string[] | null
}

/** A page of cases, newest first; `before` is the last id of the page before. */
export function listCaseRows(
  tx: Tx,
  workspaceId: string,
  page: { filter: CaseFilter; at: number; before: string | null; limit: number },
): Promise<ShownCase[]> {
  return tx.rows(sql<ShownCase>`
    ${shown}
    where one.workspace_id = ${workspaceId}
      and ${conditionOf(page.filter, page.at)}
      and (${page.before}::uuid is null or one.id < ${page.before}::uuid)
    order by one.id desc
    limit ${page.limit}`)
}

/** How many cases stand in a lane. */
export interface LaneCount {
  readonly status: CaseStatus
  readonly cases: number
  readonly late: number
  readonly paused: number
  readonly critical: number
}

/** The counts of every lane, in their order; a lane without cases is 0. */
export async function countLaneRows(
  tx: Tx,
  workspaceId: string,
  { filter, at }: { filter: CaseFilter; at: number },
): Promise<LaneCount[]> {
  const rows = await tx.rows(sql<LaneCount>`
    select one.status, count(*) as cases, count(*) filter (where ${isLate(at)}) as late,
      count(one.waits_for) as paused, count(*) filter (where one.severity = 'critical') as critical
    from cases as one
    ${work}
    where one.workspace_id = ${workspaceId} and ${conditionOf(filter, at)}
    group by one.status`)
  const found = new Map(rows.map((row) => [row.status, row]))
  return caseStatuses.map((status) => found.get(status) ?? { status, cases: 0, late: 0, paused: 0, critical: 0 })
}

/** Breached, whether told already or not; one decided in time stays in time. */
function isLate(at: number): RawBuilder<unknown> {
  return sql`((one.clock -> 'clock' ->> 'breachedAt') is not null
    or ((one.clock -> 'clock' ->> 'metAt') is null and one.due_at < ${new Date(at)}::timestamptz))`
}

function conditionOf(filter: CaseFilter, at: number): RawBuilder<unknown> {
  const { owner, ticketId, dueBefore } = filter
  const due = dueBefore === null ? null : new Date(dueBefore)
  return sql`
    (${filter.statuses}::text[] is null or one.status = any(${filter.statuses}::text[]))
    and (${filter.reasons}::text[] is null or one.reason = any(${filter.reasons}::text[]))
    and (${filter.riskClasses}::text[] is null or one.risk_class = any(${filter.riskClasses}::text[]))
    and (${filter.severities}::text[] is null or one.severity = any(${filter.severities}::text[]))
    and (${filter.queues}::text[] is null or one.queue = any(${filter.queues}::text[]))
    and (${due}::timestamptz is null or one.due_at < ${due}::timestamptz)
    and (${filter.isLate}::boolean is null or coalesce(${isLate(at)}, false) = ${filter.isLate}::boolean)
    and ${owner === null ? sql`true` : owner === 'none' ? sql`work.agent_id is null` : sql`work.agent_id = ${owner}::uuid`}
    and (${ticketId}::uuid is null or exists (
      select from case_tickets as member
      where member.workspace_id = one.workspace_id and member.case_id = one.id and member.ticket_id = ${ticketId}::uuid))
    and (${filter.channels}::text[] is null or exists (
      select from tickets as ticket
      where ticket.workspace_id = one.workspace_id and ticket.id = one.ticket_id
        and ticket.channel = any(${filter.channels}::text[])))`
}

/** The case alone, as the transaction that holds it sees it. */
export function readCaseRow(tx: Tx, workspaceId: string, caseId: string): Promise<CaseRow | null> {
  return tx.first(sql<CaseRow>`
    select ${caseColumns}
    from cases as one
    where one.workspace_id = ${workspaceId} and one.id = ${caseId}`)
}
