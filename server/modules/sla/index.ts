export {
  applyClockEvents,
  type AppliedClocks,
  type DecidedClocks,
  decideClocks,
  type FiredEscalation,
  type TimedTicket,
} from './apply-clock-events.ts'
export { clockEventsOf } from './clock-events-of.ts'
export { type ClockStep, clockStepsOf } from './clock-steps.ts'
export { clockRow, type ClockRow, insertClocks, keepClocks, type NewClockRow } from './clock-rows-store.ts'
export { blankOverrides } from './erasure-store.ts'
export { hastenOutdated } from './hasten-outdated.ts'
export { loadClocks } from './clock-store.ts'
export { type PreviewedDue, previewDue, previewHours } from './preview-clocks.ts'
export { changedClocks, type FiredStep, newClockRows, type StoredClock } from './stored-clock.ts'
export { renameInClocks } from './rename-in-clocks.ts'
export { isPromisedAnew } from './up-to-date.ts'
