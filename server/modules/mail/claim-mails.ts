import type { Context } from '../../platform/context.ts'
import { requirePermission } from '../access/index.ts'
import type { ClaimedMail } from './mail.ts'
import { keepDueMails, leaseMails } from './outbox-store.ts'

/**
 * Leases mails of this workspace that are due. Every claim raises the mail's epoch, and what an earlier holder has to say
 * is discarded from then on; a mail whose holder is gone is sent again after the lease (reliability.md 3.10).
 */
export async function claimMails(context: Context, input: { limit: number; leaseMs: number }): Promise<ClaimedMail[]> {
  requirePermission(context, 'mail:write')
  // oxlint-disable-next-line switchyard/verb -- a lease is no fact: nothing has happened to anybody yet
  return context.transaction((tx) => leaseMails(tx, context.workspace.id, input))
}

/** Keeps what is due instead of sending it, for somebody to read in the outbox. Gives how many. */
export async function keepMails(context: Context): Promise<number> {
  requirePermission(context, 'mail:write')
  // oxlint-disable-next-line switchyard/verb -- that nothing sends mail here is a setting
  return context.transaction((tx) => keepDueMails(tx, context.workspace.id))
}
