import type { Context } from '../../platform/context.ts'
import { refuseField } from '../../platform/errors.ts'
import { currentWorkflow } from './current-workflow.ts'

/** Refuses a calendar that the published workflow does not have; null names none. Throws `invalid` with those it has. */
export async function requireCalendar(
  context: Context,
  named: { pointer: string; slug: string | null },
): Promise<void> {
  const { pointer, slug } = named
  if (slug === null) return
  const { calendars } = await currentWorkflow(context)
  if (!calendars.has(slug))
    throw refuseField(
      pointer,
      'unknown_value',
      `No calendar "${slug}". There are: ${[...calendars.keys()].join(', ')}.`,
    )
}

/**
 * Refuses a reason of a presence that is not on the workflow's list; with an empty list every code will do.
 * Throws `invalid` with the list.
 */
export async function requirePresenceReason(context: Context, reason: string | null): Promise<void> {
  if (reason === null) return
  const { reasons } = (await currentWorkflow(context)).presence
  if (reasons.length > 0 && !reasons.includes(reason))
    throw refuseField('/reason', 'unknown_value', `No reason "${reason}". There are: ${reasons.join(', ')}.`)
}

/** The reasons of a presence that the workflow lists; empty = any code will do. Whoever is signed in may know them. */
export async function listPresenceReasons(context: Context): Promise<readonly string[]> {
  return (await currentWorkflow(context)).presence.reasons
}
