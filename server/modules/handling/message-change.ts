import { byItself, planReply, planTransition, waitingStatusFor } from '../../core/lifecycle/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import { placeInChat } from '../chats/index.ts'
import { mentionAgents } from '../collaboration/index.ts'
import { dropSentDraft } from '../drafts/index.ts'
import { actorOf } from '../events/index.ts'
import { attachToMessage } from '../files/index.ts'
import { clockEventsOf } from '../sla/index.ts'
import {
  type AuthorKind,
  findLastMessageSeq,
  insertMessage,
  stageOf,
  type Ticket,
  type Visibility,
} from '../tickets/index.ts'
import { changeOfSteps } from './change-of-steps.ts'
import { wakingChange } from './snooze-end.ts'
import { speakerOf } from './speaker-of.ts'
import { type Grip, joinChanges, noChange, type TicketChange } from './ticket-change.ts'

export interface MessageInput {
  readonly body: string
  readonly visibility: Visibility
  readonly clientId: string | null
  /** Asked between staff and the partner: the ticket waits for a partner that is asked. */
  readonly isQuestion?: boolean
  /** Files the sender uploaded, in this order; none when left out. */
  readonly fileIds?: readonly string[]
  /** Said for the customer by a caller that speaks for it. */
  readonly asCustomer?: boolean
  /** Said as this agent by a caller that acts for agents. */
  readonly asAgentId?: string | null
  /** Said by this partner, who has the ticket in hand. */
  readonly asPartner?: { readonly id: string }
  /** The sender's own id of it in the ticket's live chat; there it holds, and not on the ticket. */
  readonly chatClientId?: string | null
  /** Agents whom an internal note names, beside those its text names. */
  readonly mentions?: readonly string[]
  /** The ticket it was said to, when it is kept on another one: its sender's id holds there, and its customer said it. */
  readonly saidTo?: Pick<Ticket, 'id' | 'customer'>
}

/**
 * Adds a message and decides what it does: clocks that it answers or starts, and the end of a waiting. Throws what
 * `speakerOf` throws.
 */
export async function messageChange(
  tx: Tx,
  context: Context,
  grip: Grip,
  input: MessageInput,
): Promise<TicketChange & { readonly messageId: string }> {
  const { ticket } = grip
  const at = context.now()
  const speaker = await speakerOf(tx, context, input)
  const author = speaker === null ? authorOf(context, grip, input) : ({ kind: 'agent', id: speaker.id } as const)
  const seq = (await findLastMessageSeq(tx, context.workspace.id, ticket.id)) + 1
  const messageId = newId()
  const { body, visibility, clientId, fileIds = [], isQuestion = false } = input
  await insertMessage(tx, context.workspace.id, {
    id: messageId,
    ticketId: ticket.id,
    seq,
    clientId,
    saidTo: input.saidTo?.id ?? null,
    authorKind: author.kind,
    authorId: author.id,
    visibility,
    body,
    isQuestion,
    at,
  })
  await attachToMessage(tx, context, { ticketId: ticket.id, messageId, fileIds })
  await dropSentDraft(tx, context, { ticketId: input.saidTo?.id ?? ticket.id, visibility, body })
  const inChat =
    visibility === 'public' && isHeardBy(ticket, input)
      ? await placeInChat(tx, context.workspace.id, {
          ticketId: ticket.id,
          messageId,
          clientId: input.chatClientId ?? null,
          isOfDesk: author.kind !== 'customer',
        })
      : null
  const attachments = fileIds.map((id) => encodeId('file', id))
  const named =
    visibility === 'internal'
      ? await mentionAgents(tx, context, { ticketId: ticket.id, messageId, body, agentIds: input.mentions ?? [] })
      : []
  const said: TicketChange = {
    patch: { messageSeq: seq },
    facts: [
      {
        type: 'message.added',
        data: {
          messageId: encodeId('message', messageId),
          seq,
          visibility,
          authorKind: author.kind,
          ...(isQuestion && { question: true as const }),
          ...(attachments.length > 0 && { attachments }),
          ...(inChat !== null && { chatId: encodeId('chat', inChat.chatId), chatSeq: inChat.seq }),
        },
        ...(visibility === 'public' &&
          author.kind !== 'customer' && { callback: { event: 'ticket.replied', from: null, to: null } as const }),
      },
      ...named,
    ],
    // A bot answers no clock either.
    clockEvents: speaker?.isBot === true ? [] : clockEventsOf(author.kind, visibility, at),
    taskMoves: [],
  }
  const answered = joinChanges(
    wokenBy(grip, author.kind, visibility),
    statusAfter(grip, { authorKind: author.kind, visibility, at, isQuestion }),
  )
  return { ...joinChanges(said, answered), messageId }
}

/** Whether a ticket's customer is to hear what is said: not what is said to another one's ticket that goes on in it. */
function isHeardBy({ customer }: Ticket, { saidTo }: MessageInput): boolean {
  return saidTo === undefined || saidTo.customer.id === customer.id
}

/** Whether a message is the customer's own word: its own call, or said for it. */
function isOfCustomer({ principal }: Context, { asCustomer }: Pick<MessageInput, 'asCustomer'>): boolean {
  return asCustomer === true || principal.kind === 'customer'
}

/** Whether a message is a customer's reply to a ticket that it can no longer reopen. */
export function isTooLate(
  context: Context,
  { ticket, lifecycle, workflow }: Pick<Grip, 'ticket' | 'lifecycle' | 'workflow'>,
  input: Pick<MessageInput, 'asCustomer' | 'visibility'>,
): boolean {
  if (input.visibility !== 'public' || !isOfCustomer(context, input)) return false
  return planReply(lifecycle, stageOf(ticket, workflow), { by: 'customer', at: context.now() }).kind === 'follow_up'
}

function authorOf(context: Context, grip: Grip, input: MessageInput): { kind: AuthorKind; id: string } {
  const { customer } = input.saidTo ?? grip.ticket
  if (isOfCustomer(context, input)) return { kind: 'customer', id: customer.id }
  if (input.asPartner !== undefined) return { kind: 'partner', id: input.asPartner.id }
  const actor = actorOf(context.principal)
  return { kind: actor.kind, id: actor.id }
}

/** Whoever is waited for has written: what was put aside is taken up at once. */
function wokenBy({ ticket }: Grip, author: AuthorKind, visibility: Visibility): TicketChange {
  const isOurs = author !== 'customer' && author !== 'partner'
  return ticket.snoozedUntil === null || isOurs || visibility === 'internal' ? noChange : wakingChange(author)
}

/** What it means for a ticket that its customer is back, with or without a word. */
export function returnChange(grip: Grip, at: number): TicketChange {
  return statusAfter(grip, { authorKind: 'customer', visibility: 'public', at, isQuestion: false })
}

interface Said {
  readonly authorKind: AuthorKind
  readonly visibility: Visibility
  readonly isQuestion: boolean
  readonly at: number
}

function statusAfter(grip: Grip, said: Said): TicketChange {
  const { ticket, lifecycle, workflow } = grip
  const by = said.authorKind === 'customer' ? 'customer' : said.authorKind === 'partner' ? 'partner' : null
  if (said.isQuestion && by === null) return waitForPartner(grip, said.at)
  if (by === null || said.visibility === 'internal') return noChange
  const plan = planReply(lifecycle, stageOf(ticket, workflow), { by, at: said.at })
  return plan.kind === 'steps'
    ? changeOfSteps(grip, plan, { at: said.at, agentId: ticket.assignee?.id ?? null })
    : noChange
}

/** A ticket that is being worked on waits for the partner who was asked, where its lifecycle has a status for that. */
function waitForPartner(grip: Grip, at: number): TicketChange {
  const { ticket, lifecycle, workflow } = grip
  const to = waitingStatusFor(lifecycle, 'partner')
  if (to === null || (ticket.statusCategory !== 'open' && ticket.statusCategory !== 'waiting')) return noChange
  const plan = planTransition(lifecycle, stageOf(ticket, workflow), { to, facts: {}, at, mayAs: byItself })
  return plan.kind === 'steps' ? changeOfSteps(grip, plan, { at, agentId: ticket.assignee?.id ?? null }) : noChange
}
