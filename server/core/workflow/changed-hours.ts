import type { CalendarDefinition } from '../calendars/calendar.ts'
import type { WorkflowDocument } from './document.ts'

/** Hours that a publication ends, under the name their calendar has after it. */
export interface EndedHours {
  readonly calendar: string
  readonly definition: CalendarDefinition
}

/** The calendars that a document has otherwise, or no longer; `renames` says what they are called in it. */
export function changedHours(
  before: Pick<WorkflowDocument, 'calendars'>,
  after: Pick<WorkflowDocument, 'calendars'>,
  renames: Readonly<Record<string, string>>,
): readonly EndedHours[] {
  return Object.entries(before.calendars).flatMap(([slug, definition]) => {
    const calendar = renames[slug] ?? slug
    return isSame(definition, after.calendars[calendar]) ? [] : [{ calendar, definition }]
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
