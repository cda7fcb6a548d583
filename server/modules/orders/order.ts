/** An order as tickets refer to it; `placedAt` in epoch ms. */
export interface Order {
  readonly id: string
  readonly externalId: string
  /** What its provider calls it; null = the same. */
  readonly providerId: string | null
  readonly storeId: string | null
  readonly brand: string | null
  readonly region: string | null
  readonly placedAt: number
  readonly status: string
  readonly serviceMode: string | null
  readonly customerId: string | null
  readonly items: readonly unknown[]
  /** Who fulfils it; null = nobody is known to. */
  readonly agent: OrderAgent | null
  /** The average of its ratings, as a decimal, and of how many; null = nobody has rated it. */
  readonly rating: { readonly average: string; readonly count: number } | null
  readonly version: number
}

/** Who fulfils an order (a doctor, a driver, a courier, a bot), as told; the rest are Beckn objects, kept whole. */
export interface OrderAgent {
  readonly id?: string
  readonly type?: string
  readonly person?: Readonly<Record<string, unknown>>
  readonly contact?: Readonly<Record<string, unknown>>
  readonly organization?: Readonly<Record<string, unknown>>
  readonly rating?: string
}

/** The way of an order; a status never goes back (seeds.md 1b). The two ends may come from anywhere before them. */
export const orderStatuses = [
  'CREATED',
  'PRICED',
  'COMMITTED',
  'PREPARING',
  'PREPARED',
  'DONE',
  'CANCELED',
  'ERROR',
] as const

export type OrderStatus = (typeof orderStatuses)[number]

/** True when the order may take this status now; the same status again is no change and is allowed. */
export function advances(from: string, to: string): boolean {
  if (from === to) return true
  if (from === 'DONE' || from === 'CANCELED' || from === 'ERROR') return false
  return orderStatuses.indexOf(to as OrderStatus) > orderStatuses.indexOf(from as OrderStatus)
}
