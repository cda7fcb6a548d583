import { withoutWords, type WrittenMail } from '../../core/mail/index.ts'
import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** Words that are taken out of mails about some tickets. */
export interface RedactedWords {
  readonly ticketIds: readonly string[]
  /** A mail that tells of one of these alone is not sent any more, and nothing of it is kept. */
  readonly messageIds: readonly string[]
  readonly text: string
}

/** Takes a text out of the mails that are kept, sent or not: a transcript that waits goes out without it. */
export async function redactMails(tx: Tx, workspaceId: string, words: RedactedWords): Promise<void> {
  const mails = await tx.rows(sql<WrittenMail & { id: string; dedupeKey: string }>`
    select mail.id, mail.dedupe_key as "dedupeKey", mail.subject, mail.body_text as text, mail.body_html as html
    from outbox_mails as mail
    where mail.workspace_id = ${workspaceId} and mail.ticket_id = any(${words.ticketIds}::uuid[])
    order by mail.id
    for update`)
  const replies = new Set(words.messageIds.map((id) => `reply ${id}`))
  for (const { id, dedupeKey, ...written } of mails) {
    if (replies.has(dedupeKey)) {
      await blankReply(tx, workspaceId, id)
      continue
    }
    const left = withoutWords(written, words.text)
    if (left.subject === written.subject && left.text === written.text && left.html === written.html) continue
    await tx.count(sql`
      update outbox_mails as mail
      set subject = ${left.subject}, body_text = ${left.text}, body_html = ${left.html}
      where mail.workspace_id = ${workspaceId} and mail.id = ${id}`)
  }
  if (words.text === '') return
  await tx.count(sql`
    update outbox_attempts as attempt
    set response = null
    where attempt.workspace_id = ${workspaceId}
      and attempt.mail_id = any(${mails.map(({ id }) => id)}::uuid[])
      and position(${words.text} in attempt.response) > 0`)
}

/** An attempt under way finds its epoch gone and records nothing. */
async function blankReply(tx: Tx, workspaceId: string, mailId: string): Promise<void> {
  await tx.count(sql`
    update outbox_mails as mail
    set to_address = '', to_name = null, subject = '', body_text = '', body_html = '',
      state = case when mail.state = 'queued' then 'failed' else mail.state end,
      ended_at = coalesce(mail.ended_at, now()), next_attempt_at = null, lease_until = null, epoch = mail.epoch + 1
    where mail.workspace_id = ${workspaceId} and mail.id = ${mailId}`)
}
