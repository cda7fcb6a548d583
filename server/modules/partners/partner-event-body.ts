import { partnerEventOf } from '../../core/handoff/index.ts'
import type { TicketType } from '../../core/market/index.ts'
import type { Choice, OrderOfHandoff } from './handoff.ts'
import type { ToldCustomer } from './submission.ts'

/** What a partner is told of a request, the same that it may submit itself (seeds.md 1b). */
export interface PartnerTicketData {
  readonly id: string
  readonly type: TicketType
  readonly choice: Choice
  readonly comments: string
  readonly source: string
  readonly storeId: string | null
  readonly order: OrderOfHandoff | null
  readonly customer: ToldCustomer | null
  readonly submittedAt: string
}

/** The event in the words partners have agreed on. `type` and `eventType` are the resolved ones. */
export function partnerEventBody(event: {
  readonly brand: string
  readonly region: string
  readonly eventTime: string
  /** Where the ticket is read as it is by now. */
  readonly callbackUrl: string
  readonly data: PartnerTicketData
}): string {
  const { brand, region, eventTime, callbackUrl, data } = event
  return JSON.stringify({
    eventType: partnerEventOf(data.type),
    eventTime,
    brand,
    region,
    callbackUrl,
    data: partnerTicketMembers(data),
  })
}

/** The members of `data`, as the event and the partner's own reading of a ticket show them. */
export function partnerTicketMembers({ choice, ...data }: PartnerTicketData) {
  return {
    id: data.id,
    type: data.type,
    category: choice.category,
    categoryId: choice.categoryId,
    subcategory: choice.subcategory,
    subcategoryId: choice.subcategoryId,
    knowledgeForceIssueId: choice.knowledgeForceIssueId,
    comments: data.comments,
    source: data.source,
    storeId: data.storeId,
    order: data.order === null ? null : { ...data.order },
    customer: data.customer === null ? null : { ...data.customer },
    submittedAt: data.submittedAt,
  }
}
