export { type TimerKind } from './timer.ts'
export {
  armMovedTimers,
  armTimer,
  armTimers,
  armTimersAt,
  claimTimers,
  type ClaimedTimer,
  disarmMovedTimers,
  disarmTimer,
  insertTimers,
  type MovedTimerRow,
  type NewTimerRow,
  postponeTimer,
  takeTimer,
} from './timer-store.ts'
export { findWorkspacesWithDueTimers } from './timer-view.ts'
