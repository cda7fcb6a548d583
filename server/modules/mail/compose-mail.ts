import {
  type MailContent,
  mailHeaders,
  type MailKind,
  type MailLanguage,
  mailLanguageOf,
  noticeKinds,
  renderMail,
  headerText,
  isMailAddress,
} from '../../core/mail/index.ts'
import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context } from '../../platform/context.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import type { MailParty, NewMail } from './mail.ts'
import { mailDomain, mailSettings } from './mail-settings.ts'

/** What is to be said to whom. */
export interface MailDraft {
  readonly content: MailContent
  /** Null makes every mail one of its own: a person asked for it. */
  readonly dedupeKey: string | null
  readonly ticketId: string | null
  readonly customerId: string | null
  readonly memberId: string | null
  readonly to: MailParty
  /** Languages of the reader, the best first. */
  readonly languages: readonly (string | null)[]
  readonly link: NonNullable<Parameters<typeof renderMail>[1]['link']> | null
  /** What it is about; mails about the same are one thread. */
  readonly thread: string | null
}

/**
 * Writes a mail: sender, headers, subject and both bodies. Null for an address that mail cannot go to, or that is the
 * sender's own: such a mail would come back for ever.
 */
export function composeMail(context: Context, workflow: WorkflowSnapshot, draft: MailDraft): NewMail | null {
  const settings = context.memory.of(mailSettings)
  const domain = mailDomain(settings)
  const from = senderOf(context, workflow, domain)
  const { to, content, ticketId } = draft
  if (!isMailAddress(to.address) || to.address.toLowerCase() === from.address.toLowerCase()) return null
  const id = newId()
  const language = languageOf(workflow, draft)
  const preferencesUrl = isNotice(content.kind) ? `${settings.publicUrl}/notifications` : null
  const written = renderMail(content, {
    language,
    name: to.name,
    workspace: from.name ?? context.workspace.name,
    zone: workflow.zone,
    link: draft.link,
    preferencesUrl,
  })
  const isAutomatic = content.kind === 'reply' && content.isAutomatic
  const about = { kind: content.kind, isAutomatic, thread: draft.thread }
  const place = { mailId: encodeId('mail', id), ...about, domain, preferencesUrl }
  return {
    id,
    kind: content.kind,
    dedupeKey: draft.dedupeKey ?? id,
    ticketId,
    customerId: draft.customerId,
    memberId: draft.memberId,
    to: { address: to.address, name: to.name === null ? null : headerText(to.name, 80) },
    from,
    language,
    ...written,
    headers: mailHeaders(place),
  }
}

function senderOf({ workspace }: Context, { mail }: WorkflowSnapshot, domain: string): MailParty {
  const name = headerText(mail.from?.name ?? workspace.name, 80)
  return { address: mail.from?.address ?? `switchyard@${domain}`, name }
}

function languageOf(workflow: WorkflowSnapshot, { languages }: MailDraft): MailLanguage {
  return mailLanguageOf([...languages, workflow.defaults.language])
}

function isNotice(kind: MailKind): boolean {
  return noticeKinds.some((notice) => notice === kind)
}
