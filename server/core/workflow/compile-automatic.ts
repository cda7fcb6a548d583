import type { Calendar } from '../calendars/calendar.ts'
import type { WorkflowDocument } from './document.ts'
import { countedIn } from './counted-in.ts'
import { durationMs } from './duration.ts'
import type { AutomaticMove } from './stage-parts.ts'

type AutomaticDocument = NonNullable<WorkflowDocument['lifecycles'][string]['automatic']>

/** What time does to the tickets of a lifecycle, in the order of time. */
export function compileAutomatic(
  moves: AutomaticDocument,
  calendars: ReadonlyMap<string, Calendar>,
): readonly AutomaticMove[] {
  return moves
    .map((move) => ({
      id: move.id,
      status: move.in,
      afterMs: durationMs(move.after) ?? 0,
      calendar: countedIn(calendars.get(move.calendar ?? ''), move.after),
      say: move.say === undefined ? null : wordingsOf(move.say),
      to: move.to ?? null,
      facts: move.with ?? {},
    }))
    .toSorted((one, other) => one.afterMs - other.afterMs)
}

/** One text for all stands under a language of its own that no ticket has. */
function wordingsOf(say: string | Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(typeof say === 'string' ? [['*', say]] : Object.entries(say))
}
