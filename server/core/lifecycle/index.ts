export { type Bar, barText, byItself, type MayAs } from './bars.ts'
export { foundFacts } from './check-guards.ts'
export { compileLifecycle } from './compile-lifecycle.ts'
export type { LifecycleDefinition } from './compile-lifecycle.ts'
export { hasEnded, statusCategories } from './lifecycle.ts'
export type { Lifecycle, Status, StatusCategory, Transition } from './lifecycle.ts'
export { planMerge, undoWindowMs } from './plan-merge.ts'
export type { MergePlan, MergeRefusal, MergeSide } from './plan-merge.ts'
export { isMovedByReply, planReply } from './plan-reply.ts'
export type { ReplyPlan } from './plan-reply.ts'
export { planTransition } from './plan-transition.ts'
export type {
  PlannedSteps,
  RefusedTransition,
  StepEvent,
  TicketFacts,
  TransitionPlan,
  TransitionRequest,
  TransitionStep,
} from './plan-transition.ts'
export {
  awaitsPartner,
  categoryOf,
  customerStatus,
  legalTransitions,
  waitingStatusFor,
  wordingFor,
} from './read-status.ts'
export type { LegalTransition } from './read-status.ts'
