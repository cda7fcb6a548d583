import type { MailContent } from '../../core/mail/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { findSaidElsewhere, listMessagesOf } from '../tickets/index.ts'
import { spokenLines } from './about-ticket.ts'
import type { TicketOfMail } from './facts-view.ts'

type Transcript = Extract<MailContent, { kind: 'transcript' }>

const messagesTogether = 200
/** The last of them are shown; a mail of all that a long quarrel says is refused by most servers. */
const linesAtMost = 500

/**
 * What was said in public on a ticket, oldest first, also where a merge keeps it on another customer's. Notes are never in
 * it, nor what was said by or to other customers on tickets that were merged into it.
 */
export async function transcriptOf(tx: Tx, context: Context, ticket: TicketOfMail): Promise<Transcript> {
  const lines: Transcript['lines'][number][] = []
  const readable = { visibilities: ['public'], customerIds: [ticket.customer.id] } as const
  const elsewhere = await findSaidElsewhere(tx, context.workspace.id, { ticketIds: [ticket.id], ...readable })
  let count = elsewhere.length
  for (let after = 0; ;) {
    const page = { ticketId: ticket.id, after, limit: messagesTogether }
    const messages = await listMessagesOf(tx, context.workspace.id, { ...page, ...readable })
    count += messages.length
    lines.push(...spokenLines(messages))
    lines.splice(0, Math.max(0, lines.length - linesAtMost))
    after = messages.at(-1)?.seq ?? after
    if (messages.length < messagesTogether) break
  }
  // What is kept elsewhere was said after the merge, when nothing more came to be kept here.
  lines.push(...spokenLines(elsewhere))
  lines.splice(0, Math.max(0, lines.length - linesAtMost))
  const { number, summary } = ticket
  return { kind: 'transcript', lines, leftOut: count - lines.length, number, summary }
}
