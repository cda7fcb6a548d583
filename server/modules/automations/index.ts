export { fireAutomationTimer } from './fire-automation-timer.ts'
export { automationTypes, followEvents } from './follow-events.ts'
export { removeOldRuns } from './remove-old-runs.ts'
