import { zoneOf } from '../calendars/zone.ts'
import type { RoutingFacts } from '../expressions/routing-facts.ts'
import { CustomerFacts, OrderFacts, RequestFacts, TimeFacts } from '../expressions/routing-facts.ts'
import type { ClassifyRequest, CustomerOfRequest, OrderOfRequest } from './classification.ts'
import { canonicalPriority } from './priority.ts'
import type { WorkflowSnapshot } from './snapshot.ts'

const nobody = Object.freeze(new CustomerFacts())
const noOrder = Object.freeze(new OrderFacts())

/** What the rules may ask of a request: aliases resolved, defaults filled in, what is not known left empty. */
export function factsOfRequest(snapshot: WorkflowSnapshot, request: ClassifyRequest, nowMs: number): RoutingFacts {
  const { defaults } = snapshot
  const facts = new RequestFacts()
  facts.summary = request.summary
  facts.text = request.text ?? ''
  facts.serviceLine = request.serviceLine || defaults.serviceLine
  facts.channel = request.channel
  facts.language = spokenLanguage(snapshot, request.language || request.customer?.language || defaults.language)
  facts.queue = request.queue ?? ''
  facts.kind = request.kind ?? 'ticket'
  facts.priority = canonicalPriority(request.priority ?? '') ?? ''
  facts.type = request.type ?? ''
  facts.category = request.category ?? ''
  facts.impact = request.impact ?? ''
  facts.urgency = request.urgency ?? ''
  if (request.tags !== undefined) facts.tags = request.tags
  if (request.affected !== undefined) facts.affected = request.affected
  if (request.fields !== undefined) facts.fields = request.fields
  return {
    request: facts,
    customer: request.customer === undefined ? nobody : customerFacts(request.customer),
    order: request.order === undefined || request.order === null ? noOrder : orderFacts(request.order, nowMs),
    time: new TimeFacts(zoneOf(snapshot.zone), nowMs),
  }
}

/** The language as the workspace speaks it: `pt-BR` is served as `pt` where only that is configured (RFC 4647 lookup). */
function spokenLanguage({ languages }: WorkflowSnapshot, asked: string): string {
  if (languages.has(asked)) return asked
  for (let cut = asked.lastIndexOf('-'); cut > 0; cut = asked.lastIndexOf('-', cut - 1)) {
    const wider = asked.slice(0, cut)
    if (languages.has(wider)) return wider
  }
  return asked
}

function customerFacts(customer: CustomerOfRequest): CustomerFacts {
  const facts = new CustomerFacts()
  facts.externalId = customer.externalId ?? ''
  facts.language = customer.language ?? ''
  facts.tier = customer.tier ?? ''
  if (customer.attributes !== undefined) facts.attributes = customer.attributes
  return facts
}

function orderFacts(order: OrderOfRequest, nowMs: number): OrderFacts {
  const facts = new OrderFacts()
  facts.present = true
  facts.id = order.id ?? ''
  facts.storeId = order.storeId ?? ''
  facts.region = order.region ?? ''
  facts.brand = order.brand ?? ''
  facts.status = order.status ?? ''
  facts.serviceMode = order.serviceMode ?? ''
  if (typeof order.placedAt === 'number') facts.ageMinutes = (nowMs - order.placedAt) / 60_000
  return facts
}
