/** What the relay may know of an event: where it belongs, never what it says. */
export interface EventHeader {
  readonly workspaceId: string
  readonly seq: number
  readonly id: string
  readonly type: string
  readonly subjectKind: string
  readonly subjectId: string
}

/** Numbers not seen yet although higher ones are. Whoever drew one has a transaction id below `belowXid`. */
export interface Hole {
  readonly first: number
  readonly last: number
  readonly belowXid: number
}

/** What one snapshot showed: every visible event above `readTo` up to the last one given, and of the holes asked for. */
export interface HorizonView {
  /** Every transaction id below it has ended, as this snapshot sees it. */
  readonly xmin: number
  /** The id the server will hand out next, read after the snapshot was taken. */
  readonly nextXid: number
  readonly headers: readonly EventHeader[]
}

/** Puts events, whose numbers are drawn before they are committed, into an order in which nothing is ever skipped. */
export interface CommitHorizon {
  /** Every number up to here is settled: its event has been given out, or will never be. */
  mark(): number
  /** The highest number seen. */
  readTo(): number
  holes(): readonly Hole[]
  /** Takes in one snapshot and gives the events that are now settled, in order. */
  take(view: HorizonView): EventHeader[]
}

/**
 * A hole is passed only when it is filled, or when xmin has reached the next transaction id of the moment the hole was
 * first seen. Whoever drew a missing number took its id before that number, so before the higher one was drawn,
 * committed and seen: the id is below that `nextXid`, and once xmin is not below it the transaction has ended. The
 * snapshot that says so then shows the event, or it was rolled back (architecture.md, Events). The snapshot's xmax will
 * not do for `nextXid`: it is one above the last id that has *ended*, and who drew the number may have a later one.
 */
export function createCommitHorizon(start: number): CommitHorizon {
  let mark = start
  let readTo = start
  let holes: Hole[] = []
  let ahead: EventHeader[] = []

  return {
    mark: () => mark,
    readTo: () => readTo,
    holes: () => holes,
    take: ({ xmin, nextXid, headers }) => {
      for (const header of headers.toSorted((one, other) => one.seq - other.seq)) {
        if (header.seq <= readTo) {
          holes = holes.flatMap((hole) => without(hole, header.seq))
        } else {
          if (header.seq > readTo + 1) holes.push({ first: readTo + 1, last: header.seq - 1, belowXid: nextXid })
          readTo = header.seq
        }
        ahead.push(header)
      }
      holes = holes.filter((hole) => hole.belowXid > xmin)
      const settled = Math.min(readTo, ...holes.map((hole) => hole.first - 1))
      if (settled === mark) return []
      mark = settled
      const given = ahead.filter((header) => header.seq <= mark)
      ahead = ahead.filter((header) => header.seq > mark)
      return given.sort((one, other) => one.seq - other.seq)
    },
  }
}

function without(hole: Hole, seq: number): Hole[] {
  if (seq < hole.first || seq > hole.last) return [hole]
  const parts = [
    { ...hole, last: seq - 1 },
    { ...hole, first: seq + 1 },
  ]
  return parts.filter((part) => part.first <= part.last)
}
