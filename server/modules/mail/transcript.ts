import type { MailContent } from '../../core/mail/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { listMessagesOf } from '../tickets/index.ts'
import { spokenLines } from './about-ticket.ts'
import type { TicketOfMail } from './facts-view.ts'

type Transcript = Extract<MailContent, { kind: 'transcript' }>

const messagesTogether = 200
/** The last of them are shown; a mail of all that a long quarrel says is refused by most servers. */
const linesAtMost = 500

/**
 * What was said in public on a ticket, oldest first. Notes are never in it, nor what other customers said on tickets that
 * were merged into it.
 */
export async function transcriptOf(tx: Tx, context: Context, ticket: TicketOfMail): Promise<Transcript> {
  const lines: Transcript['lines'][number][] = []
  let count = 0
  for (let after = 0; ;) {
    const page = { ticketId: ticket.id, after, limit: messagesTogether, visibilities: ['public'] as const }
    const messages = await listMessagesOf(tx, context.workspace.id, { ...page, customerIds: [ticket.customer.id] })
    count += messages.length
    lines.push(...spokenLines(messages))
    lines.splice(0, Math.max(0, lines.length - linesAtMost))
    after = messages.at(-1)?.seq ?? after
    if (messages.length < messagesTogether) break
  }
  const { number, summary } = ticket
  return { kind: 'transcript', lines, leftOut: count - lines.length, number, summary }
}
