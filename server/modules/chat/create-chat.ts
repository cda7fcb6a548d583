import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import { type Context, inNameOf, type Tx } from '../../platform/context.ts'
import { AppError, refuseField } from '../../platform/errors.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import { systemPrincipal } from '../../platform/principal.ts'
import { requirePermission, writeChatToken } from '../access/index.ts'
import { endChatOf, findShownChat, insertChat, placeInChat, type ShownChat } from '../chats/index.ts'
import { appendEvents, type NewEvent } from '../events/index.ts'
import { admitRequest, recordWithin, type TicketRequest } from '../intake/index.ts'
import { findTask } from '../routing/index.ts'
import { findTicket, listMessagesOf, takeTicketSeq, type Ticket } from '../tickets/index.ts'
import { currentWorkflow, holdWorkflow } from '../workflow/index.ts'
import { keepCustomers } from './keep-customers.ts'
import { openOnTicket } from './open-on-ticket.ts'

/** A chat as it is asked for: about something new, or (`ticketId`) on a ticket there is. */
export interface ChatRequest extends Partial<Omit<TicketRequest, 'call' | 'kind' | 'text'>> {
  readonly ticketId?: string
}

export interface OpenedChat {
  readonly chat: ShownChat
  /** What its customer's page opens it with; shown this once. */
  readonly token: string
}

export interface ChatOpening {
  readonly request: ChatRequest
  /** The request came under a key of its own. */
  readonly hasKey: boolean
  /** Of the page it is opened from. */
  readonly origin?: string | null
  /** Its customer is missed when it shows no sign of life; that of a page always is. */
  readonly isMissed?: boolean
}

/**
 * Opens a chat with its ticket, task, token and events, all or nothing. Where its queue cannot let it wait it has gone on
 * as a message or callback already, and is closed. Throws what `recordRequest` throws, `not_found` for a ticket that is
 * not the caller's to see, and `conflict` when a chat goes on there or the ticket was closed too long ago.
 */
export async function createChat(context: Context, opening: ChatOpening): Promise<OpenedChat> {
  const { request, origin = null } = opening
  const isMissed = opening.isMissed === true || origin !== null
  const channel = channelOf(await currentWorkflow(context), request.channel)
  const { ticketId, ...rest } = request
  if (ticketId !== undefined)
    return context.transaction(async (tx) => {
      const ticket = await openOnTicket(tx, context.within(tx), { ...request, ticketId })
      return begin(tx, context, { ticket, channel, origin, isMissed })
    })
  const { customerId } = rest
  if (customerId === undefined)
    throw refuseField('/customerId', 'one_of', 'Name a customer (customerId) or a ticket (ticketId).')
  const asked = { ...rest, customerId, channel, kind: 'chat' } as const
  await admitRequest(context, { request: asked, hasKey: opening.hasKey })
  return context.transaction(async (tx) => {
    const ticket = await record(tx, context, asked)
    return begin(tx, context, { ticket, channel, origin, isMissed })
  })
}

/** The channel of chats: the one named, else the workflow's first of that kind. Throws `invalid`. */
function channelOf(workflow: WorkflowSnapshot, named: string | undefined): string {
  const ofChats = [...workflow.channels.values()].filter(({ kind }) => kind === 'chat').map(({ slug }) => slug)
  const channel = named ?? ofChats[0]
  if (channel === undefined) throw new AppError('conflict', 'The workflow has no channel of the kind "chat".')
  if (ofChats.includes(channel)) return channel
  throw refuseField('/channel', 'no_chat_channel', `"${channel}" is not one of: ${ofChats.join(', ')}.`)
}

async function record(tx: Tx, context: Context, request: TicketRequest): Promise<Ticket> {
  requirePermission(context, 'chat:write', { channel: request.channel })
  const inside = context.within(tx)
  const workflow = await holdWorkflow(tx, inside)
  const { kind, id, partnerId } = context.principal
  const ticketId = await recordWithin(tx, inside, { request, workflow, createdBy: { kind, id, partnerId } })
  const ticket = await findTicket(tx, context.workspace.id, ticketId)
  if (ticket === null) throw new Error(`Ticket ${ticketId} was recorded and is gone.`)
  return ticket
}

/** Attaches a chat to a ticket whose task waits for one; the ticket is this transaction's. */
async function begin(
  tx: Tx,
  context: Context,
  { ticket, channel, origin, isMissed }: { ticket: Ticket; channel: string; origin: string | null; isMissed: boolean },
): Promise<OpenedChat> {
  const workspaceId = context.workspace.id
  const task = ticket.taskId === null ? null : await findTask(tx, workspaceId, ticket.taskId)
  if (task === null) throw new Error(`Ticket ${ticket.id} has no task for its chat.`)
  const chatId = newId()
  const ids = { ticketId: ticket.id, taskId: task.id }
  await insertChat(tx, workspaceId, { id: chatId, ...ids, channel, origin, at: context.now() })
  // Whoever never comes is missed as well; who is reached otherwise, as about an order, is not asked to be there.
  if (isMissed) await keepCustomers(inNameOf(context.within(tx), systemPrincipal), { chatIds: [chatId], isNew: true })
  await placeFirstMessage(tx, context, ticket, task.createdAt)
  const { secret } = await writeChatToken(tx, context, { customerId: ticket.customer.id, chatId })
  const started = {
    type: 'chat.started',
    data: { chatId: encodeId('chat', chatId), taskId: encodeId('task', task.id) },
  } as const
  const gaveWay = task.kind === 'chat' ? [] : await endAtOnce(tx, context, task)
  await append(tx, context, ticket.id, [started, ...gaveWay])
  const chat = await findShownChat(tx, workspaceId, chatId)
  if (chat === null) throw new Error(`Chat ${chatId} was written and is gone.`)
  return { chat, token: secret }
}

/** What the request said first is the first message of the chat. */
async function placeFirstMessage(tx: Tx, context: Context, ticket: Ticket, since: number): Promise<void> {
  const workspaceId = context.workspace.id
  if (ticket.createdAt < since) return
  const page = { ticketId: ticket.id, after: 0, limit: 1, visibilities: ['public'], customerIds: null } as const
  const [first] = await listMessagesOf(tx, workspaceId, page)
  if (first !== undefined)
    await placeInChat(tx, workspaceId, {
      ticketId: ticket.id,
      messageId: first.id,
      clientId: null,
      isOfDesk: first.author.kind !== 'customer',
    })
}

/** Its queue let nobody wait: the task is of another kind already. */
function endAtOnce(tx: Tx, context: Context, task: { readonly id: string; readonly kind: string }) {
  const reason = task.kind === 'callback' ? 'callback' : 'message'
  return endChatOf(tx, context, { ...task, kind: 'chat' }, { by: 'system', reason })
}

type ChatFact = Pick<Extract<NewEvent, { type: 'chat.started' | 'chat.ended' }>, 'type' | 'data'>

async function append(tx: Tx, context: Context, ticketId: string, facts: readonly ChatFact[]): Promise<void> {
  const first = (await takeTicketSeq(tx, context.workspace.id, new Map([[ticketId, facts.length]]))).get(ticketId) ?? 0
  const events = facts.map(({ type, data }, index) => {
    const subject = { kind: 'ticket', id: ticketId, seq: first + index } as const
    // A fact carries the data of its own type, which its declaration has checked.
    return { type, data, subject, ticketId } as NewEvent
  })
  await appendEvents(tx, context, events)
}
