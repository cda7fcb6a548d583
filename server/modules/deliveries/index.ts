export { callbackBody, type CallbackChange, type CallbackInput } from './callback-body.ts'
export { callbackOwner } from './callback-owner.ts'
export { checkCallbackUrl, outboundPolicy } from './check-callback-url.ts'
export { claimDeliveries, type ClaimInput, releaseDeliveries } from './claim-deliveries.ts'
export {
  type AttemptErrorClass,
  attemptErrorClasses,
  type ClaimedDelivery,
  type Delivery,
  type DeliveryAttempt,
  type DeliveryState,
  deliveryStates,
} from './delivery.ts'
export { insertDeliveries, type NewDeliveryRow } from './delivery-rows-store.ts'
export { findNextDueInMs, findWorkspacesWithDueDeliveries } from './due-view.ts'
export { cancelOfferDeliveries } from './offer-store.ts'
export { findUnheardOffers } from './offer-view.ts'
export type { AttemptResult, OwnFailure } from './judge-attempt.ts'
export { listDeliveries } from './list-deliveries.ts'
export { presentDelivery } from './present-delivery.ts'
export { type NewDelivery, type NewOfferDelivery, queueDeliveries, queueOfferDeliveries } from './queue-deliveries.ts'
export { type AttemptReport, recordAttempts, type RecordedAttempt } from './record-attempts.ts'
export { removeOldAttempts } from './remove-old-attempts.ts'
export { replayDelivery } from './replay-delivery.ts'
export { type SignedCallback, signCallbacks } from './sign-callbacks.ts'
