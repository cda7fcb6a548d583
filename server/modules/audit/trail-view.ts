import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { Origin } from '../../platform/origin.ts'
import type { Actor, RecordedEvent } from '../events/index.ts'

/** What a reader of the trail asks for; null is no condition. Times in epoch milliseconds, half open. */
export interface TrailFilter {
  readonly actor: Actor | null
  readonly types: readonly string[] | null
  readonly subject: { readonly kind: string; readonly id: string } | null
  readonly from: number | null
  readonly to: number | null
}

/** One change as it is stored, with what its author is called now. */
export interface TrailRow extends RecordedEvent {
  readonly origin: Origin | null
  /** Null for customers, for the product itself and for who is gone. */
  readonly actorName: string | null
  readonly isSealed: boolean
}

/** Rows looked through for one page: a rare filter must not read a log of years in one go. */
const scannedAtMost = 20_000

/** Events below a number, newest first, that meet the filter, among the next `scannedAtMost` of the workspace. */
export function findTrail(
  tx: Tx,
  workspaceId: string,
  page: TrailFilter & { before: number; limit: number },
): Promise<TrailRow[]> {
  const { actor, types, subject, from, to } = page
  return tx.rows(sql<TrailRow>`
    select event.workspace_id as "workspaceId", event.seq, event.id, event.type, event.ticket_id as "ticketId",
      event.subject_kind as "subjectKind", event.subject_id as "subjectId", event.subject_seq as "subjectSeq", event.at,
      event.actor, event.cause, event.data, event.origin,
      case event.actor ->> 'kind'
        when 'member' then (
          select users.name
          from members
          join users on users.id = members.user_id
          where members.workspace_id = event.workspace_id and members.id = (event.actor ->> 'id')::uuid)
        when 'agent' then (
          select agents.name
          from agents
          where agents.workspace_id = event.workspace_id and agents.id = (event.actor ->> 'id')::uuid)
        when 'token' then (
          select service_tokens.name
          from service_tokens
          where service_tokens.workspace_id = event.workspace_id
            and service_tokens.id = (event.actor ->> 'id')::uuid)
      end as "actorName",
      event.seq <= coalesce((
        select max(audit_seals.last_seq)
        from audit_seals
        where audit_seals.workspace_id = ${workspaceId}
          and audit_seals.number = (
            select max(last.number) from audit_seals as last where last.workspace_id = ${workspaceId})), 0) as "isSealed"
    from (
      select events.*
      from events
      where events.workspace_id = ${workspaceId}
        and events.seq < ${page.before}
      order by events.seq desc
      limit ${scannedAtMost}) as event
    where (${types}::text[] is null or event.type = any(${types}::text[]))
      and (${from === null ? null : new Date(from)}::timestamptz is null or event.at >= ${from === null ? null : new Date(from)}::timestamptz)
      and (${to === null ? null : new Date(to)}::timestamptz is null or event.at < ${to === null ? null : new Date(to)}::timestamptz)
      and (${actor?.kind ?? null}::text is null or (event.actor ->> 'kind' = ${actor?.kind ?? null}::text and event.actor ->> 'id' = ${actor?.id ?? null}::text))
      and (${subject?.kind ?? null}::text is null
        or (event.subject_kind = ${subject?.kind ?? null}::text and event.subject_id = ${subject?.id ?? null}::uuid))
    order by event.seq desc
    limit ${page.limit}`)
}

/** The number of the last row that a page below `before` looks at; null when the log ends earlier. */
export async function findScanEnd(tx: Tx, workspaceId: string, before: number): Promise<number | null> {
  const row = await tx.first<{ seq: number }>(sql`
    select events.seq
    from events
    where events.workspace_id = ${workspaceId}
      and events.seq < ${before}
    order by events.seq desc
    offset ${scannedAtMost - 1}
    limit 1`)
  return row?.seq ?? null
}
