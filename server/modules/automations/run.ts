export const runOutcomes = ['done', 'failed', 'stopped'] as const
/** It acted; it wanted to and could not; it wanted to and was not let. */
export type RunOutcome = (typeof runOutcomes)[number]

/** What one automation did, or could not do, on one occasion. */
export interface AutomationRun {
  readonly id: string
  readonly automation: string
  readonly ticketId: string
  readonly trigger: string
  /** The word of the workflow document, `time` when time went by. */
  readonly onEvent: string
  readonly eventId: string | null
  readonly outcome: RunOutcome
  readonly code: string
  readonly reason: string
  readonly did: readonly string[]
  /** The automations that led here, the first one first. */
  readonly chain: readonly string[]
  readonly workflowVersion: number
  readonly at: number
}
