import type { MailContent, NoticeKind, NoticePhrases, SpokenLine } from '../../core/mail/index.ts'
import { requestUrl, type WorkflowSnapshot } from '../../core/workflow/index.ts'
import { encodeId } from '../../platform/ids.ts'
import type { Message } from '../tickets/index.ts'
import type { MailDraft } from './compose-mail.ts'
import type { Reader, TicketOfMail } from './facts-view.ts'
import type { MailParty } from './mail.ts'

/** A mail to the customer of a ticket, or to an address that somebody named. */
export function draftForCustomer(
  workflow: WorkflowSnapshot,
  ticket: TicketOfMail,
  mail: { content: MailContent; dedupeKey: string | null; to: MailParty },
): MailDraft {
  const { customer } = ticket
  const id = encodeId('ticket', ticket.id)
  const url = requestUrl(workflow.mail, { number: ticket.number, id })
  return {
    ...mail,
    ticketId: ticket.id,
    customerId: mail.to.address === customer.address ? customer.id : null,
    memberId: null,
    languages: [customer.language, ticket.language],
    link: url === null ? null : { word: 'openRequest', url },
    thread: id,
  }
}

/** A mail that tells somebody who works here of a ticket. */
export function draftForReader(
  reader: Reader,
  ticket: Pick<TicketOfMail, 'id' | 'number' | 'summary' | 'priority' | 'customer'>,
  notice: {
    kind: NoticeKind
    dedupeKey: string
    publicUrl: string
    facts?: Readonly<Record<string, string | number>>
    phrases?: NoticePhrases
  },
): MailDraft {
  const { number, summary, priority, customer } = ticket
  const id = encodeId('ticket', ticket.id)
  const content = {
    kind: notice.kind,
    phrases: notice.phrases ?? notice.kind,
    facts: { number, summary, ...notice.facts },
    details: [
      { word: 'summary', text: summary },
      { word: 'priority', text: priority, isWord: true },
      ...(customer.name === null ? [] : [{ word: 'from', text: customer.name } as const]),
    ],
  } as const
  return {
    ...toReader(reader, notice.dedupeKey),
    content,
    ticketId: ticket.id,
    link: { word: 'openTicket', url: `${notice.publicUrl}/tickets/${id}` },
    thread: id,
  }
}

/** Where a mail to somebody who works here goes; one event is told to a person once. */
export function toReader(reader: Reader, dedupeKey: string) {
  return {
    dedupeKey: `${dedupeKey} ${reader.memberId ?? reader.agentId ?? ''}`,
    customerId: null,
    memberId: reader.memberId,
    to: { address: reader.address, name: reader.name },
    languages: reader.languages,
  }
}

/** Messages as a transcript shows them: what is not the customer's is the desk's, by the name of a person who wrote it. */
export function spokenLines(messages: readonly Message[]): SpokenLine[] {
  return messages.map(({ author, createdAt, body, redaction }) => ({
    author: nameOfAuthor(author),
    at: createdAt,
    body,
    isRedacted: redaction !== null,
  }))
}

/** A person's name; null for the desk itself, whose programs are not named. */
export function nameOfAuthor({ kind, name }: Message['author']): string | null {
  return kind === 'token' || kind === 'system' ? null : name
}
