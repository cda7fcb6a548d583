import type { Context, Tx } from '../../platform/context.ts'
import { inNameOf } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { decodeId, encodeId, newId } from '../../platform/ids.ts'
import { systemPrincipal } from '../../platform/principal.ts'
import { can, requirePermission } from '../access/index.ts'
import { lockAgent, updateAgent } from '../agents/index.ts'
import { appendEvents } from '../events/index.ts'
import { lookUpOrders, takeOrderSeq } from '../orders/index.ts'
import { takeTicketSeq } from '../tickets/index.ts'
import { type CallerLimits, findRatedSession, hasAgentWithin, hasOrderWithin } from './rated-view.ts'
import { averageOf, insertRating, type RatedCategory } from './rating-store.ts'
import { becknCodes, refuseMember } from './refusals.ts'

/** What Beckn may rate (seeds.md 2b). */
export const ratingCategories = ['Item', 'Order', 'Fulfillment', 'Provider', 'Agent', 'Support'] as const

export interface Rating {
  readonly rating_category: (typeof ratingCategories)[number]
  readonly id: string
  readonly value: string
}

const figure = /^[1-5](?:\.\d{1,4})?$/

/**
 * Keeps the ratings of a message, all or none, and lets the averages follow: an agent's is its `rating` from then on. A
 * message that comes again, by its sender and its `message_id`, does nothing more. Throws `invalid` with 50003 for what is
 * not rated here, 30014 for what is not there or none of the caller's business, 30015 for what is no figure from 1 to 5;
 * `forbidden` for an agent's word on itself.
 */
export async function rate(
  context: Context,
  { messageId, ratings }: { messageId: string; ratings: readonly Rating[] },
): Promise<void> {
  requirePermission(context, 'chat:write')
  const read = ratings.map((rating, index) => ({ ...requireRatable(rating, index), pointer: placeOf(index) }))
  // One order of locks for all who rate several things at once: agents before orders before tickets.
  const wanted = read.toSorted((a, b) => (`${a.category} ${a.key}` < `${b.category} ${b.key}` ? -1 : 1))
  await context.transaction(async (tx) => {
    const inside = context.within(tx)
    const things = []
    for (const one of wanted) things.push({ ...one, ...(await requireThing(tx, inside, one)) })
    for (const thing of things) await keep(tx, inside, { ...thing, messageId })
  })
}

const placeOf = (index: number) => `/message/ratings/${index}`

interface Wanted {
  readonly category: RatedCategory
  readonly key: string
  readonly value: string
}

function requireRatable({ rating_category: category, id, value }: Rating, index: number): Wanted {
  const pointer = placeOf(index)
  if (category !== 'Order' && category !== 'Agent' && category !== 'Support') {
    const message = `Orders, agents and support are rated here, not "${category}".`
    throw refuseMember(becknCodes.unratedCategory, { pointer: `${pointer}/rating_category`, code: 'unrated', message })
  }
  if (figure.test(value) && Number(value) <= 5) return { category, key: id, value }
  const message = 'A rating is a figure from 1 to 5, such as 4 or 4.5.'
  throw refuseMember(becknCodes.invalidRating, { pointer: `${pointer}/value`, code: 'invalid_rating', message })
}

interface Thing {
  readonly subjectId: string
  readonly orderId: string | null
  readonly ticketId: string | null
}

async function requireThing(tx: Tx, context: Context, wanted: Wanted & { pointer: string }): Promise<Thing> {
  const found = await findThing(tx, context, wanted)
  if (found !== null) return found
  const message = `There is no ${wanted.category.toLowerCase()} "${wanted.key}" to be rated.`
  throw refuseMember(becknCodes.unknownRated, { pointer: `${wanted.pointer}/id`, code: 'unknown', message })
}

async function findThing(tx: Tx, context: Context, { category, key }: Wanted): Promise<Thing | null> {
  const workspaceId = context.workspace.id
  if (category === 'Agent') return findRatedAgent(tx, context, decodeId('agent', key))
  const orderId = (await lookUpOrders(context, [key])).get(key)?.id ?? null
  if (category === 'Order') {
    if (orderId === null) return null
    const isOwn = await isTheirs(context, (limits) => hasOrderWithin(tx, workspaceId, orderId, limits))
    return isOwn ? { subjectId: orderId, orderId, ticketId: null } : null
  }
  const session = await findRatedSession(tx, workspaceId, { orderId, chatId: decodeId('chat', key) })
  if (session === null || !can(context.principal, 'chat:write', { ...session.place, chatId: session.chatId }))
    return null
  return { subjectId: session.id, orderId: session.orderId, ticketId: session.ticketId }
}

async function findRatedAgent(tx: Tx, context: Context, agentId: string | null): Promise<Thing | null> {
  if (agentId === null) return null
  if (agentId === context.principal.agentId)
    throw new AppError('forbidden', 'Nobody rates themselves.', { missing: 'other_agent' })
  const workspaceId = context.workspace.id
  if (!(await isTheirs(context, (limits) => hasAgentWithin(tx, workspaceId, agentId, limits)))) return null
  const agent = await lockAgent(tx, workspaceId, agentId)
  return agent === null ? null : { subjectId: agent.id, orderId: null, ticketId: null }
}

/** Who is limited to channels, queues or a partner's own tickets rates what those are about, and nothing else. */
async function isTheirs({ principal }: Context, ask: (limits: CallerLimits) => Promise<boolean>): Promise<boolean> {
  const { scope, partnerId } = principal
  const listed = (slugs: ReadonlySet<string> | null) => (slugs === null ? null : [...slugs])
  const limits = { channels: listed(scope.channels), queues: listed(scope.queues), partnerId }
  const isLimited = limits.channels !== null || limits.queues !== null || partnerId !== null
  return !isLimited || ask(limits)
}

/**
 * Counts once the thing is locked: of two who rate it at once, the second counts the first. What this message has said
 * before, also of the same thing earlier in it, does nothing more.
 */
async function keep(tx: Tx, context: Context, thing: Wanted & Thing & { readonly messageId: string }): Promise<void> {
  const workspaceId = context.workspace.id
  const { category, subjectId, value, messageId, orderId, ticketId } = thing
  const senderId = context.principal.id
  const isNew = await insertRating(tx, workspaceId, {
    id: newId(),
    category,
    subjectId,
    value,
    senderId,
    messageId,
    at: context.now(),
  })
  if (!isNew) return
  const seq = await takeSeq(tx, workspaceId, thing)
  const average = await averageOf(tx, workspaceId, { category, subjectId })
  if (category === 'Agent') {
    const change = { agentId: subjectId, changes: { rating: average.average }, expectedVersion: null }
    await updateAgent(inNameOf(context, systemPrincipal), change, () => ({ ok: true }))
    return
  }
  if (ticketId === null) {
    const subject = { kind: 'order', id: subjectId, seq } as const
    await appendEvents(tx, context, [{ type: 'order.rated', subject, ticketId: null, data: average }])
    return
  }
  const subject = { kind: 'ticket', id: ticketId, seq } as const
  const data = { orderId: encodeId('order', orderId ?? ''), ...average }
  await appendEvents(tx, context, [{ type: 'support.rated', subject, ticketId, data }])
}

async function takeSeq(
  tx: Tx,
  workspaceId: string,
  { category, subjectId, ticketId }: Wanted & Thing,
): Promise<number> {
  if (category === 'Order') return takeOrderSeq(tx, workspaceId, subjectId)
  if (ticketId === null) return 0
  return (await takeTicketSeq(tx, workspaceId, new Map([[ticketId, 1]]))).get(ticketId) ?? 0
}
