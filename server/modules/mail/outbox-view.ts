import { sql } from '../../database/query.ts'
import type { MailKind } from '../../core/mail/index.ts'
import type { Tx } from '../../platform/context.ts'
import type { MailState, OutboxMail, WholeMail } from './mail.ts'

const columns = sql`
  mail.id, mail.kind, mail.state, mail.kept_because as "keptBecause", mail.ticket_id as "ticketId",
  ticket.number as "ticketNumber", jsonb_build_object('address', mail.to_address, 'name', mail.to_name) as to,
  jsonb_build_object('address', mail.from_address, 'name', mail.from_name) as from, mail.language, mail.subject,
  mail.attempts, case when mail.lease_until is null then mail.next_attempt_at end as "nextAttemptAt",
  mail.created_at as "createdAt", mail.ended_at as "endedAt",
  case when mail.state <> 'sent' then (
    select jsonb_build_object('errorClass', last.error_class, 'code', last.code)
    from outbox_attempts as last
    where last.workspace_id = mail.workspace_id and last.mail_id = mail.id and last.number = mail.attempts
      and last.error_class is not null) end as "lastError"`

const joins = sql`
  left join tickets as ticket on ticket.workspace_id = mail.workspace_id and ticket.id = mail.ticket_id`

/** Whose mails a caller may see: of tickets within these; what belongs to no ticket is for who is limited to nothing. */
export interface MailSight {
  readonly channels: readonly string[] | null
  readonly queues: readonly string[] | null
  readonly partnerId: string | null
}

function inSight({ channels, queues, partnerId }: MailSight) {
  if (channels === null && queues === null && partnerId === null) return sql`true`
  return sql`(mail.ticket_id is not null
    and (${channels}::text[] is null or ticket.channel = any(${channels}::text[]))
    and (${queues}::text[] is null or ticket.queue = any(${queues}::text[]))
    and (${partnerId}::text is null or ticket.created_by ->> 'partnerId' = ${partnerId}))`
}

export interface MailFilter {
  readonly state?: MailState | undefined
  readonly kind?: MailKind | undefined
  readonly ticketId?: string | undefined
  readonly to?: string | undefined
}

/** A page of mails in sight, newest first; `before` is the last id of the page before. */
export function findMailPage(
  tx: Tx,
  workspaceId: string,
  page: { filter: MailFilter; sight: MailSight; before: string | null; limit: number },
): Promise<OutboxMail[]> {
  const { state, kind, ticketId, to } = page.filter
  return tx.rows(sql<OutboxMail>`
    select ${columns}
    from outbox_mails as mail
    ${joins}
    where mail.workspace_id = ${workspaceId}
      and (${page.before}::uuid is null or mail.id < ${page.before}::uuid)
      and ${state === undefined ? sql`true` : sql`mail.state = ${state}`}
      and ${kind === undefined ? sql`true` : sql`mail.kind = ${kind}`}
      and ${ticketId === undefined ? sql`true` : sql`mail.ticket_id = ${ticketId}`}
      and ${to === undefined ? sql`true` : sql`lower(mail.to_address) = ${to.toLowerCase()}`}
      and ${inSight(page.sight)}
    order by mail.id desc
    limit ${page.limit}`)
}

/** One mail in sight with what is in it and every attempt, or null. */
export function findWholeMail(
  tx: Tx,
  workspaceId: string,
  asked: { mailId: string; sight: MailSight },
): Promise<WholeMail | null> {
  return tx.first(sql<WholeMail>`
    select ${columns}, mail.body_text as text, mail.body_html as html, mail.headers,
      coalesce((
        select jsonb_agg(jsonb_build_object('number', attempt.number,
          'startedAt', floor(extract(epoch from attempt.started_at) * 1000), 'durationMs', attempt.duration_ms,
          'code', attempt.code, 'errorClass', attempt.error_class, 'response', attempt.response)
          order by attempt.number)
        from outbox_attempts as attempt
        where attempt.workspace_id = mail.workspace_id and attempt.mail_id = mail.id), '[]') as tries
    from outbox_mails as mail
    ${joins}
    where mail.workspace_id = ${workspaceId} and mail.id = ${asked.mailId} and ${inSight(asked.sight)}`)
}

/** How many transcripts of a ticket were asked for within the last hour. */
export async function countTranscripts(tx: Tx, workspaceId: string, ticketId: string): Promise<number> {
  const row = await tx.first(sql<{ count: number }>`
    select count(*)::integer as count
    from outbox_mails as mail
    where mail.workspace_id = ${workspaceId}
      and mail.ticket_id = ${ticketId}
      and mail.kind = 'transcript'
      and mail.created_at > now() - interval '1 hour'`)
  return row?.count ?? 0
}

/** Workspaces that have mail to send now. Seen by the relay, which sees no mail. */
export async function findWorkspacesWithDueMails(tx: Tx): Promise<string[]> {
  const rows = await tx.rows(sql<{ workspaceId: string }>`
    select distinct mail.workspace_id as "workspaceId"
    from outbox_mails as mail
    where mail.state = 'queued' and mail.next_attempt_at <= now()`)
  return rows.map((row) => row.workspaceId)
}

/** How long until the next mail is due in any workspace; null when none waits. */
export async function findNextMailDueInMs(tx: Tx): Promise<number | null> {
  const row = await tx.first(sql<{ dueInMs: number | null }>`
    select (extract(epoch from min(mail.next_attempt_at) - now()) * 1000)::float8 as "dueInMs"
    from outbox_mails as mail
    where mail.state = 'queued' and mail.next_attempt_at > now()`)
  return row?.dueInMs ?? null
}
