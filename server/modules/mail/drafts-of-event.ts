import type { Tx } from '../../platform/context.ts'
import { decodeId } from '../../platform/ids.ts'
import { findMeantTickets, findMessage } from '../tickets/index.ts'
import { caseDrafts } from './about-case.ts'
import { quarantineDrafts, webhookDrafts } from './about-delivery.ts'
import { draftForCustomer, draftForReader, nameOfAuthor } from './about-ticket.ts'
import type { MailDraft } from './compose-mail.ts'
import { findAccessOfMail, findMemberOfMail, findTicketOfMail, type TicketOfMail } from './facts-view.ts'
import { type MailRule, mailRuleOf, type TicketRule } from './mail-rules.ts'
import { mailSettings } from './mail-settings.ts'
import { readersOf, type Told } from './readers.ts'
import { transcriptOf } from './transcript.ts'

/** What happened longer ago is not written about: nobody wants yesterday's news by mail after an outage. */
const newsMs = 24 * 3_600_000

/** Whether an event may ask for mails, as far as it says so itself; that it does not is the common case. */
export function mayAskForMails(told: Told): boolean {
  const { context, event } = told
  const rule = mailRuleOf(event)
  return rule !== undefined && event.at >= context.now() - newsMs && !isBoring(rule, told)
}

/** The mails that an event asks for. */
export async function draftsOfEvent(tx: Tx, told: Told): Promise<MailDraft[]> {
  const { context, event } = told
  const rule = mailRuleOf(event)
  if (rule === undefined || !mayAskForMails(told)) return []
  if (rule.about === 'webhook') return webhookDrafts(tx, told)
  if (rule.about === 'delivery') return quarantineDrafts(tx, told)
  if (rule.about === 'case') return caseDrafts(tx, told)
  if (rule.about === 'member') return invitationDrafts(tx, told)
  if (rule.about === 'access') return accessDrafts(tx, told)
  if (event.ticketId === null) return []
  if (rule.about === 'reply') return replyDrafts(tx, told)
  const ticket = await findTicketOfMail(tx, context.workspace.id, event.ticketId)
  if (ticket === null) return []
  return 'kind' in rule ? ticketDrafts(tx, told, { rule, ticket }) : closingDrafts(tx, told, ticket)
}

function isBoring(rule: MailRule, { workflow, event }: Told): boolean {
  const { mail } = workflow
  if (rule.about === 'closing') return !mail.hasTranscriptOnClose
  if (rule.about !== 'reply') return false
  const { visibility, authorKind, chatId } = event.data
  // What is said in a chat is heard there, and is in its transcript.
  return !mail.hasReplies || visibility !== 'public' || authorKind === 'customer' || chatId !== undefined
}

/** A reply goes to whose ticket it was said to, also where that goes on in another customer's. */
async function replyDrafts(tx: Tx, { context, workflow, event }: Told): Promise<MailDraft[]> {
  const workspaceId = context.workspace.id
  const messageId = decodeId('message', String(event.data['messageId']))
  const message = messageId === null ? null : await findMessage(tx, workspaceId, messageId)
  if (message === null || message.redaction !== null) return []
  const meant = await findMeantTickets(tx, workspaceId, [message.id])
  const ticket = await findTicketOfMail(tx, workspaceId, meant.get(message.id) ?? message.ticketId)
  if (ticket === null || ticket.customer.address === null || !isAnsweredByMail({ workflow, event }, ticket)) return []
  const { number, summary, customer } = ticket
  const { author, body } = message
  const said = { author: nameOfAuthor(author), isAutomatic: author.kind === 'system', body }
  const content = { kind: 'reply', ...said, number, summary } as const
  const to = { address: ticket.customer.address, name: customer.name }
  return [draftForCustomer(workflow, ticket, { content, dedupeKey: `reply ${message.id}`, to })]
}

/**
 * Whoever left a message where a chat was, or is gone from one, hears of an answer by mail alone. What no person said is
 * not sent there: a stranger may have typed the address, and the subject.
 */
function isAnsweredByMail({ workflow, event }: Pick<Told, 'workflow' | 'event'>, ticket: TicketOfMail): boolean {
  if (workflow.mail.channels.has(ticket.channel)) return true
  return ticket.hasChat && event.data['authorKind'] !== 'system'
}

async function closingDrafts(tx: Tx, { context, workflow, event }: Told, ticket: TicketOfMail): Promise<MailDraft[]> {
  const { customer } = ticket
  if (customer.address === null) return []
  const content = await transcriptOf(tx, context, ticket)
  if (content.lines.length === 0) return []
  const to = { address: customer.address, name: customer.name }
  return [draftForCustomer(workflow, ticket, { content, dedupeKey: `closing ${event.id}`, to })]
}

async function ticketDrafts(
  tx: Tx,
  told: Told,
  { rule, ticket }: { rule: TicketRule; ticket: TicketOfMail },
): Promise<MailDraft[]> {
  const { context, event } = told
  const { publicUrl } = context.memory.of(mailSettings)
  const readers = await readersOf(tx, told, { kind: rule.kind, audience: rule.audience(event, ticket), ticket })
  const notice = {
    kind: rule.kind,
    dedupeKey: `${rule.kind} ${event.id}`,
    publicUrl,
    facts: rule.facts?.(event, told.workflow) ?? {},
    phrases: rule.phrases?.(event) ?? rule.kind,
  }
  return readers.map((reader) => draftForReader(reader, ticket, notice))
}

/** Whoever is made a member by somebody hears of it; the first admin of an installation made themselves one. */
async function invitationDrafts(tx: Tx, { context, event }: Told): Promise<MailDraft[]> {
  const memberId = decodeId('member', String(event.data['memberId']))
  if (memberId === null || event.actor.kind === 'system') return []
  const member = await findMemberOfMail(tx, context.workspace.id, memberId)
  if (member === null) return []
  const { publicUrl } = context.memory.of(mailSettings)
  const { address, name, askedIn } = member
  return [
    {
      content: { kind: 'invited', hasAsked: askedIn !== null },
      dedupeKey: `invited ${memberId}`,
      ticketId: null,
      customerId: null,
      memberId,
      to: { address, name },
      languages: [askedIn],
      link: { word: 'signIn', url: `${publicUrl}/sign-in` },
      thread: null,
    },
  ]
}

/** Whoever asked for access hears what became of it, and not why; who became a member hears it by the invitation. */
async function accessDrafts(tx: Tx, { context, event }: Told): Promise<MailDraft[]> {
  const requestId = decodeId('accessRequest', String(event.data['requestId']))
  const request = requestId === null ? null : await findAccessOfMail(tx, context.workspace.id, requestId)
  if (request === null || request.grantedAs === 'member') return []
  const { address, name, language, state } = request
  return [
    {
      content: { kind: 'access_decided', outcome: state === 'approved' ? 'approved' : 'rejected' },
      dedupeKey: `access_decided ${requestId}`,
      ticketId: null,
      customerId: null,
      memberId: null,
      to: { address, name },
      languages: [language],
      link: null,
      thread: null,
    },
  ]
}
