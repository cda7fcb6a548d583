import { encodeId } from '../../platform/ids.ts'
import { messageFor, presentMessage } from '../tickets/index.ts'
import type { Certification, CertificationDetail } from './certification.ts'
import type { ShownHandoff } from './handoff-view.ts'
import type { Integration, OpenIntegration, Partner } from './partner.ts'
import { partnerTicketMembers } from './partner-event-body.ts'
import type { PartnerTicket } from './read-handoffs.ts'
import type { Subscription } from './subscription.ts'
import { partnerEventOf } from '../../core/handoff/index.ts'

const instantOf = (at: number) => new Date(at).toISOString()

/** A partner as the API writes it. */
export function presentPartner({ id, slug, name, createdAt, integrations }: Partner) {
  return {
    id: encodeId('partner', id),
    slug,
    name,
    createdAt: instantOf(createdAt),
    integrations: integrations.map(presentIntegration),
  }
}

/** A partner's way in as the API writes it. */
function presentIntegration({ id, name, brand, region, createdAt }: Integration) {
  return { id: encodeId('integration', id), name, brand, region, createdAt: instantOf(createdAt) }
}

/** The same with the tokens that open it, as its partner reads it. */
export function presentOpenIntegration({ tokens, ...integration }: OpenIntegration) {
  return {
    ...presentIntegration(integration),
    tokens: tokens.map(({ id, prefix, lastUsedAt }) => ({
      id: encodeId('token', id),
      prefix,
      lastUsedAt: lastUsedAt === null ? null : instantOf(lastUsedAt),
    })),
  }
}

/** A subscription as the API writes it. */
export function presentSubscription(subscription: Subscription) {
  const { partner, type, integrationId, createdAt, updatedAt, ...shown } = subscription
  return {
    ...shown,
    id: encodeId('webhook', subscription.id),
    type: partnerEventOf(type),
    partner: { ...partner, id: encodeId('partner', partner.id) },
    integrationId: integrationId === null ? null : encodeId('integration', integrationId),
    createdAt: instantOf(createdAt),
    updatedAt: instantOf(updatedAt),
  }
}

/** A rehearsal of an endpoint as the API writes it. */
export function presentCertification(certification: Certification) {
  const { partner, type, createdAt, endedAt, subscriptionId, checks, exchanges, isCurrent, ...shown } = certification
  return {
    ...shown,
    id: encodeId('certification', certification.id),
    type: partnerEventOf(type),
    partner: { ...partner, id: encodeId('partner', partner.id) },
    webhookId: encodeId('webhook', subscriptionId),
    current: isCurrent,
    checks: checks === null ? null : checks.map((check) => ({ ...check })),
    exchanges: exchanges.map(({ isGone: _isGone, startedAt, ...exchange }) => ({
      ...exchange,
      startedAt: instantOf(startedAt),
    })),
    createdAt: instantOf(createdAt),
    endedAt: endedAt === null ? null : instantOf(endedAt),
  }
}

/** The same with each event as it was sent. */
export function presentCertificationDetail(certification: CertificationDetail) {
  const { probes, ...known } = certification
  const shown = presentCertification(known)
  return {
    ...shown,
    exchanges: shown.exchanges.map((exchange, index) => {
      const sent = probes[index]
      return {
        ...exchange,
        eventId: sent === undefined ? null : encodeId('event', sent.eventId),
        request: sent?.body ?? null,
      }
    }),
  }
}

/** What became of a submission, as tickets and the hand-off log tell it. */
export function presentDecision(
  handoff: Pick<ShownHandoff, 'outcome' | 'configuredType' | 'resolvedType' | 'reason' | 'explanation'>,
) {
  const { outcome, configuredType, resolvedType, reason, explanation } = handoff
  return { outcome, configuredType, resolvedType, reason, explanation: explanation.map((step) => ({ ...step })) }
}

/** A line of the hand-off log. */
export function presentHandoff(handoff: ShownHandoff) {
  const { ticket, choice, partner, subscriptionId, state, offeredUntil } = handoff
  return {
    ticketId: encodeId('ticket', handoff.ticketId),
    number: ticket.number,
    ...presentDecision(handoff),
    state,
    offeredUntil: offeredUntil === null ? null : instantOf(offeredUntil),
    endCode: handoff.endCode,
    endNote: handoff.endNote,
    partner: partner === null ? null : { ...partner },
    externalId: handoff.externalId,
    subscriptionId: subscriptionId === null ? null : encodeId('webhook', subscriptionId),
    market: handoff.market,
    brand: handoff.brand,
    region: handoff.region,
    storeId: handoff.storeId,
    category: choice.category,
    subcategory: choice.subcategory,
    knowledgeForceIssueId: choice.knowledgeForceIssueId,
    source: handoff.source,
    ticketStatus: ticket.status,
    submittedAt: instantOf(handoff.submittedAt),
    createdAt: instantOf(ticket.createdAt),
  }
}

/** A ticket as its partner sees it: the members it was told, and how it stands by now. */
export function presentPartnerTicket({ handoff, role }: Pick<PartnerTicket, 'handoff' | 'role'>) {
  const { ticket, resolvedType: type, choice, comments, source, storeId, order, state } = handoff
  const customer = isOfOwnMaking(handoff, role) ? handoff.customerTold : handoff.customer
  const id = encodeId('ticket', handoff.ticketId)
  const submittedAt = instantOf(handoff.submittedAt)
  return {
    ...partnerTicketMembers({ id, type, choice, comments, source, storeId, order, customer, submittedAt }),
    number: ticket.number,
    version: ticket.version,
    role,
    brand: handoff.brand,
    region: handoff.region,
    state,
    offeredUntil: handoff.offeredUntil === null ? null : instantOf(handoff.offeredUntil),
    status: ticket.status,
    statusCategory: ticket.statusCategory,
    externalId: ownIdOf(handoff, role),
    handoff: presentDecision(handoff),
    createdAt: instantOf(ticket.createdAt),
    updatedAt: instantOf(ticket.updatedAt),
  }
}

/** What this partner calls the ticket: as it said of one it was handed, else as it raised it. */
function ownIdOf(handoff: ShownHandoff, role: PartnerTicket['role']): string | null {
  const asRaised = isOfOwnMaking(handoff, role) ? handoff.ticket.externalId : null
  return role === 'receiver' ? (handoff.externalId ?? asRaised) : asRaised
}

/** Naming a customer or an order is not knowing them: who raised a ticket hears of its customer what it told itself. */
function isOfOwnMaking({ partnerId, raisedByPartnerId }: ShownHandoff, role: PartnerTicket['role']): boolean {
  return role === 'raiser' || partnerId === raisedByPartnerId
}

/** The same with what was said on it; a customer's name only where the customer is told. */
export function presentPartnerTicketDetail(found: PartnerTicket) {
  const { handoff, role, messages } = found
  const reader = { partnerId: isOfOwnMaking(handoff, role) ? handoff.raisedByPartnerId : null }
  return {
    ...presentPartnerTicket(found),
    messages: messages.map((message) => presentMessage(messageFor({ principal: reader }, message))),
  }
}
