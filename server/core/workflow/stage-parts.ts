import type { Calendar } from '../calendars/calendar.ts'

/** What is to be done on tickets of these types. */
export interface Checklist {
  readonly slug: string
  readonly label: string
  readonly types: readonly string[]
  readonly items: readonly string[]
}

/** What happens to a ticket that has been in a status for that long: something is said, it moves on, or both. */
export interface AutomaticMove {
  readonly id: string
  readonly status: string
  readonly afterMs: number
  /** Whose hours count; null = all. */
  readonly calendar: Calendar | null
  /** By language, the first for all others; null = nothing is said. */
  readonly say: ReadonlyMap<string, string> | null
  readonly to: string | null
  readonly facts: Readonly<Record<string, string>>
}
