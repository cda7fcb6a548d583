import { createHash } from 'node:crypto'
import type { Context } from '../../../platform/context.ts'
import { newId } from '../../../platform/ids.ts'
import { systemPrincipal } from '../../../platform/principal.ts'
import { fireBulkTimer, startBulk } from '../../bulk/index.ts'
import type { CaseDesk } from '../../cases/testing/case-desk.ts'
import { closeChat, createChat, sayInChat } from '../../chat/index.ts'
import { changeChecklist } from '../../collaboration/index.ts'
import { saveDraft } from '../../drafts/index.ts'
import { keepFile } from '../../files/index.ts'
import { sendTranscript } from '../../mail/index.ts'
import { indexAll } from '../../search/testing/index-all.ts'
import { claimTimers } from '../../timers/index.ts'
import { createView } from '../../views/index.ts'

/** What stands about a customer beside its tickets. */
export interface Traces {
  /** A ticket that is done, one that is open. */
  readonly ticketId: string
  readonly openTicketId: string
  readonly mark: string
  /** A word of the mark that is found by search. */
  readonly secret: string
}

/** A file named by a mark, sent by this caller; without bytes. Gives its id. */
export async function sendMarkedFile(context: Context, mark: string): Promise<string> {
  const sha256 = createHash('sha256').update(mark).digest()
  const id = newId()
  const sent = { id, name: `${mark}.png`, mediaType: 'image/png', size: 10, sha256, width: 1, height: 1 }
  return (await keepFile(context, sent)).id
}

/** Brings the documents of search up to now, as the job does. */
export function indexDocuments({ home }: CaseDesk): Promise<number> {
  return indexAll(home, home.contextOf(systemPrincipal))
}

/** Leaves what mail, checklists, searches and changes of many tickets keep of a customer. */
export async function leaveTraces(desk: CaseDesk, { ticketId, openTicketId, mark, secret }: Traces): Promise<void> {
  const { context, home } = desk
  await sendTranscript(context, { ticketId, to: null })
  await changeChecklist(context, { ticketId: openTicketId, wish: { kind: 'add', text: `Call ${mark}` } })
  await indexDocuments(desk)
  const selection = { kind: 'search', q: secret, view: null } as const
  for (const priorityReason of [mark, `${mark} again`])
    await startBulk(context, { selection, action: { kind: 'update', set: { priority: 'critical', priorityReason } } })
  await workBulks(context)
  await createView(context, {
    name: `Calls of ${mark}`,
    icon: 'star',
    q: `customer:"${mark}" is:open`,
    sort: 'newest',
    columns: [],
    groupBy: null,
    sharedWith: 'nobody',
    teams: [],
  })
  await home.query(
    `insert into automation_runs (workspace_id, id, automation, ticket_id, trigger, on_event, outcome, code, reason,
       workflow_version, at)
     select workspace_id, $2, 'lift', id, 'event:1', 'ticket.created', 'done', 'matched', $3, 1, now()
     from tickets where id = $1`,
    [ticketId, newId(), mark],
  )
  await home.query(
    `insert into handoffs (workspace_id, ticket_id, outcome, configured_type, resolved_type, explanation, market, brand,
       region, choice, source, order_told, customer_told, submitted_at, created_at)
     select workspace_id, id, 'internal', 'STORE', 'STORE', '{}', 'iberia', 'burger-house', 'ES', '{}', 'guest',
       jsonb_build_object('id', $2::text), jsonb_build_object('name', $2::text), now(), now()
     from tickets where id = $1`,
    [ticketId, mark],
  )
  await saveDraft(context, {
    ticketId: openTicketId,
    visibility: 'internal',
    body: `Ask ${mark}`,
    macro: { key: 'ask', name: `Ask ${mark}`, does: [], isSilent: false },
    readSeq: null,
    revision: null,
  })
  await home.query(`update bulk_tickets set detail = $2 where ticket_id = $1`, [ticketId, mark])
  await home.query('update search_cursors set words_checked = $1', [mark])
  await home.query(`update outbox_mails set headers = jsonb_build_object('X-Name', $2::text) where ticket_id = $1`, [
    ticketId,
    mark,
  ])
  await home.query(
    `insert into outbox_attempts (workspace_id, id, mail_id, number, started_at, duration_ms, code, response)
     select workspace_id, $2, id, 1, now(), 1, 550, $3 from outbox_mails where ticket_id = $1 limit 1`,
    [ticketId, newId(), `No mailbox of ${mark}`],
  )
}

/** Lets every change of many tickets be worked on, as a worker does. */
export async function workBulks(context: Context): Promise<void> {
  for (;;) {
    const claim = { kinds: ['bulk'], limit: 10, leaseMs: 0, aheadMs: 1_000 } as const
    const timers = await context.transaction((tx) => claimTimers(tx, context.workspace.id, claim))
    if (timers.length === 0) return
    for (const timer of timers) await fireBulkTimer(context, timer)
  }
}

/** A chat that a page named by the mark opened, in which the mark is said, and rated with it. */
export async function chatMarked(
  desk: CaseDesk,
  { customerId, mark }: { customerId: string; mark: string },
): Promise<void> {
  const { context } = desk
  const origin = `https://${customerId}.example`
  const { chat } = await createChat(context, { request: { customerId, issueSummary: mark }, hasKey: false, origin })
  await sayInChat(context, { chatId: chat.id, body: mark, clientId: mark, asCustomer: true })
  const rated = 'update chat_sessions set rating = 5, rating_comment = $1, rated_at = now() where id = $2'
  await desk.home.query(rated, [mark, chat.id])
  // As somebody leaves them who was mailed a link to the portal, signed in by it and rated the request there.
  const contact = `select contact.value from customer_contacts as contact where contact.customer_id = $1 and contact.kind = 'email' limit 1`
  await desk.home.query(
    `insert into portal_links (workspace_id, token_hash, address, created_at, expires_at)
      select $2, uuid_send(uuidv7()), (${contact}), now(), now() + interval '15 minutes'`,
    [chat.customer.id, context.workspace.id],
  )
  await desk.home.query(`update service_tokens set portal_address = (${contact}) where customer_id = $1`, [
    chat.customer.id,
  ])
  await desk.home.query(
    `insert into ticket_ratings (workspace_id, ticket_id, score, comment, rated_at) values ($1, $2, 5, $3, now())`,
    [context.workspace.id, chat.ticketId, mark],
  )
  await closeChat(context, { chatId: chat.id, by: 'customer', reason: 'closed' })
}
