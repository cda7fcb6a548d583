export { partnerEventAliases, partnerEventTypes, ticketTypeOf } from '../../core/handoff/index.ts'
export { certificationChecks, certificationProbes } from '../../core/handoff/index.ts'
export { certificationStates } from './certification.ts'
export { listOwnIntegrations } from './act-for-integration.ts'
export { createIntegration, createPartner, listPartners } from './create-partner.ts'
export { blankHandoffs } from './handoff-store.ts'
export { handoffStates } from './handoff.ts'
export { listRaisable } from './list-raisable.ts'
export {
  presentCertification,
  presentCertificationDetail,
  presentDecision,
  presentHandoff,
  presentOpenIntegration,
  presentPartner,
  presentPartnerTicket,
  presentPartnerTicketDetail,
  presentSubscription,
} from './present.ts'
export {
  getCertification,
  getOwnCertification,
  listCertifications,
  listOwnCertifications,
} from './read-certifications.ts'
export { getOwnDelivery, listOwnDeliveries, listSubscriptionDeliveries, replayOwnDelivery } from './read-deliveries.ts'
export { getPartnerTicket, listHandoffs, listPartnerTickets, readableOfHandoff, roleOf } from './read-handoffs.ts'
export {
  deleteOwnSubscription,
  deleteSubscription,
  listOwnSubscriptions,
  listSubscriptions,
} from './read-subscriptions.ts'
export { removeOldCertifications } from './remove-old-certifications.ts'
export { runCertification } from './run-certification.ts'
export { saveOwnSubscription, saveSubscription } from './save-subscription.ts'
export { startCertification } from './start-certification.ts'
export { submitFromPartner, submitRequest } from './submit.ts'
export { subscriptionAcceptances } from './subscription.ts'
export { testOwnSubscription } from './test-subscription.ts'
export { takePartnerReply } from './take-partner-reply.ts'
export { tryRequest } from './try-request.ts'
export { partnerStatuses, updatePartnerTicket } from './update-partner-ticket.ts'
