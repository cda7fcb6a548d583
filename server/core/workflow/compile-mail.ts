import type { WorkflowDocument } from './document.ts'
import type { MailPolicy } from './snapshot.ts'

/** What a workflow says of mail, with what holds where it says nothing. */
export function compileMail(mail: WorkflowDocument['mail'] = {}): MailPolicy {
  const { from } = mail
  return {
    from: from === undefined ? null : { name: from.name ?? null, address: from.address },
    hasReplies: mail.replies ?? true,
    channels: new Set(mail.channels ?? ['email', 'ticket']),
    hasTranscriptOnClose: mail.transcriptOnClose ?? false,
    requestLink: mail.requestLink ?? null,
  }
}

/** Where a customer sees this request, or null. */
export function requestUrl({ requestLink }: MailPolicy, ticket: { number: number; id: string }): string | null {
  return requestLink?.replaceAll('{number}', String(ticket.number)).replaceAll('{id}', ticket.id) ?? null
}
