export { explainHandoff, type HandoffStep } from './explain-handoff.ts'
export {
  type CertificationCheck,
  certificationChecks,
  type CertificationExchange,
  type CertificationProbe,
  certificationProbes,
  type CertificationVerdict,
  judgeCertification,
  overallVerdict,
} from './judge-certification.ts'
export {
  isPartnerEvent,
  partnerEventAliases,
  partnerEventOf,
  type PartnerEventType,
  partnerEventTypes,
  ticketTypeOf,
} from './partner-event.ts'
export {
  type HandoffOutcome,
  handoffOutcomes,
  type HandoffPlan,
  type HandoffSubscriber,
  planHandoff,
  type Raiser,
  type Reach,
} from './plan-handoff.ts'
export { type PartnerAnswer, readPartnerAnswer, turnsDownTicket } from './read-answer.ts'
