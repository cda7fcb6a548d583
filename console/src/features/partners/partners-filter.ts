/** The tabs of who arranges markets, in order. */
export const partnerTabs = ['handoffs', 'markets', 'stores', 'partners', 'certifications', 'access'] as const
/** The tabs of a partner's own side. */
export const ownTabs = ['tickets', 'deliveries', 'subscriptions', 'certifications'] as const
export const outcomes = ['forwarded', 'internal', 'no_subscriber', 'own_submission'] as const
export const ticketTypes = ['STORE', 'GENERAL'] as const

export type PartnerTab = (typeof partnerTabs)[number]
export type OwnTab = (typeof ownTabs)[number]

/** What the address of the screen says. */
export interface PartnersFilter {
  tab: PartnerTab | OwnTab | null
  outcome: (typeof outcomes)[number] | null
  type: (typeof ticketTypes)[number] | null
  region: string | null
  /** In the log those of its requests; among the stores the one that is open. */
  store: string | null
  brand: string | null
  franchisee: string | null
  market: string | null
  partner: string | null
  /** The report of a certification that is open. */
  report: string | null
  /** The request for access that is open. */
  request: string | null
  /** The ticket that is open on a partner's own side. */
  ticket: string | null
}
