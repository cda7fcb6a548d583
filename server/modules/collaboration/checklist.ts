/** One thing to be done; its number stays its own whatever becomes of the others. */
export interface ChecklistItem {
  readonly id: number
  readonly text: string
  readonly doneAt: number | null
  readonly doneBy: { readonly kind: string; readonly id: string; readonly name: string } | null
}

/** What one call does to a checklist. */
export type ChecklistMove =
  | { readonly kind: 'add'; readonly text: string }
  /** The items of a checklist of the workflow, those that are not there yet. */
  | { readonly kind: 'addAll'; readonly texts: readonly string[] }
  | {
      readonly kind: 'set'
      readonly id: number
      readonly text?: string
      readonly isDone?: boolean
      /** Its place from 0. */
      readonly place?: number
    }
  | { readonly kind: 'remove'; readonly id: number }

type DoneBy = NonNullable<ChecklistItem['doneBy']>

/** The items after a move: the very same list when nothing changed, null when there is no such item. */
export function moveItems(
  items: readonly ChecklistItem[],
  move: ChecklistMove,
  by: { readonly who: DoneBy; readonly at: number },
): readonly ChecklistItem[] | null {
  switch (move.kind) {
    case 'add':
      return [...items, ...numbered(items, [move.text])]
    case 'addAll': {
      const missing = move.texts.filter((text) => !items.some((item) => item.text === text))
      return missing.length === 0 ? items : [...items, ...numbered(items, missing)]
    }
    case 'remove':
      return items.some(({ id }) => id === move.id) ? items.filter(({ id }) => id !== move.id) : null
    case 'set':
      return setItem(items, move, by)
  }
}

/** Items nobody has done yet, with numbers no item has. */
export function numbered(items: readonly ChecklistItem[], texts: readonly string[]): ChecklistItem[] {
  const last = Math.max(0, ...items.map(({ id }) => id))
  return texts.map((text, index) => ({ id: last + 1 + index, text, doneAt: null, doneBy: null }))
}

function setItem(
  items: readonly ChecklistItem[],
  { id, text, isDone, place }: Extract<ChecklistMove, { kind: 'set' }>,
  { who, at }: { readonly who: DoneBy; readonly at: number },
): readonly ChecklistItem[] | null {
  const index = items.findIndex((item) => item.id === id)
  const item = items[index]
  if (item === undefined) return null
  const marked =
    isDone === undefined || isDone === (item.doneAt !== null)
      ? item
      : { ...item, doneAt: isDone ? at : null, doneBy: isDone ? who : null }
  const next = text === undefined || text === item.text ? marked : { ...marked, text }
  const goal = Math.min(place ?? index, items.length - 1)
  if (next === item && goal === index) return items
  return items.filter((other) => other !== item).toSpliced(goal, 0, next)
}

/** How many items are done, and how many there are. */
export function progressOfItems(items: readonly ChecklistItem[]): { done: number; total: number } {
  return { done: items.filter(({ doneAt }) => doneAt !== null).length, total: items.length }
}
