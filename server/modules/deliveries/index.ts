export { attemptDelays } from './attempt-delays.ts'
export { blankDeliveries } from './erasure-store.ts'
export { redactDeliveries } from './redaction-store.ts'
export { callbackBody, type CallbackChange, type CallbackInput } from './callback-body.ts'
export { callbackOwner } from './callback-owner.ts'
export { checkCallbackUrl, outboundPolicy } from './check-callback-url.ts'
export { createWebhook } from './create-webhook.ts'
export { deleteWebhook } from './delete-webhook.ts'
export { fanOutEvents } from './fan-out-events.ts'
export { getWebhook, listWebhooks } from './read-webhooks.ts'
export { testPartnerEndpoint, testWebhook } from './test-webhook.ts'
export { updateWebhook } from './update-webhook.ts'
export { deliveryOrders, disabledReasons, type Webhook, webhookStatuses } from './webhook.ts'
export { findWorkspacesToFanOut } from './webhook-view.ts'
export { claimDeliveries, type ClaimInput, releaseDeliveries } from './claim-deliveries.ts'
export {
  type AttemptErrorClass,
  attemptErrorClasses,
  attemptTriggers,
  type ClaimedDelivery,
  type Delivery,
  type DeliveryAttempt,
  type DeliveryDetail,
  type DeliveryState,
  deliveryKinds,
  deliveryStates,
} from './delivery.ts'
export { listFailingOrigins, presentOrigin } from './failing-origins.ts'
export {
  addPartnerEndpoint,
  changePartnerEndpoint,
  endPartnerEndpoint,
  notePartnerEndpoint,
  type PartnerNews,
  queuePartnerNews,
} from './partner-endpoints.ts'
export { findPartnerDeliveries, findPartnerDelivery } from './partner-delivery-view.ts'
export { replayPartnerDelivery } from './replay-partner-delivery.ts'
export { insertDeliveries, type NewDeliveryRow } from './delivery-rows-store.ts'
export { findNextDueInMs, findWorkspacesWithDueDeliveries } from './due-view.ts'
export { cancelOfferDeliveries } from './offer-store.ts'
export { findUnheardOffers } from './offer-view.ts'
export type { AttemptResult, OwnFailure } from './judge-attempt.ts'
export { getDelivery, listAllDeliveries, listDeliveries } from './list-deliveries.ts'
export { presentDelivery, presentDeliveryDetail } from './present-delivery.ts'
export { presentWebhook } from './present-webhook.ts'
export {
  type NewConsultDelivery,
  type NewDelivery,
  type NewOfferDelivery,
  queueConsultDeliveries,
  queueDeliveries,
  queueOfferDeliveries,
} from './queue-deliveries.ts'
export { type AttemptReport, recordAttempts, type RecordedAttempt } from './record-attempts.ts'
export { removeOldAttempts } from './remove-old-attempts.ts'
export { replayDelivery } from './replay-delivery.ts'
export { renameInWebhooks } from './rename-in-webhooks.ts'
export { replayCallbacks } from './replay-callbacks.ts'
export { type RecoveryKind } from './recover-events.ts'
export { previewReplay, replayWebhook } from './replay-webhook.ts'
export { endWebhookOverlap, revealWebhookSecret, rotateWebhookSecret } from './rotate-webhook-secret.ts'
export { type SignedCallback, signCallbacks, signedHeaders } from './sign-callbacks.ts'
