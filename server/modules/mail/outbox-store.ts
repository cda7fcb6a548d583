import { sql } from '../../database/query.ts'
import type { MailOutcome } from '../../core/mail/index.ts'
import type { Tx } from '../../platform/context.ts'
import type { ClaimedMail, NewMail } from './mail.ts'

/** So many mails go to one address within an hour; more are kept for somebody to look at. */
const mailsAnHour = 60

/**
 * Puts a mail into the outbox, to be sent at once; false when there is one of this key already. One too many for its
 * address is kept: whatever makes mail in a circle ends here.
 */
export async function insertMail(tx: Tx, workspaceId: string, mail: NewMail): Promise<boolean> {
  const added = await tx.count(sql`
    insert into outbox_mails (workspace_id, id, kind, dedupe_key, ticket_id, customer_id, member_id, to_address, to_name,
      from_address, from_name, language, subject, body_text, body_html, headers, state, kept_because, next_attempt_at,
      ended_at)
    select ${workspaceId}, ${mail.id}, ${mail.kind}, ${mail.dedupeKey}, ${mail.ticketId}::uuid, ${mail.customerId}::uuid,
      ${mail.memberId}::uuid, ${mail.to.address}, ${mail.to.name}, ${mail.from.address}, ${mail.from.name},
      ${mail.language}, ${mail.subject}, ${mail.text}, ${mail.html}, ${JSON.stringify(mail.headers)}::jsonb,
      case when sent.is_full then 'kept' else 'queued' end, case when sent.is_full then 'too_many' end,
      case when not sent.is_full then now() end, case when sent.is_full then now() end
    from (
      select count(*) >= ${mailsAnHour} as is_full
      from outbox_mails as other
      where other.workspace_id = ${workspaceId}
        and other.to_address = ${mail.to.address}
        and other.created_at > now() - interval '1 hour') as sent
    on conflict (workspace_id, dedupe_key) do nothing`)
  return added === 1
}

/** Leases mails that are due, the longest due first; rows that another process is taking are passed over. */
export function leaseMails(
  tx: Tx,
  workspaceId: string,
  lease: { limit: number; leaseMs: number },
): Promise<ClaimedMail[]> {
  return tx.rows(sql<ClaimedMail>`
    update outbox_mails as mail
    set lease_until = now() + make_interval(secs => ${lease.leaseMs / 1000}),
      next_attempt_at = now() + make_interval(secs => ${lease.leaseMs / 1000}),
      epoch = mail.epoch + 1
    where mail.workspace_id = ${workspaceId}
      and mail.id in (
        select due.id
        from outbox_mails as due
        where due.workspace_id = ${workspaceId} and due.state = 'queued' and due.next_attempt_at <= now()
        order by due.next_attempt_at
        limit ${lease.limit}
        for update skip locked)
    returning mail.id, mail.epoch, mail.kind, mail.ticket_id as "ticketId",
      jsonb_build_object('address', mail.to_address, 'name', mail.to_name) as to,
      jsonb_build_object('address', mail.from_address, 'name', mail.from_name) as from,
      mail.subject, mail.body_text as text, mail.body_html as html, mail.headers, mail.attempts, mail.uncounted,
      mail.created_at as "createdAt",
      mail.customer_id is not null and not exists (
        select 1
        from customers as customer
        join customer_contacts as contact
          on contact.workspace_id = customer.workspace_id
          and contact.customer_id in (customer.id, customer.merged_into)
        where customer.workspace_id = mail.workspace_id
          and customer.id = mail.customer_id
          and contact.kind = 'email'
          and contact.value = mail.to_address) as "isAddressGone"`)
}

/** Ends the lease of a mail with what came of it; false when the mail is no longer this holder's. */
export async function saveMailAttempt(
  tx: Tx,
  workspaceId: string,
  row: {
    id: string
    mailId: string
    epoch: number
    state: 'sent' | 'failed' | 'queued'
    retryInMs: number
    startedAt: number
    durationMs: number
    outcome: MailOutcome
  },
): Promise<boolean> {
  const { outcome } = row
  const errorClass = outcome.kind === 'failed' ? outcome.errorClass : null
  const saved = await tx.count(sql`
    with changed as (
      update outbox_mails as mail
      set state = ${row.state},
        attempts = mail.attempts + 1,
        epoch = mail.epoch + 1,
        -- A link that has been sent opens somebody's requests for a while: it stands in their mailbox only.
        body_text = case when mail.kind = 'portal_link' and ${row.state} = 'sent' then '' else mail.body_text end,
        body_html = case when mail.kind = 'portal_link' and ${row.state} = 'sent' then '' else mail.body_html end,
        lease_until = null,
        next_attempt_at = case when ${row.state} = 'queued'
          then now() + make_interval(secs => ${row.retryInMs / 1000}) end,
        ended_at = case when ${row.state} <> 'queued' then now() end
      where mail.workspace_id = ${workspaceId}
        and mail.id = ${row.mailId}
        and mail.state = 'queued'
        and mail.epoch = ${row.epoch}
      returning mail.id, mail.attempts)
    insert into outbox_attempts (workspace_id, id, mail_id, number, started_at, duration_ms, code, error_class, response)
    select ${workspaceId}, ${row.id}, changed.id, changed.attempts, ${new Date(row.startedAt)}, ${row.durationMs},
      ${outcome.code}::integer, ${errorClass}, ${outcome.response}
    from changed`)
  return saved === 1
}

/** Keeps what is due, where nothing sends mail. Gives how many. */
export function keepDueMails(tx: Tx, workspaceId: string): Promise<number> {
  return tx.count(sql`
    update outbox_mails as mail
    set state = 'kept', kept_because = 'no_server', next_attempt_at = null, lease_until = null, ended_at = now(),
      epoch = mail.epoch + 1
    where mail.workspace_id = ${workspaceId} and mail.state = 'queued' and mail.next_attempt_at <= now()`)
}

/** Has a mail that has ended sent once more; false when it waits already. */
export async function requeueMail(tx: Tx, workspaceId: string, mailId: string): Promise<boolean> {
  const queued = await tx.count(sql`
    update outbox_mails as mail
    set state = 'queued', kept_because = null, next_attempt_at = now(), ended_at = null, uncounted = mail.attempts,
      epoch = mail.epoch + 1
    where mail.workspace_id = ${workspaceId} and mail.id = ${mailId} and mail.state <> 'queued'`)
  return queued === 1
}

/** Takes the words out of these mails, and those of these tickets, and ends what waits. Gives how many. */
export async function blankMails(
  tx: Tx,
  workspaceId: string,
  of: { customerIds: readonly string[]; ticketIds: readonly string[] },
): Promise<number> {
  const meant = sql`
    select mail.id
    from outbox_mails as mail
    where mail.workspace_id = ${workspaceId}
      and (mail.customer_id = any(${of.customerIds}::uuid[]) or mail.ticket_id = any(${of.ticketIds}::uuid[]))`
  await tx.count(sql`
    update outbox_attempts as attempt
    set response = null
    where attempt.workspace_id = ${workspaceId} and attempt.mail_id in (${meant}) and attempt.response is not null`)
  return tx.count(sql`
    update outbox_mails as mail
    set to_address = '', to_name = null, subject = '', body_text = '', body_html = '', headers = '{}',
      state = case when mail.state = 'queued' then 'failed' else mail.state end,
      ended_at = coalesce(mail.ended_at, now()), next_attempt_at = null, lease_until = null, epoch = mail.epoch + 1
    where mail.workspace_id = ${workspaceId} and mail.id in (${meant})`)
}

/** Removes mails that ended before an instant, at most `limit` of them; gives how many went. */
export async function deleteOldMails(
  tx: Tx,
  workspaceId: string,
  old: { beforeMs: number; limit: number },
): Promise<number> {
  const rows = await tx.rows(sql<{ id: string }>`
    select mail.id
    from outbox_mails as mail
    where mail.workspace_id = ${workspaceId} and mail.ended_at < ${new Date(old.beforeMs)}
    order by mail.id
    limit ${old.limit}
    for update skip locked`)
  const ids = rows.map((row) => row.id)
  await tx.count(sql`
    delete from outbox_attempts
    where outbox_attempts.workspace_id = ${workspaceId} and outbox_attempts.mail_id = any(${ids}::uuid[])`)
  return tx.count(sql`
    delete from outbox_mails
    where outbox_mails.workspace_id = ${workspaceId} and outbox_mails.id = any(${ids}::uuid[])`)
}
