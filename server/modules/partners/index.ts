export { partnerEventAliases, partnerEventTypes, ticketTypeOf } from '../../core/handoff/index.ts'
export { createIntegration, createPartner, listPartners } from './create-partner.ts'
export { blankHandoffs } from './handoff-store.ts'
export { handoffStates } from './handoff.ts'
export {
  presentDecision,
  presentHandoff,
  presentPartner,
  presentPartnerTicket,
  presentPartnerTicketDetail,
  presentSubscription,
} from './present.ts'
export { getPartnerTicket, listHandoffs, listPartnerTickets, roleOf } from './read-handoffs.ts'
export {
  deleteOwnSubscription,
  deleteSubscription,
  listOwnSubscriptions,
  listSubscriptions,
} from './read-subscriptions.ts'
export { saveOwnSubscription, saveSubscription } from './save-subscription.ts'
export { submitFromPartner, submitRequest } from './submit.ts'
export { subscriptionAcceptances } from './subscription.ts'
export { takePartnerReply } from './take-partner-reply.ts'
export { partnerStatuses, updatePartnerTicket } from './update-partner-ticket.ts'
