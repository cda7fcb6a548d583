import { explainHandoff, type HandoffPlan, partnerEventOf, planHandoff } from '../../core/handoff/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { refuseField } from '../../platform/errors.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import { publicUrlOf } from '../../platform/public-url.ts'
import { findPartnerDesk } from '../agents/index.ts'
import { queuePartnerNews } from '../deliveries/index.ts'
import { appendEvents } from '../events/index.ts'
import { commitChange, type Grip, gripTicket, MovedMeanwhile, noChange } from '../handling/index.ts'
import { admitRequest, recordWithin, type TicketRequest } from '../intake/index.ts'
import { type CurrentMarket, findMarketOf, findStore, noMarket, type Store } from '../markets/index.ts'
import { lookUpOrders, type Order } from '../orders/index.ts'
import { takeTicketSeq } from '../tickets/index.ts'
import { currentWorkflow, holdWorkflow } from '../workflow/index.ts'
import { type Chosen, namesOf, requireChoice } from './choose.ts'
import type { Handoff, OrderOfHandoff } from './handoff.ts'
import { insertHandoff } from './handoff-store.ts'
import { findCustomerOf } from './handoff-view.ts'
import { partnerEventBody } from './partner-event-body.ts'
import type { Submission, ToldCustomer, ToldOrder } from './submission.ts'
import { holdSubscription } from './subscription-store.ts'
import { type Candidate, findCandidates } from './subscription-view.ts'

/** A submission with all that it names looked up. */
interface Known {
  readonly submission: Submission
  readonly current: CurrentMarket
  readonly chosen: Chosen
  readonly order: Order | null
  readonly storeId: string | null
  readonly store: Store | null
}

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
  const known = await lookUp(context, submission)
  const request = await requestOf(context, known)
  await admitRequest(context, { request, hasKey })
  // oxlint-disable-next-line switchyard/verb -- admitRequest has asked, and intake and the telling write the events
  return context.transaction(async (tx) => {
    const inside = context.within(tx)
    const workflow = await holdWorkflow(tx, inside)
    const { kind, id, partnerId } = context.principal
    const ticketId = await recordWithin(tx, inside, { request, workflow, createdBy: { kind, id, partnerId } })
    await handOver(tx, inside, { known, ticketId })
    return ticketId
  })
}

async function lookUp(context: Context, submission: Submission): Promise<Known> {
  const orderKey = submission.order?.id
  const orders = await lookUpOrders(context, orderKey === undefined ? [] : [orderKey])
  const found = orderKey === undefined ? null : (orders.get(orderKey) ?? null)
  const order = found !== null && isTheirs(submission, found) ? found : null
  const storeId = submission.storeId ?? order?.storeId ?? null
  return context.read(async (tx) => {
    const current = await findMarketOf(tx, context, submission)
    if (current === null) throw noMarket(submission)
    const chosen = requireChoice(current.market, submission)
    const store = storeId === null ? null : await findStore(tx, context.workspace.id, storeId)
    if (store !== null && (store.brand !== submission.brand || store.region !== submission.region)) {
      const pointer = submission.storeId === null ? '/orderId' : '/storeId'
      throw refuseField(pointer, 'other_market', `Store ${storeId} is of ${store.brand} in ${store.region}.`)
    }
    return { submission, current, chosen, order, storeId, store }
  })
}

/** What is registered of an order is told to a partner of its own brand and region: naming one is not being given it. */
function isTheirs({ raisedBy, brand, region }: Submission, order: Order): boolean {
  return raisedBy.partnerId === null || ((order.brand ?? brand) === brand && (order.region ?? region) === region)
}

async function requestOf(context: Context, known: Known): Promise<TicketRequest> {
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

async function handOver(tx: Tx, context: Context, { known, ticketId }: { known: Known; ticketId: string }) {
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
  const offerId = await changeTicket(tx, context, { known, ticketId, plan, candidate, told })
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
  await insertHandoff(tx, context.workspace.id, { ...handoff, at: context.now() })
  await tell(tx, context, { handoff, known, told })
}

/** The order as it is registered here, else as it was told: one whose time nobody knows is an order all the same. */
function orderOf({ submission, order }: Known): ToldOrder | null {
  if (order !== null) {
    const { externalId, placedAt, serviceMode, status } = order
    return { id: externalId, placedAt, serviceMode, status }
  }
  return submission.order
}

function shownOrder({ placedAt, ...order }: ToldOrder): OrderOfHandoff {
  return { ...order, placedAt: placedAt === null ? null : new Date(placedAt).toISOString() }
}

interface Decided {
  readonly known: Known
  readonly ticketId: string
  readonly plan: HandoffPlan
  readonly candidate: Candidate | null
  /** Who is told. */
  readonly told: Candidate | null
}

/** Writes the decision on the ticket and offers its task to the partner's desk first; gives that offer's id. */
async function changeTicket(tx: Tx, context: Context, decided: Decided): Promise<string | null> {
  const { known, ticketId, plan, candidate, told } = decided
  const deskId =
    told === null || told.isFailing ? null : await findPartnerDesk(tx, context.workspace.id, told.partnerId)
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
  { handoff, known, told }: { handoff: Handoff; known: Known; told: Candidate | null },
): Promise<void> {
  const { submission } = known
  const { ticketId, outcome, configuredType, resolvedType, reason } = handoff
  const seq = (await takeTicketSeq(tx, context.workspace.id, new Map([[ticketId, 1]]))).get(ticketId) ?? 0
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
      customer: await customerToTell(tx, context, { known, ticketId, told }),
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
  { known, ticketId, told }: { known: Known; ticketId: string; told: Candidate },
): Promise<ToldCustomer | null> {
  const { customer, raisedBy } = known.submission
  if (customer?.id === undefined && known.order?.customerId == null) return customer
  if (raisedBy.partnerId === told.partnerId) return customer
  return { ...(await findCustomerOf(tx, context.workspace.id, ticketId)), ...customer }
}
