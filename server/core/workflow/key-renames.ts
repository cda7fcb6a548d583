import type { KeyChanges, KeyList } from './key-changes.ts'
import { keyLists } from './key-changes.ts'

/** New keys by old ones, for each list. A status is named with its lifecycle, as `nameOfStatus` writes it. */
export type KeyRenames = Readonly<Record<KeyList | 'statuses', Readonly<Record<string, string>>>>

/** How a rename names a status: two lifecycles may have one of the same key. */
export function nameOfStatus(lifecycle: string, status: string): string {
  return `${lifecycle} ${status}`
}

/** What is to be written anew in the rows that name keys. */
export function renamesOf({ keys, statuses }: KeyChanges): KeyRenames {
  const lists = Object.keys(keyLists) as KeyList[]
  const ofLists = lists.map((list) => {
    const renamed = keys.filter((gone) => gone.list === list)
    return [list, Object.fromEntries(renamed.flatMap(({ key, to }) => (to === null ? [] : [[key, to]])))] as const
  })
  const ofStatuses = statuses.flatMap(({ lifecycle, status, to }) =>
    to === null || to.status === status ? [] : [[nameOfStatus(lifecycle, status), to.status] as const],
  )
  return Object.fromEntries([...ofLists, ['statuses', Object.fromEntries(ofStatuses)]]) as KeyRenames
}

/** True when one of these lists has a rename. */
export function isAnyRenamed(renames: KeyRenames, lists: readonly (keyof KeyRenames)[]): boolean {
  return lists.some((list) => Object.keys(renames[list]).length > 0)
}
