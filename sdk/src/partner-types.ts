import type { components } from './schema.gen.d.ts'

/** Markets, partners and hand-offs, as the reference describes them. */
type Schemas = components['schemas']

export type Handoff = Schemas['Handoff']
/** What became of a request, as its ticket tells it. */
export interface TicketHandoff extends Pick<
  Handoff,
  'outcome' | 'configuredType' | 'resolvedType' | 'reason' | 'externalId' | 'explanation'
> {
  /** Its short name. */
  partner: string | null
}
export type Market = Schemas['MarketLine']
export type MarketText = Schemas['MarketDocument']
export type MarketVersionLine = Schemas['MarketVersionLine']
export type MarketVersion = Schemas['MarketVersion']
export type MarketDraftLine = Schemas['MarketDraftLine']
export type MarketDraft = Schemas['MarketDraft']
export type MarketPlan = Schemas['MarketPlan']
export type MarketChange = MarketPlan['changes'][number]
export type TriedRequest = Schemas['TriedRequest']
export type RequestToTry = Schemas['RequestToTry']
export type Store = Schemas['Store']
export type StoreSave = Schemas['StoreSave']
export type Partner = Schemas['Partner']
export type IntegrationCreated = Schemas['IntegrationCreated']
export type Subscription = Schemas['Subscription']
export type SubscriptionSave = Schemas['SubscriptionSave']
export type PartnerWebhookSave = Schemas['PartnerWebhookSave']
export type PartnerIntegration = Schemas['PartnerIntegration']
export type Certification = Schemas['Certification']
export type CertificationDetail = Schemas['CertificationDetail']
export type WorkspaceClock = Schemas['WorkspaceClock']
export type PartnerTicket = Schemas['PartnerTicketLine']
export type PartnerTicketDetail = Schemas['PartnerTicket']
export type PartnerTicketUpdate = Schemas['PartnerTicketUpdate']
export type ServiceToken = Schemas['Token']
export type AccessRequest = Schemas['AccessRequest']
export type AccessMap = Schemas['AccessMap']
export type AccessApproved = Schemas['AccessApproved']
export type Role = Schemas['Role']
export type CursorPage<T> = { data: T[]; meta: { cursor: string | null } }
