import { explainHandoff, type HandoffPlan, partnerEventOf, planHandoff } from '../../core/handoff/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import { publicUrlOf } from '../../platform/public-url.ts'
import { findPartnerDesk, lockLoads } from '../agents/index.ts'
import { queuePartnerNews } from '../deliveries/index.ts'
import { appendEvents } from '../events/index.ts'
import { commitChange, type Grip, gripTicket, MovedMeanwhile, noChange } from '../handling/index.ts'
import { admitRequest, recordWithin, type TicketRequest } from '../intake/index.ts'
import { takeTicketSeq } from '../tickets/index.ts'
import { currentWorkflow, holdWorkflow } from '../workflow/index.ts'
import { namesOf } from './choose.ts'
import type { Handoff, OrderOfHandoff } from './handoff.ts'
import { insertHandoff } from './handoff-store.ts'
import { findCustomerOf } from './handoff-view.ts'
import { type KnownSubmission, lookUpSubmission } from './look-up-submission.ts'
import { partnerEventBody } from './partner-event-body.ts'
import type { Submission, ToldCustomer, ToldOrder } from './submission.ts'
import { holdSubscription } from './subscription-store.ts'
import { type Candidate, findCandidates } from './subscription-view.ts'

/**
 * Records a submission as a ticket, decides whose it is, and tells that partner: ticket, decision, offer, event and
 * delivery, all or nothing. Gives the ticket's id. The verbs that call it have asked whether they may; it asks for what
 * every ticket asks for. Throws `invalid` for words that the market does not know.
 */
export async function recordSubmission(
  context: Context,
  submission: Submission,
  { hasKey }: { hasKey: boolean },
): Promise<string> {
  const known = await lookUpSubmission(context, submission)
  const request = await requestOf(context, known)
  await admitRequest(context, { request, hasKey })
  // oxlint-disable-next-line switchyard/verb -- admitRequest has asked, and intake and the telling write the events
  return context.transaction(async (tx) => {
    const inside = context.within(tx)
    const workflow = await holdWorkflow(tx, inside)
    const way = await wayOf(tx, inside, known)
    const { kind, id, partnerId } = context.principal
    const createdBy = { kind, id, partnerId }
    // What a partner is offered at once waits in no queue, so no queue is held for it.
    const ticketId = await recordWithin(tx, inside, { request, workflow, createdBy, isQueued: way.deskId === null })
    await handOver(tx, inside, { known, ticketId, way })
    return ticketId
  })
}

async function requestOf(context: Context, known: KnownSubmission): Promise<TicketRequest> {
  const { submission, order } = known
  const { market } = known.current
  const { channels } = await currentWorkflow(context)
  const usual = channels.has('partner') ? 'partner' : ([...channels.keys()][0] ?? 'partner')
  const { id, ...details } = submission.customer ?? {}
  const ofOrder = order?.customerId == null ? undefined : encodeId('customer', order.customerId)
  const { category, subcategory } = namesOf(market, known.chosen)
  return {
    customerId: id ?? ofOrder ?? details.email ?? details.phone ?? `guest-${newId()}`,
    ...market.ticket,
    channel: market.ticket.channel ?? usual,
    issueSummary: `${category}: ${subcategory}`,
    ...(submission.comments.trim() !== '' && { message: submission.comments }),
    ...(submission.language !== null && { language: submission.language }),
    ...(order !== null && { orderId: order.externalId }),
    ...(submission.externalId !== null && { externalId: submission.externalId }),
    ...(Object.keys(details).length > 0 && { customer: details }),
  }
}

/** Whose a submission is, and who is told. */
interface Way {
  readonly plan: HandoffPlan
  readonly order: ToldOrder | null
  readonly candidate: Candidate | null
  readonly told: Candidate | null
  /** The agent that stands for who is told and is offered it first; null = nobody is. */
  readonly deskId: string | null
}

/** Decides it before anything is written: the ticket's number is held from then on, for which all others wait. */
async function wayOf(tx: Tx, context: Context, known: KnownSubmission): Promise<Way> {
  const { submission, current, chosen, storeId, store } = known
  const { brand, region } = submission
  const place = { brand, region, storeId, franchisee: store?.franchisee ?? null }
  const candidates = await findCandidates(tx, context.workspace.id, place)
  const order = orderOf(known)
  const plan = planHandoff({
    configuredType: chosen.group.ticketType,
    thresholdMinutes: current.market.thresholdMinutes,
    isForwarded: chosen.subcategory.submitToExternalPartners,
    withoutSubscriberIsGeneral: current.market.withoutSubscriberIsGeneral,
    submittedAt: submission.submittedAt,
    order: order === null ? null : { placedAt: order.placedAt },
    store: storeId === null ? null : { storeId, franchisee: store?.franchisee ?? null },
    raisedBy: submission.raisedBy,
    subscribers: candidates,
  })
  const candidate = candidates.find(({ id }) => id === plan.subscriber?.id) ?? null
  const told = plan.outcome === 'forwarded' ? candidate : null
  // Nobody ends it between here and the telling; one that has just ended gives its place to the next.
  if (told !== null && !(await holdSubscription(tx, context.workspace.id, told.id)))
    throw new MovedMeanwhile('The subscription ended meanwhile.')
  const deskId =
    told === null || told.isFailing ? null : await findPartnerDesk(tx, context.workspace.id, told.partnerId)
  // Held before the number, so that no submission waits for a busy partner while all others wait for it.
  if (deskId !== null) await lockLoads(tx, context.workspace.id, [deskId])
  return { plan, order, candidate, told, deskId }
}

async function handOver(
  tx: Tx,
  context: Context,
  { known, ticketId, way }: { known: KnownSubmission; ticketId: string; way: Way },
): Promise<void> {
  const { submission, current, chosen, storeId } = known
  const { brand, region } = submission
  const { plan, order, candidate, told } = way
  const offerId = await changeTicket(tx, context, { known, ticketId, way })
  const handoff: Handoff = {
    ticketId,
    outcome: plan.outcome,
    configuredType: plan.configuredType,
    resolvedType: plan.resolvedType,
    reason: plan.reason,
    explanation: explanationOf(plan, { candidate, isOffered: offerId !== null }),
    market: current.slug,
    brand,
    region,
    storeId,
    choice: namesOf(current.market, chosen),
    source: submission.source,
    order: order === null ? null : shownOrder(order),
    customerTold: submission.customer,
    partnerId: told?.partnerId ?? null,
    subscriptionId: told?.id ?? null,
    offerId,
    raisedByPartnerId: submission.raisedBy.partnerId,
    raisedByIntegrationId: submission.raisedBy.integrationId,
    submittedAt: submission.submittedAt,
  }
  await Promise.all([
    insertHandoff(tx, context.workspace.id, { ...handoff, at: context.now() }),
    tell(tx, context, { handoff, known, told }),
  ])
}

/** The order as it is registered here, else as it was told: one whose time nobody knows is an order all the same. */
function orderOf({ submission, order }: KnownSubmission): ToldOrder | null {
  if (order !== null) {
    const { externalId, placedAt, serviceMode, status } = order
    return { id: externalId, placedAt, serviceMode, status }
  }
  return submission.order
}

function shownOrder({ placedAt, ...order }: ToldOrder): OrderOfHandoff {
  return { ...order, placedAt: placedAt === null ? null : new Date(placedAt).toISOString() }
}

/** Writes the decision on the ticket and offers its task to the partner's desk first; gives that offer's id. */
async function changeTicket(
  tx: Tx,
  context: Context,
  { known, ticketId, way }: { known: KnownSubmission; ticketId: string; way: Way },
): Promise<string | null> {
  const { plan, candidate, told, deskId } = way
  const grip = await gripTicket(tx, context, { ticketId, agentIds: deskId === null ? [] : [deskId] })
  if (grip === null) throw new Error(`Ticket ${ticketId} was recorded and is gone.`)
  const offer = offerOf(context, grip, { deskId, told })
  const { brand, region } = known.submission
  const { outcome, configuredType, resolvedType, reason } = plan
  const explanation = explanationOf(plan, { candidate, isOffered: offer !== null })
  const partner = told?.partnerSlug ?? null
  await commitChange(tx, context, grip, {
    ...noChange,
    patch: {
      market: { brand, region },
      storeId: known.storeId,
      handoff: { outcome, configuredType, resolvedType, reason, partner, externalId: null, explanation },
    },
    taskMoves: offer === null ? [] : [offer],
  })
  return offer?.offerId ?? null
}

function offerOf(
  context: Context,
  { task }: Grip,
  { deskId, told }: { deskId: string | null; told: Candidate | null },
) {
  if (deskId === null || told === null || task?.state !== 'waiting') return null
  const expiresAt = context.now() + told.acceptWithinSeconds * 1_000
  return { kind: 'handOff', offerId: newId(), agentId: deskId, expiresAt } as const
}

function explanationOf(
  plan: HandoffPlan,
  { candidate, isOffered }: { candidate: Candidate | null; isOffered: boolean },
) {
  const steps = explainHandoff(plan, candidate?.partnerName ?? null)
  if (plan.outcome !== 'forwarded' || isOffered) return steps
  return [...steps, { code: 'endpoint_failing', text: 'Its endpoint fails at present: own queues as well' }]
}

async function tell(
  tx: Tx,
  context: Context,
  { handoff, known, told }: { handoff: Handoff; known: KnownSubmission; told: Candidate | null },
): Promise<void> {
  const { submission } = known
  const { ticketId, outcome, configuredType, resolvedType, reason } = handoff
  const [taken, customer] = await Promise.all([
    takeTicketSeq(tx, context.workspace.id, new Map([[ticketId, 1]])),
    told === null ? null : customerToTell(tx, context, { known, ticketId, told }),
  ])
  const seq = taken.get(ticketId) ?? 0
  const partnerId = told === null ? null : encodeId('partner', told.partnerId)
  const webhookId = told === null ? null : encodeId('webhook', told.id)
  const data = { outcome, configuredType, resolvedType, reason, partnerId, webhookId }
  const subject = { kind: 'ticket', id: ticketId, seq } as const
  const [eventId] = await appendEvents(tx, context, [{ type: 'ticket.handed_off', subject, ticketId, data }])
  if (told === null || eventId === undefined) return
  const id = encodeId('ticket', ticketId)
  const { brand, region, choice, source, storeId, order } = handoff
  const body = partnerEventBody({
    brand,
    region,
    eventTime: new Date(context.now()).toISOString(),
    callbackUrl: `${context.memory.of(publicUrlOf)}/v1/partner/tickets/${id}`,
    data: {
      id,
      type: resolvedType,
      choice,
      comments: submission.comments,
      source,
      storeId,
      order,
      customer,
      submittedAt: new Date(handoff.submittedAt).toISOString(),
    },
  })
  const endpoint = { id: told.id, partnerId: told.partnerId, url: told.url }
  await queuePartnerNews(tx, context, {
    endpoint,
    ticketId,
    eventId,
    sequence: seq,
    type: partnerEventOf(resolvedType),
    body,
  })
}

/**
 * Who asks, as they are told of; one who is known here, by their own id or by their order, with what is known of them. Who
 * is told of what it raised itself hears what it said.
 */
async function customerToTell(
  tx: Tx,
  context: Context,
  { known, ticketId, told }: { known: KnownSubmission; ticketId: string; told: Candidate },
): Promise<ToldCustomer | null> {
  const { customer, raisedBy } = known.submission
  if (customer?.id === undefined && known.order?.customerId == null) return customer
  if (raisedBy.partnerId === told.partnerId) return customer
  return { ...(await findCustomerOf(tx, context.workspace.id, ticketId)), ...customer }
}
