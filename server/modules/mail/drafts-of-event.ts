import type { NoticeKind } from '../../core/mail/index.ts'
import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { decodeId, encodeId } from '../../platform/ids.ts'
import type { PlacedEvent } from '../events/index.ts'
import { findMessage } from '../tickets/index.ts'
import { draftForCustomer, draftForReader, nameOfAuthor, toReader } from './about-ticket.ts'
import type { MailDraft } from './compose-mail.ts'
import {
  findAccessOfMail,
  findCaseOfMail,
  findMemberOfMail,
  findReaders,
  findTicketOfMail,
  findWebhookUrl,
  type Reader,
  type TicketOfMail,
} from './facts-view.ts'
import { type Audience, type MailRule, mailRuleOf, rolesThatMay, type TicketRule } from './mail-rules.ts'
import { mailSettings } from './mail-settings.ts'
import { transcriptOf } from './transcript.ts'

interface Told {
  readonly context: Context
  readonly workflow: WorkflowSnapshot
  readonly event: PlacedEvent
}

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
  if (rule.about === 'case') return caseDrafts(tx, told)
  if (rule.about === 'member') return invitationDrafts(tx, told)
  if (rule.about === 'access') return accessDrafts(tx, told)
  if (event.ticketId === null) return []
  const ticket = await findTicketOfMail(tx, context.workspace.id, event.ticketId)
  if (ticket === null) return []
  if (rule.about === 'reply') return replyDrafts(tx, told, ticket)
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

async function replyDrafts(tx: Tx, { context, workflow, event }: Told, ticket: TicketOfMail): Promise<MailDraft[]> {
  const { customer } = ticket
  const messageId = decodeId('message', String(event.data['messageId']))
  if (customer.address === null || !isAnsweredByMail({ workflow, event }, ticket) || messageId === null) return []
  const message = await findMessage(tx, context.workspace.id, messageId)
  if (message === null || message.redaction !== null) return []
  const { number, summary } = ticket
  const { author, body } = message
  const said = { author: nameOfAuthor(author), isAutomatic: author.kind === 'system', body }
  const content = { kind: 'reply', ...said, number, summary } as const
  const to = { address: customer.address, name: customer.name }
  return [draftForCustomer(workflow, ticket, { content, dedupeKey: `reply ${messageId}`, to })]
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
  const readers = await readersOf(tx, told, { kind: rule.kind, audience: rule.audience(event, ticket) })
  const notice = {
    kind: rule.kind,
    dedupeKey: `${rule.kind} ${event.id}`,
    publicUrl,
    facts: rule.facts?.(event) ?? {},
    isEarly: rule.isEarly?.(event) ?? false,
  }
  return readers.map((reader) => draftForReader(reader, ticket, notice))
}

/** A case that is ready to be decided is told to those who may: not to its opener, whom four eyes keep from it. */
async function caseDrafts(tx: Tx, told: Told): Promise<MailDraft[]> {
  const { context, workflow, event } = told
  const caseId = decodeId('case', String(event.data['caseId']))
  if (event.data['to'] !== 'decision' || caseId === null) return []
  const found = await findCaseOfMail(tx, context.workspace.id, caseId)
  if (found === null) return []
  const audience = { roles: rolesThatMay('case:decide') }
  const readers = await readersOf(tx, told, { kind: 'case_decision', audience })
  const summary = workflow.cases.reasons.get(found.reason)?.label ?? found.reasonText ?? found.reason
  const { publicUrl } = context.memory.of(mailSettings)
  const id = encodeId('case', found.id)
  return readers
    .filter(({ memberId, agentId }) => found.openedBy === null || ![memberId, agentId].includes(found.openedBy))
    .map((reader) => ({
      ...toReader(reader, `case_decision ${event.id}`),
      content: {
        kind: 'case_decision',
        facts: { number: found.number, summary },
        details: [{ word: 'priority', text: found.severity, isWord: true }],
      },
      ticketId: found.ticketId,
      link: { word: 'openCase', url: `${publicUrl}/cases?case=${id}` },
      thread: id,
    }))
}

/** A subscription that was disabled by nobody is told to the administrators. */
async function webhookDrafts(tx: Tx, told: Told): Promise<MailDraft[]> {
  const { context, event } = told
  const { webhookId: text, reason } = event.data
  const webhookId = decodeId('webhook', String(text))
  if (reason === 'manual' || webhookId === null) return []
  const url = await findWebhookUrl(tx, context.workspace.id, webhookId)
  const host = url === null ? null : (URL.parse(url)?.host ?? null)
  if (host === null) return []
  const readers = await readersOf(tx, told, { kind: 'webhook_disabled', audience: { roles: ['admin'] } })
  const { publicUrl } = context.memory.of(mailSettings)
  return readers.map((reader) => ({
    ...toReader(reader, `webhook_disabled ${event.id}`),
    content: { kind: 'webhook_disabled', facts: { host, reason: String(reason) }, details: [] },
    ticketId: null,
    link: { word: 'openConsole', url: publicUrl },
    thread: String(text),
  }))
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

/** Those of an audience who want to be told, without whoever did it. */
async function readersOf(
  tx: Tx,
  { context, event }: Told,
  { kind, audience }: { kind: NoticeKind; audience: Audience },
): Promise<Reader[]> {
  const { agentIds = [], teams = [], roles = [] } = audience
  if (agentIds.length + teams.length + roles.length === 0) return []
  const readers = await findReaders(tx, context.workspace.id, { agentIds, teams, roles })
  return readers.filter(
    ({ kindsOff, memberId, agentId }) => !kindsOff.includes(kind) && ![memberId, agentId].includes(event.actor.id),
  )
}
