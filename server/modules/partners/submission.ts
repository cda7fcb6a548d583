import type { Raiser } from '../../core/handoff/index.ts'

/** An order as a caller tells of it; what is registered here under its id beats that. */
export interface ToldOrder {
  readonly id: string
  /** Epoch ms; null = not told. */
  readonly placedAt: number | null
  readonly serviceMode: string | null
  readonly status: string | null
}

/** Who asks, as a caller tells of them. */
export interface ToldCustomer {
  readonly id?: string
  readonly name?: string
  readonly email?: string
  readonly phone?: string
}

/** A request of a guest, whoever passes it on. */
export interface Submission {
  readonly brand: string
  readonly region: string
  /** Null = the group that alone offers the sub-category. */
  readonly categoryId: string | null
  readonly subcategoryId: string
  readonly comments: string
  readonly order: ToldOrder | null
  readonly storeId: string | null
  readonly customer: ToldCustomer | null
  readonly source: string
  readonly language: string | null
  /** The caller's own id of it. */
  readonly externalId: string | null
  /** Epoch ms. */
  readonly submittedAt: number
  readonly raisedBy: Raiser
}
