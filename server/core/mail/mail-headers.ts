import type { MailKind } from './mail-kinds.ts'

export interface MailPlace {
  readonly mailId: string
  readonly kind: MailKind | 'sign_in'
  /** A reply that no person wrote. */
  readonly isAutomatic: boolean
  /** What the mail is about, as one thread: a ticket, a case; null = a thread of its own. */
  readonly thread: string | null
  /** The part behind the `@` of message ids. */
  readonly domain: string
  /** Where one says what one wants to be told of; for people who work here. */
  readonly preferencesUrl: string | null
}

/**
 * The headers of a mail besides who, whom and what: its id, the same however often it is sent; the thread of its ticket,
 * the same in all its mails; and what keeps machines from answering (helpdesk.md 2.10; RFC 3834). A person's reply is no
 * automatic mail and does not say that it is.
 */
export function mailHeaders({
  mailId,
  kind,
  isAutomatic,
  thread,
  domain,
  preferencesUrl,
}: MailPlace): Record<string, string> {
  const root = thread === null ? null : `<${thread}@${domain}>`
  return {
    'Message-ID': `<${mailId}@${domain}>`,
    ...(root !== null && { 'In-Reply-To': root, References: root }),
    ...(kind !== 'reply' && { 'Auto-Submitted': 'auto-generated' }),
    ...(isAutomatic && { 'Auto-Submitted': 'auto-replied' }),
    'X-Auto-Response-Suppress': 'All',
    ...(preferencesUrl !== null && { 'List-Unsubscribe': `<${preferencesUrl}>` }),
  }
}
