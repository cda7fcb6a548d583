import { mailHeaders, mailLanguageOf, renderSignInMail } from '../core/mail/index.ts'
import type { LinkAsked } from '../http/routes/sessions-sign-in.ts'
import { issueMailedLink, signInLinkMinutes } from '../modules/access/index.ts'
import { mailDomain, mailSettings } from '../modules/mail/index.ts'
import { encodeId, newId } from '../platform/ids.ts'
import type { Installation } from '../platform/installation.ts'
import type { Log } from '../platform/log.ts'
import type { SmtpClient } from '../platform/smtp/index.ts'
import { signInUrl } from './welcome.ts'

export interface LinkMailing {
  readonly installation: Installation
  readonly client: SmtpClient
  readonly log: Log
}

/**
 * Mails links that sign people in. Such a link is as good as a password and short-lived, so it goes straight to the mail
 * server: no outbox keeps it, and nothing is tried again after it has lost its use. Who asked is never told what came of it.
 */
export function mailSignInLinks({ installation, client, log }: LinkMailing): (asked: LinkAsked) => void {
  async function send({ email, languages, origin }: LinkAsked): Promise<void> {
    const link = await issueMailedLink(installation, { email, origin })
    if (link === null) return
    const settings = installation.memory.of(mailSettings)
    const { publicUrl } = settings
    const domain = mailDomain(settings)
    const written = renderSignInMail(
      {
        language: mailLanguageOf(languages),
        name: link.name,
        workspace: URL.parse(publicUrl)?.host ?? publicUrl,
        zone: 'UTC',
        link: { word: 'signIn', url: signInUrl(publicUrl, link.secret) },
        preferencesUrl: null,
      },
      signInLinkMinutes,
    )
    const outcome = await client.send({
      ...written,
      from: { address: `switchyard@${domain}`, name: 'Switchyard' },
      to: { address: link.email, name: link.name },
      headers: mailHeaders({
        mailId: encodeId('mail', newId()),
        kind: 'sign_in',
        isAutomatic: false,
        thread: null,
        domain,
        preferencesUrl: null,
      }),
      at: installation.now(),
    })
    // Neither the address nor the link: the log is read by others than the mailbox.
    if (outcome.kind === 'failed') log.warn('mail.sign_in', { errorClass: outcome.errorClass, code: outcome.code })
  }
  return (asked) => {
    send(asked).catch((error: unknown) => {
      log.warn('job.failed', { job: 'mail.sign_in', error: error instanceof Error ? error : new Error(String(error)) })
    })
  }
}
