import type { CalendarDefinition } from '../calendars/calendar.ts'
import { definitionOf } from './calendar-of-document.ts'
import type { WorkflowDocument } from './document.ts'

/** Hours that a publication ends, under the name their calendar has after it. */
export interface EndedHours {
  readonly calendar: string
  readonly definition: CalendarDefinition
}

/**
 * The calendars that a document has otherwise, or no longer; `renames` says what they are called in it. One that is within
 * another has other hours when that one has, and the hours it ends with keep those of that one.
 */
export function changedHours(
  before: Pick<WorkflowDocument, 'calendars'>,
  after: Pick<WorkflowDocument, 'calendars'>,
  renames: Readonly<Record<string, string>>,
): readonly EndedHours[] {
  return Object.entries(before.calendars).flatMap(([slug, written]) => {
    const calendar = renames[slug] ?? slug
    const definition = definitionOf(written, before.calendars)
    const next = after.calendars[calendar]
    const isKept = next !== undefined && isSame(definition, definitionOf(next, after.calendars))
    return isKept ? [] : [{ calendar, definition }]
  })
}

/** The order in which members are written says nothing. */
function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(inOrder(one)) === JSON.stringify(inOrder(other))
}

function inOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const members = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1))
  return Object.fromEntries(members.map(([name, member]) => [name, inOrder(member)]))
}
