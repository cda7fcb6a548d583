/** After so many failures, about 35 minutes, later events of the ticket no longer wait (reliability.md 3.4). */
export const failuresBeforeOvertaking = 4

/** `held`: wait for earlier ones up to the hold. `strict`: wait for ever. `unordered`: never wait. */
export type DeliveryOrder = 'held' | 'strict' | 'unordered'

/** A delivery to the same endpoint about the same ticket with a lower sequence that is neither delivered nor dead. */
export interface EarlierDelivery {
  readonly failures: number
  readonly isInFlight: boolean
}

/** Tells whether a delivery may be sent now, given all earlier ones of its ticket and endpoint that are still pending. */
export function mayFlow(order: DeliveryOrder, earlier: readonly EarlierDelivery[]): boolean {
  switch (order) {
    case 'unordered':
      return true
    case 'strict':
      return earlier.length === 0
    case 'held':
      return earlier.every((delivery) => !delivery.isInFlight && delivery.failures >= failuresBeforeOvertaking)
  }
}
