export {
  caseOutcomes,
  caseStatuses,
  checkResults,
  evidenceKinds,
  waitedFor,
  type CaseOutcome,
  type CaseStatus,
  type CheckResult,
  type EvidenceKind,
  type Party,
  type WaitedFor,
} from './case.ts'
export {
  type CaseClock,
  type CaseClockEvent,
  type CaseClockTerms,
  fireCaseSteps,
  type MovedCaseClock,
  moveCaseClock,
  nextCaseStepAt,
  startCaseClock,
  termsOfCaseClock,
} from './case-clock.ts'
export { chooseTriggers, type TriggeredCase } from './choose-triggers.ts'
export { type CaseToDecide, type DecisionPlan, planDecision } from './decide-case.ts'
export { findReason, type KnownReason } from './find-reason.ts'
export { type CaseParties, type OwnHand, ownHandIn } from './four-eyes.ts'
export { isUnderReview, legalMoves, planMove } from './lanes.ts'
export { nextLevel } from './levels.ts'
