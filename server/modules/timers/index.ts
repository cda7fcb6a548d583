export { type TimerKind } from './timer.ts'
export {
  armTimer,
  armTimers,
  armTimersAt,
  claimTimers,
  type ClaimedTimer,
  disarmTimer,
  insertTimers,
  hastenTimers,
  type TimerRow,
  type NewTimerRow,
  postponeTimer,
  takeTimer,
} from './timer-store.ts'
export { findWorkspacesWithDueTimers } from './timer-view.ts'
