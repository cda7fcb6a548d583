import type { Context, Tx } from '../../platform/context.ts'
import { currentWorkflow } from '../workflow/index.ts'
import { appendMailEvent } from './append-mail-event.ts'
import { composeMail } from './compose-mail.ts'
import type { MailParty } from './mail.ts'
import { mailSettings } from './mail-settings.ts'
import { insertMail } from './outbox-store.ts'

/** A link to a customer's requests, for whom it is, and what they read. */
export interface PortalMail {
  readonly customerId: string
  readonly to: MailParty
  readonly languages: readonly (string | null)[]
  readonly secret: string
  readonly minutes: number
}

/**
 * Puts the mail with a link to the portal into the outbox. The secret stands behind the `#`: no server on the way is
 * told of it. False for an address that mail cannot go to.
 */
export async function requestPortalMail(tx: Tx, context: Context, asked: PortalMail): Promise<boolean> {
  const { customerId, to, languages, secret, minutes } = asked
  const { publicUrl } = context.memory.of(mailSettings)
  const mail = composeMail(context, await currentWorkflow(context), {
    content: { kind: 'portal_link', minutes },
    dedupeKey: null,
    ticketId: null,
    customerId,
    memberId: null,
    to,
    languages,
    link: { word: 'openRequests', url: `${publicUrl}/portal/${context.workspace.slug}#link=${secret}` },
    thread: null,
  })
  if (mail === null) return false
  await insertMail(tx, context.workspace.id, mail)
  await appendMailEvent(tx, context, mail, { type: 'mail.requested' })
  return true
}
