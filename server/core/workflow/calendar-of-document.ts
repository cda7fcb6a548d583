import type { CalendarDefinition } from '../calendars/calendar.ts'

/** One calendar as a document writes it: the one it is within is named. */
export type CalendarDocument = Omit<CalendarDefinition, 'within'> & { readonly within?: string | undefined }

type CalendarDocuments = Readonly<Record<string, CalendarDocument>>

/** A calendar of a document, whole: with the hours, as they stand there, of the one it is within. */
export function definitionOf(calendar: CalendarDocument, calendars: CalendarDocuments): CalendarDefinition {
  const { within, ...hours } = calendar
  const outer = namedBy(within, calendars)
  if (outer === undefined) return hours
  const { within: _, ...outerHours } = outer
  return { ...hours, within: outerHours }
}

/** Why a calendar may not be within the one it names; null when it may, or names one that is not there. `slug` is its own name. */
export function whyNotWithin(
  slug: string | null,
  { within }: CalendarDocument,
  calendars: CalendarDocuments,
): string | null {
  if (within !== undefined && within === slug) return 'A calendar is not within itself.'
  const further = namedBy(within, calendars)?.within
  if (further === undefined) return null
  return `"${within ?? ''}" is itself within "${further}": name a calendar that is within no other.`
}

/** A name such as `constructor` is no calendar of a document that has none of it. */
function namedBy(name: string | undefined, calendars: CalendarDocuments): CalendarDocument | undefined {
  return name !== undefined && Object.hasOwn(calendars, name) ? calendars[name] : undefined
}
