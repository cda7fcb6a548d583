import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { requirePermission } from '../access/index.ts'
import { announceEvents } from '../events/index.ts'
import { lockTickets } from '../tickets/index.ts'
import { appendMailEvent, isForCustomer } from './append-mail-event.ts'
import type { WholeMail } from './mail.ts'
import { requeueMail } from './outbox-store.ts'
import { findWholeMail } from './outbox-view.ts'
import { mailSight } from './read-outbox.ts'

/**
 * Has a mail that was sent, given up or kept sent once more, under the same `Message-ID`: a reader who has it sees it
 * once. Null when there is none in the caller's scope. Throws `conflict` while it waits to be sent, and for one whose words
 * were erased.
 */
export async function resendMail(context: Context, { mailId }: { mailId: string }): Promise<WholeMail | null> {
  requirePermission(context, 'mail:write')
  const workspaceId = context.workspace.id
  const asked = { mailId, sight: mailSight(context.principal) }
  return context.transaction(async (tx) => {
    const mail = await findWholeMail(tx, workspaceId, asked)
    if (mail === null) return null
    if (mail.to.address === '') throw new AppError('conflict', 'The words of this mail were erased.')
    if (mail.ticketId !== null && isForCustomer(mail)) await lockTickets(tx, workspaceId, [mail.ticketId])
    if (!(await requeueMail(tx, workspaceId, mailId)))
      throw new AppError('conflict', 'This mail is waiting to be sent already.', { state: 'queued' })
    await appendMailEvent(tx, context, mail, { type: 'mail.requested' })
    tx.afterCommit(() => announceEvents(context.memory))
    return findWholeMail(tx, workspaceId, asked)
  })
}
