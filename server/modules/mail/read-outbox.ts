import type { Context } from '../../platform/context.ts'
import { type Principal, scopeLists } from '../../platform/principal.ts'
import { requirePermission } from '../access/index.ts'
import type { OutboxMail, WholeMail } from './mail.ts'
import { mailSettings } from './mail-settings.ts'
import { findMailPage, findWholeMail, type MailFilter, type MailSight } from './outbox-view.ts'

/** A page of mails in the caller's scope, newest first. */
export async function listMails(
  context: Context,
  page: { filter: MailFilter; before: string | null; limit: number },
): Promise<OutboxMail[]> {
  requirePermission(context, 'mail:read')
  return context.read((tx) => findMailPage(tx, context.workspace.id, { ...page, sight: mailSight(context.principal) }))
}

/** One mail with what is in it and every attempt; null when there is none in the caller's scope. */
export async function getMail(context: Context, { mailId }: { mailId: string }): Promise<WholeMail | null> {
  requirePermission(context, 'mail:read')
  return context.read((tx) => findWholeMail(tx, context.workspace.id, { mailId, sight: mailSight(context.principal) }))
}

/** Whether mail leaves this installation at all; else it is kept. */
export function isMailSent(context: Context): boolean {
  return context.memory.of(mailSettings).hasServer
}

export function mailSight({ scope, partnerId }: Principal): MailSight {
  return { ...scopeLists(scope), partnerId }
}
