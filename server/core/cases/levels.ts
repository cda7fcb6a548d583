/** The level an escalation of an open case leads to; null at the top, which nothing leads beyond. */
export function nextLevel({ level, maxLevel }: { readonly level: number; readonly maxLevel: number }): number | null {
  return level < maxLevel ? level + 1 : null
}
