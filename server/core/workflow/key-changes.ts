import type { StatusCategory } from '../lifecycle/lifecycle.ts'
import type { WorkflowDocument } from './document.ts'

/** The lists of a document whose keys live rows name, and where each stands in it. */
export const keyLists = {
  queues: ['routing', 'queues'],
  types: ['types'],
  categories: ['categories'],
  serviceLines: ['serviceLines'],
  channels: ['channels'],
  services: ['services'],
  skills: ['skills'],
  languages: ['languages'],
  teams: ['teams'],
  lifecycles: ['lifecycles'],
  slaPolicies: ['slaPolicies'],
  calendars: ['calendars'],
  reasons: ['cases', 'reasons'],
} as const satisfies Record<string, readonly string[]>

export type KeyList = keyof typeof keyLists

/** A key that the next document no longer has. */
export interface GoneKey {
  readonly list: KeyList
  readonly key: string
  /** What `renames` makes of it; null = it is taken away. */
  readonly to: string | null
}

/** A status that a ticket cannot keep as it is. */
export interface GoneStatus {
  readonly lifecycle: string
  readonly status: string
  readonly category: StatusCategory
  /** Where it goes; null = the lifecycle it comes to has none for it. */
  readonly to: { readonly lifecycle: string; readonly status: string; readonly category: StatusCategory } | null
}

/** What becomes of the keys in use when one document follows the other. */
export interface KeyChanges {
  readonly keys: readonly GoneKey[]
  readonly statuses: readonly GoneStatus[]
}

/** Compares two documents, with the `renames` of the later one. A key that is still there is renamed by nobody. */
export function keyChanges(before: WorkflowDocument, after: WorkflowDocument): KeyChanges {
  const lists = Object.keys(keyLists) as KeyList[]
  const keys = lists.flatMap((list) => {
    const left = new Set(keysOf(after, list))
    return keysOf(before, list)
      .filter((key) => !left.has(key))
      .map((key): GoneKey => ({ list, key, to: memberOf(after.renames?.[list], key) ?? null }))
  })
  return { keys, statuses: goneStatuses(before, after) }
}

function goneStatuses(before: WorkflowDocument, after: WorkflowDocument): GoneStatus[] {
  return Object.entries(before.lifecycles).flatMap(([slug, { statuses }]) => {
    const stays = memberOf(after.lifecycles, slug) !== undefined
    const lifecycle = stays ? slug : memberOf(after.renames?.lifecycles, slug)
    const next = lifecycle === undefined ? undefined : memberOf(after.lifecycles, lifecycle)
    // Of a lifecycle that is taken away, the lifecycle itself is the complaint.
    if (lifecycle === undefined || next === undefined) return []
    return Object.entries(statuses).flatMap(([status, { category }]): GoneStatus[] => {
      const to = memberOf(next.statuses, status) === undefined ? memberOf(after.renames?.statuses, status) : status
      const found = to === undefined ? undefined : memberOf(next.statuses, to)
      if (to === undefined || found === undefined) return [{ lifecycle: slug, status, category, to: null }]
      const isSame = lifecycle === slug && to === status && found.category === category
      return isSame
        ? []
        : [{ lifecycle: slug, status, category, to: { lifecycle, status: to, category: found.category } }]
    })
  })
}

/** A member that the document itself has; `constructor` is a slug like any other. */
function memberOf<Value>(members: Readonly<Record<string, Value>> | undefined, key: string): Value | undefined {
  return members !== undefined && Object.hasOwn(members, key) ? members[key] : undefined
}

/** The keys of one list of a document, in its order. */
function keysOf(document: WorkflowDocument, list: KeyList): readonly string[] {
  if (list === 'languages') return document.languages
  if (list === 'queues') return Object.keys(document.routing.queues)
  if (list === 'reasons') return Object.keys(document.cases?.reasons ?? {})
  return Object.keys(document[list] ?? {})
}
