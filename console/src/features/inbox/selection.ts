/** Which tickets of a list are chosen: some by hand, or all that its search finds. */
export interface Selection {
  readonly ids: ReadonlySet<string>
  readonly isAll: boolean
  /** Checkboxes are shown although nothing is chosen yet. */
  readonly isChoosing: boolean
  /** From where a range reaches. */
  readonly anchor: string | null
}

export const nothingChosen: Selection = { ids: new Set(), isAll: false, isChoosing: false, anchor: null }

/** Chooses a ticket, or no longer; a range reaches from the last one chosen to this one. */
export function toggled(
  selection: Selection,
  { id, order, isRange }: { id: string; order: readonly string[]; isRange: boolean },
): Selection {
  const ids = new Set(selection.ids)
  const [from, to] = [order.indexOf(selection.anchor ?? ''), order.indexOf(id)]
  if (isRange && from >= 0 && to >= 0) {
    for (const between of order.slice(Math.min(from, to), Math.max(from, to) + 1)) ids.add(between)
  } else if (ids.has(id)) ids.delete(id)
  else ids.add(id)
  return { ids, isAll: false, isChoosing: selection.isChoosing || ids.size > 0, anchor: id }
}

/** True while checkboxes are shown. */
export function isChoosing({ ids, isAll, isChoosing: isWanted }: Selection): boolean {
  return isWanted || isAll || ids.size > 0
}
