import type { CheckingKey } from './audit-key.ts'
import type { SealedTo, SealRow } from './audit-view.ts'
import { chainHash, type ChainRow, hashBytes, sealText } from './chain.ts'

/** What was found at a row: changed, gone, put between, or sealed anew by somebody without the key. */
export const faultReasons = [
  'row_changed',
  'row_missing',
  'row_inserted',
  'seal_missing',
  'seal_changed',
  'checkpoint_changed',
  'truncated',
  'key_replaced',
] as const

/** The first row that is not as it was sealed. Where no single row can be told, it is one of `seq` to `upTo`. */
export interface FirstBad {
  readonly seq: number
  readonly upTo: number
  /** Null for a row that is gone. */
  readonly eventId: string | null
  readonly reason: (typeof faultReasons)[number]
  readonly detail: string
}

/** Where a walk along the chain stands. */
export type ChainPlace = SealedTo

/** Walks one seal along its rows, which are all that stand after `place` up to the seal's end. */
export function walkSeal(
  place: ChainPlace,
  seal: SealRow,
  given: { workspaceId: string; rows: readonly ChainRow[]; key: CheckingKey | null },
): ChainPlace | FirstBad {
  const first = seal.seqs[0] ?? place.lastSeq + 1
  if (seal.number !== place.number + 1) {
    return between(place, first, 'seal_missing', `Seal ${place.number + 1} is not there.`)
  }
  const isWhole = seal.hashes.length === seal.seqs.length * hashBytes && seal.seqs.length > 0
  if (!isWhole || seal.seqs.at(-1) !== seal.lastSeq || seal.rows !== place.rows + seal.seqs.length) {
    return between(place, seal.lastSeq, 'seal_changed', `Seal ${seal.number} contradicts itself.`)
  }
  const walked = walkRows(place.hash, seal, given.rows)
  if (!Buffer.isBuffer(walked)) return walked
  const facts = { number: seal.number, rows: seal.rows, lastSeq: seal.lastSeq, hash: walked }
  if (given.key === null) {
    return between(place, seal.lastSeq, 'key_replaced', `Seal ${seal.number} names a key that is not ours.`)
  }
  if (!given.key.verifies(sealText({ ...facts, workspaceId: given.workspaceId }), seal.signature)) {
    const detail = `Seal ${seal.number} is not signed by our key: it was written anew from a row of it on.`
    return { ...between(place, seal.lastSeq, 'seal_changed', detail), seq: first }
  }
  return facts
}

function walkRows(start: Buffer, seal: SealRow, rows: readonly ChainRow[]): Buffer | FirstBad {
  let hash = start
  let at = 0
  for (const row of rows) {
    const seq = seal.seqs[at]
    if (seq === undefined || row.seq < seq) return faultAt(row.seq, row.id, 'row_inserted', 'It was never sealed.')
    if (row.seq > seq) return gone(seq)
    hash = chainHash(hash, row)
    const kept = seal.hashes.subarray(at * hashBytes, (at + 1) * hashBytes)
    if (!hash.equals(kept)) return faultAt(seq, row.id, 'row_changed', 'It is not what was sealed.')
    at += 1
  }
  const next = seal.seqs[at]
  return next === undefined ? hash : gone(next)
}

function gone(seq: number): FirstBad {
  return faultAt(seq, null, 'row_missing', 'It was sealed and is not there.')
}

function faultAt(seq: number, eventId: string | null, reason: FirstBad['reason'], detail: string): FirstBad {
  return { seq, upTo: seq, eventId, reason, detail }
}

/** A fault of which only the stretch is known. */
export function between(place: ChainPlace, upTo: number, reason: FirstBad['reason'], detail: string): FirstBad {
  const seq = place.lastSeq + 1
  return { seq, upTo: Math.max(seq, upTo), eventId: null, reason, detail }
}
