import { judgeMail, type MailOutcome } from '../../core/mail/index.ts'
import type { Context } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import { requirePermission } from '../access/index.ts'
import { lockTickets } from '../tickets/index.ts'
import { appendMailEvent, isForCustomer } from './append-mail-event.ts'
import type { ClaimedMail } from './mail.ts'
import { saveMailAttempt } from './outbox-store.ts'

/** What came of one attempt; instants in epoch ms. */
export interface MailReport {
  readonly mail: ClaimedMail
  readonly outcome: MailOutcome
  readonly startedAt: number
  readonly durationMs: number
}

/** What became of the mail; `stale` when somebody else has it by now, or has ended it. */
export type RecordedMail = 'sent' | 'failed' | 'queued' | 'stale'

/**
 * Records an attempt and what it makes of the mail. One that is given up is told of: on its ticket when the customer was
 * to get it.
 */
export async function recordMail(context: Context, report: MailReport): Promise<RecordedMail> {
  requirePermission(context, 'mail:write')
  const { mail, outcome, startedAt, durationMs } = report
  const workspaceId = context.workspace.id
  const attempts = mail.attempts - mail.uncounted + 1
  const verdict = judgeMail(outcome, { attempts, jitter: Math.random() })
  const isGivenUp = verdict.state === 'failed'
  return context.transaction(async (tx) => {
    if (isGivenUp && mail.ticketId !== null && isForCustomer(mail)) await lockTickets(tx, workspaceId, [mail.ticketId])
    const retryInMs = verdict.state === 'queued' ? verdict.retryInMs : 0
    const row = { id: newId(), mailId: mail.id, epoch: mail.epoch, state: verdict.state, retryInMs }
    const isOwn = await saveMailAttempt(tx, workspaceId, { ...row, startedAt, durationMs, outcome })
    if (!isOwn) return 'stale'
    if (isGivenUp && outcome.kind === 'failed')
      await appendMailEvent(tx, context, mail, { type: 'mail.failed', reason: outcome.errorClass, code: outcome.code })
    return verdict.state
  })
}
