import { type PreparedStatement, sql } from '../../database/query.ts'
import type { Context, Tx } from '../../platform/context.ts'
import type { EventType } from './catalogue.ts'
import type { RecordedEvent } from './event.ts'

/** Where the ticket of an event stands now: what decides who may see it. */
export interface EventPlace {
  readonly channel: string
  readonly queue: string
  readonly assigneeId: string | null
  /** The partner whose token raised the ticket. */
  readonly partnerId: string | null
}

/** A recorded event; `place` is null when it belongs to no ticket. */
export interface PlacedEvent extends RecordedEvent {
  readonly place: EventPlace | null
}

/** Events with where their tickets stand. */
const select = `
  select event.workspace_id as "workspaceId", event.seq, event.id, event.type, event.ticket_id as "ticketId",
    event.subject_kind as "subjectKind", event.subject_id as "subjectId", event.subject_seq as "subjectSeq", event.at,
    event.actor, event.cause, event.data,
    case when ticket.id is not null then jsonb_build_object('channel', ticket.channel, 'queue', ticket.queue,
      'assigneeId', ticket.assignee_id, 'partnerId', ticket.created_by ->> 'partnerId') end as place
  from events as event
  left join tickets as ticket on ticket.workspace_id = event.workspace_id and ticket.id = event.ticket_id`

/** Events of a workspace after one number up to another, in order; of some types only when given. */
export function findEvents(
  tx: Tx,
  workspaceId: string,
  range: { after: number; upTo: number; types: readonly EventType[] | null; limit: number },
): Promise<PlacedEvent[]> {
  return tx.rows(sql<PlacedEvent>`
    ${sql.raw(select)}
    where event.workspace_id = ${workspaceId}
      and event.seq > ${range.after}
      and event.seq <= ${range.upTo}
      and (${range.types}::text[] is null or event.type = any(${range.types}::text[]))
    order by event.seq
    limit ${range.limit}`)
}

const ofRange: PreparedStatement = {
  name: 'events-of-range',
  text: `${select}
  where event.workspace_id = $1 and event.seq > $2 and event.seq <= $3
  order by event.seq
  limit $4`,
}

/** The same of all types, as a transaction of its own in one round trip. */
export function readEventRange(
  context: Context,
  range: { after: number; upTo: number; limit: number },
): Promise<PlacedEvent[]> {
  const { after, upTo, limit } = range
  return context.inOneTrip<PlacedEvent>(ofRange, [context.workspace.id, after, upTo, limit])
}

/** How many events a workspace has in a range, counted no further than `atMost`. */
export async function countEvents(
  tx: Tx,
  workspaceId: string,
  range: { after: number; upTo: number; atMost: number },
): Promise<number> {
  const row = await tx.first<{ events: number }>(sql`
    select count(*) as events
    from (
      select 1
      from events as event
      where event.workspace_id = ${workspaceId} and event.seq > ${range.after} and event.seq <= ${range.upTo}
      order by event.seq
      limit ${range.atMost}) as counted`)
  return row?.events ?? 0
}

/** The lowest and highest number among the events of a span of the workspace's time; null when there is none. */
export async function findSeqRange(
  tx: Tx,
  workspaceId: string,
  span: { from: number; to: number; clockOffsetMs: number },
): Promise<{ first: number; last: number } | null> {
  // The day is the database's; a day to either side covers its zone.
  const recorded = (at: number, days: number) => new Date(at - span.clockOffsetMs + days * 86_400_000)
  const row = await tx.first<{ first: number | null; last: number | null }>(sql`
    select min(event.seq) as first, max(event.seq) as last
    from events as event
    where event.workspace_id = ${workspaceId}
      and event.recorded_on between ${recorded(span.from, -1)}::timestamptz::date
        and ${recorded(span.to, 1)}::timestamptz::date
      and event.at >= ${new Date(span.from)}::timestamptz
      and event.at < ${new Date(span.to)}::timestamptz`)
  return row === null || row.first === null || row.last === null ? null : { first: row.first, last: row.last }
}
