import type { CheckingKey } from './audit-key.ts'
import type { CheckpointRow } from './audit-view.ts'
import { checkpointText } from './chain.ts'
import { between, type ChainPlace, type FirstBad } from './walk-seal.ts'

/** Holds the checkpoints against the chain while it is walked. */
export interface CheckpointWatch {
  /** The first fault of the checkpoints made at this place; null when they agree with it. */
  at(place: ChainPlace): FirstBad | null
  /** At the end of the chain: the fault when a checkpoint tells of more than there is. */
  end(place: ChainPlace): FirstBad | null
}

export function watchCheckpoints(
  checkpoints: readonly CheckpointRow[],
  given: { workspaceId: string; keys: ReadonlyMap<number, CheckingKey> },
): CheckpointWatch {
  let next = 0
  let previous: Buffer | null = null
  let lastAgreed: ChainPlace | null = null

  function judge(row: CheckpointRow, place: ChainPlace): FirstBad | null {
    const from = lastAgreed ?? { ...place, lastSeq: 0 }
    const fault = (detail: string) => between(from, place.lastSeq, 'checkpoint_changed', detail)
    const name = `Checkpoint ${row.number}`
    if (row.number !== next + 1) return fault(`Checkpoint ${next + 1} is not there.`)
    const text = checkpointText({ ...row, workspaceId: given.workspaceId, previous })
    if (given.keys.get(row.keyNumber)?.verifies(text, row.signature) !== true) {
      return fault(`${name} is not signed by our key, or the one before it was changed.`)
    }
    const agrees = row.rows === place.rows && row.lastSeq === place.lastSeq && row.hash.equals(place.hash)
    return agrees ? null : fault(`${name} tells of another chain.`)
  }

  return {
    at: (place) => {
      for (let row = checkpoints[next]; row !== undefined && row.seals <= place.number; row = checkpoints[next]) {
        const fault = judge(row, place)
        if (fault !== null) return fault
        next += 1
        previous = row.signature
        lastAgreed = place
      }
      return null
    },
    end: (place) => {
      const row = checkpoints[next]
      if (row === undefined) return null
      const detail = `Checkpoint ${row.number} tells of ${row.rows} rows, of which ${row.rows - place.rows} are gone.`
      return between(place, row.lastSeq, 'truncated', detail)
    },
  }
}
