export { applyClockEvents, type AppliedClocks, type TimedTicket } from './apply-clock-events.ts'
export { insertClocks, type NewClockRow } from './clock-rows-store.ts'
export { loadClocks } from './clock-store.ts'
export { type FiredStep, newClockRows, type StoredClock } from './stored-clock.ts'
