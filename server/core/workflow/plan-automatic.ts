import { dueAfter } from '../calendars/working-time.ts'
import { wordingFor } from '../lifecycle/read-status.ts'
import type { WorkflowSnapshot } from './snapshot.ts'
import type { AutomaticMove } from './stage-parts.ts'

/** How long a ticket has been in its status, and which of its automatic moves have been made since. */
export interface Stay {
  readonly lifecycle: string
  readonly status: string
  readonly since: number
  readonly made: readonly string[]
}

/**
 * The next automatic move of a ticket and its instant; null when nothing more comes. What lies before a move that was
 * made is not made up for: a reminder that is added later does not follow the closing notice.
 */
export function nextAutomatic(
  { automatic }: Pick<WorkflowSnapshot, 'automatic'>,
  stay: Stay,
): { readonly move: AutomaticMove; readonly dueAt: number } | null {
  const moves = (automatic.get(stay.lifecycle) ?? []).filter(({ status }) => status === stay.status)
  const last = moves.findLastIndex(({ id }) => stay.made.includes(id))
  const move = moves[last + 1]
  if (move === undefined) return null
  const { calendar, afterMs } = move
  return { move, dueAt: calendar === null ? stay.since + afterMs : dueAfter(calendar, stay.since, afterMs) }
}

/** What an automatic move says to a customer of this language; null when it says nothing. */
export function saidBy({ say }: AutomaticMove, language: string): string | null {
  if (say === null) return null
  return wordingFor(say, language) ?? [...say.values()][0] ?? null
}

/** What a ticket of this type must have to enter each status: its custom fields, by their names as facts. */
export function fieldsAsked(
  { types }: Pick<WorkflowSnapshot, 'types'>,
  type: string | null,
): ReadonlyMap<string, readonly string[]> {
  const asked = new Map<string, string[]>()
  for (const [name, { requiredFor }] of types.get(type ?? '')?.fields ?? []) {
    for (const status of requiredFor) asked.set(status, [...(asked.get(status) ?? []), `fields.${name}`])
  }
  return asked
}

/** The items a ticket of this type has to begin with. */
export function checklistOfType({ checklists }: Pick<WorkflowSnapshot, 'checklists'>, type: string | null) {
  if (type === null) return null
  return [...checklists.values()].find(({ types }) => types.includes(type)) ?? null
}
