import { type Context, inNameOf, type Tx } from '../../platform/context.ts'
import { AppError, refuseField } from '../../platform/errors.ts'
import { requirePermission } from '../access/index.ts'
import { acceptOffer, gripTicket, handleTicket, returnTask, transitionTicket } from '../handling/index.ts'
import { declineOffer } from '../routing/index.ts'
import type { ShownHandoff } from './handoff-view.ts'
import { keepExternalId } from './keep-external-id.ts'
import { findOwnHandoff, getPartnerTicket, type PartnerTicket, roleOf } from './read-handoffs.ts'
import { anybodys, sayForPartner } from './say-for-partner.ts'

export const partnerStatuses = ['accepted', 'declined', 'waiting', 'solved'] as const

/**
 * What a partner makes of a ticket. `declined` gives back what it has taken, too; `waiting`: the customer must answer.
 */
export type PartnerStatus = (typeof partnerStatuses)[number]

export interface PartnerUpdate {
  readonly ticketId: string
  readonly status?: PartnerStatus | undefined
  /** Why, with `declined`: told to staff alone. */
  readonly reason?: string | undefined
  /** With `solved`: what was done. */
  readonly resolution?: string | undefined
  /** The partner's own id of it. */
  readonly externalId?: string | null | undefined
  /** Said to the customer. */
  readonly reply?: string | undefined
  /** Said to staff: a word, an answer. */
  readonly note?: string | undefined
  /** Asked of staff. */
  readonly question?: string | undefined
  readonly expectedVersion: number | null
}

/**
 * Does what a partner says of one of its tickets, all or nothing; null when it has no part in it. Throws `offer_ended`
 * for one it was asked about and is no more, `conflict` for what needs it in hand, `version_mismatch`, and the missing
 * facts of a status.
 */
export async function updatePartnerTicket(context: Context, input: PartnerUpdate): Promise<PartnerTicket | null> {
  requirePermission(context, 'partner:act')
  return context.transaction(async (tx) => {
    const inside = context.within(tx)
    const held = await holdOwnHandoff(tx, inside, input.ticketId)
    if (held === null) return null
    requireVersion(held, input)
    if (roleOf(context, held) === 'raiser') await sayAsRaiser(inside, { held, input })
    else await doAsReceiver(tx, inside, { held, input })
    return getPartnerTicket(inside, { ticketId: input.ticketId })
  })
}

/** The hand-off as it stands once everybody else who moves the ticket waits: what the partner may do goes by that. */
async function holdOwnHandoff(tx: Tx, context: Context, ticketId: string): Promise<ShownHandoff | null> {
  const known = await findOwnHandoff(tx, context, ticketId)
  if (known === null) return null
  await gripTicket(tx, context, { ticketId, agentIds: known.agentId === null ? [] : [known.agentId] })
  return findOwnHandoff(tx, context, ticketId)
}

function requireVersion({ ticket: { version } }: ShownHandoff, { expectedVersion }: PartnerUpdate): void {
  if (expectedVersion === null || expectedVersion === version) return
  throw new AppError('version_mismatch', `The ticket is at version ${version}, not ${expectedVersion}.`, {
    currentVersion: version,
  })
}

/** Who only raised it adds to it; the work is others'. */
async function sayAsRaiser(
  context: Context,
  { held, input: { ticketId, note, question, ...input } }: { held: ShownHandoff; input: PartnerUpdate },
): Promise<void> {
  const beyond = (['status', 'reply', 'resolution', 'externalId'] as const).find((name) => input[name] !== undefined)
  if (beyond !== undefined)
    throw refuseField(`/${beyond}`, 'not_in_hand', 'You raised this ticket and do not have it in hand: add a note.')
  if (question !== undefined && held.partnerId !== null)
    throw refuseField(
      '/question',
      'other_partner',
      'Another partner is told of this ticket: add a note, which it reads too.',
    )
  if (note !== undefined) await say(context, { ticketId, as: 'note', body: note })
  if (question !== undefined) await say(context, { ticketId, as: 'question', body: question })
}

async function doAsReceiver(
  tx: Tx,
  context: Context,
  { held, input }: { held: ShownHandoff; input: PartnerUpdate },
): Promise<void> {
  const { ticketId, status, externalId, reply, note, question, reason, resolution } = input
  if (externalId !== undefined) await keepExternalId(tx, context, { ticketId, externalId })
  if (status === 'accepted') await accept(context, held)
  const saysSomething = reply !== undefined || note !== undefined || question !== undefined
  const needsHand = saysSomething || status === 'waiting' || status === 'solved'
  if (needsHand && status !== 'accepted') requireInHand(held)
  if (note !== undefined) await say(context, { ticketId, as: 'note', body: note })
  if (question !== undefined) await say(context, { ticketId, as: 'question', body: question })
  if (reply !== undefined) await say(context, { ticketId, as: 'reply', body: reply })
  if (status === 'waiting' || status === 'solved') await move(context, held, { status, resolution })
  if (status === 'declined') await giveUp(context, held, reason ?? null)
}

function requireInHand({ state }: ShownHandoff): void {
  if (state === 'accepted') return
  const hint = state === 'offered' ? ' Accept it first, or say "status": "accepted" with it.' : ''
  throw new AppError('conflict', `You do not have this ticket in hand: it is ${state ?? 'not yours'}.${hint}`, {
    state,
  })
}

async function accept(context: Context, { state, offerId, agentId }: ShownHandoff): Promise<void> {
  if (state === 'accepted' || state === 'done') return
  if (offerId === null || agentId === null) throw notOffered(state)
  await acceptOffer(asDesk(context, agentId), { offerId })
}

/** Asked, it says no, and to staff why; having taken it, it gives it back. Said again it is so already. */
async function giveUp(context: Context, handoff: ShownHandoff, reason: string | null): Promise<void> {
  const { ticketId, state, offerId, agentId, taskId } = handoff
  if (state === 'declined' || state === 'returned') return
  if (offerId === null || agentId === null || taskId === null) throw notOffered(state)
  const desk = asDesk(context, agentId)
  if (state === 'accepted') {
    await returnTask(desk, { taskId, reason, code: 'partner_returned' })
    return
  }
  if (reason !== null && reason.trim() !== '') await say(context, { ticketId, as: 'note', body: reason })
  await declineOffer(desk, { offerId, reason, code: 'partner_declined' })
}

function notOffered(state: ShownHandoff['state']): AppError {
  return new AppError('conflict', 'This ticket was told to you but not offered: own queues have it.', { state })
}

/** Its first status of that category: the one that waits for the customer, or the end. */
async function move(
  context: Context,
  { ticketId, agentId }: ShownHandoff,
  { status, resolution }: { status: 'waiting' | 'solved'; resolution: string | undefined },
): Promise<void> {
  if (agentId === null) throw notOffered(null)
  const desk = asDesk(context, agentId)
  let to: string | null = null
  await handleTicket(desk, { ticketId, permission: 'ticket:write' }, ({ lifecycle }) => {
    const all = [...lifecycle.statuses.values()]
    const wanted =
      status === 'waiting'
        ? all.find(({ category, awaits }) => category === 'waiting' && awaits === 'customer')
        : (all.find(({ category }) => category === 'solved') ?? all.find(({ category }) => category === 'closed'))
    to = wanted?.slug ?? null
    return { patch: {}, facts: [], clockEvents: [], taskMoves: [] }
  })
  if (to === null) throw refuseField('/status', 'unknown_status', `This kind of ticket has no status "${status}".`)
  const brought = resolution === undefined ? {} : { resolution }
  // What it has in hand it moves as any desk; what the workflow keeps for a role is asked of the partner itself.
  await transitionTicket(desk, { ticketId, to, ...brought, askedBy: context.principal })
}

async function say(
  context: Context,
  { ticketId, as, body }: { ticketId: string; as: 'reply' | 'note' | 'question'; body: string },
): Promise<void> {
  const { partnerId } = context.principal
  if (partnerId === null) return
  if (body.trim() === '') throw refuseField(`/${as}`, 'required', 'Say something.')
  await sayForPartner(context, { ticketId, partnerId, as, body })
}

/** The partner's desk, which may do what an agent may with what it has in hand. */
function asDesk(context: Context, agentId: string): Context {
  return inNameOf(context, { ...context.principal, ...anybodys, agentId })
}
