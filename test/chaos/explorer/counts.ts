/** How often moves of one kind were begun, did what they were to do, or were refused; the others were killed on the way. */
export interface MoveCount {
  begun: number
  done: number
  refused: number
}

/** By kind of move: what shows that a run was not a shallow one. */
export type MoveCounts = Map<string, MoveCount>

export function countOf(counts: MoveCounts, kind: string): MoveCount {
  let count = counts.get(kind)
  if (count === undefined) counts.set(kind, (count = { begun: 0, done: 0, refused: 0 }))
  return count
}

/** Adds what was counted elsewhere. */
export function addCounts(sums: MoveCounts, counts: MoveCounts): void {
  for (const [kind, { begun, done, refused }] of counts) {
    const sum = countOf(sums, kind)
    sum.begun += begun
    sum.done += done
    sum.refused += refused
  }
}
