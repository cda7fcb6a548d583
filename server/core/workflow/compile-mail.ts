import type { WorkflowDocument } from './document.ts'

/** What customers are sent by mail, and from whom. */
export interface MailPolicy {
  /** Null = the service's own address. */
  readonly from: { readonly name: string | null; readonly address: string } | null
  readonly hasReplies: boolean
  /** Channels whose tickets are answered by mail. */
  readonly channels: ReadonlySet<string>
  readonly hasTranscriptOnClose: boolean
  /** An address with `{number}` or `{id}`; null = customers have no page for their requests. */
  readonly requestLink: string | null
}

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
