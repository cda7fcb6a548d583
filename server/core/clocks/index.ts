export type { ClockEvent, ClocksOfTicket } from './clock-event.ts'
export { clocksAfter, type HeardEvent, isPromise, type Past } from './clocks-after.ts'
export { clockMetrics, clockUnits, customerMetrics, internalMetrics, isInternal, ledgerKinds, unitOf } from './clock.ts'
export type {
  Clock,
  ClockActor,
  ClockChange,
  ClockMetric,
  ClockState,
  ClockUnit,
  DueOverride,
  LedgerEntry,
  LedgerKind,
  OpenedBy,
  PlannedStep,
} from './clock.ts'
export { escalate } from './escalate.ts'
export { isOutdated } from './is-outdated.ts'
export { explainClock } from './explain-clock.ts'
export type { ClockExplanation, ClockSegment } from './explain-clock.ts'
export { type OverrideRefusal, refusesOverride } from './override-due.ts'
export { planSteps } from './plan-steps.ts'
export { isActive, usedOf } from './run-clock.ts'
export { startClocks } from './start-clocks.ts'
export { pointOfWarning, type StepPoint } from './step-point.ts'
