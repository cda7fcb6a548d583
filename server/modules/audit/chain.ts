import { createHash } from 'node:crypto'
import { canonicalJson } from './canonical-json.ts'

/** An event as it is sealed: everything its row holds. `recordedOn` is a day, `at` epoch milliseconds. */
export interface ChainRow {
  readonly workspaceId: string
  readonly seq: number
  readonly id: string
  readonly recordedOn: string
  readonly type: string
  readonly schemaVersion: number
  readonly at: number
  readonly ticketId: string | null
  readonly subjectKind: string
  readonly subjectId: string
  readonly subjectSeq: number
  readonly actor: unknown
  readonly cause: unknown
  readonly data: unknown
  readonly origin: unknown
}

export const hashBytes = 32

/** What the first row of a workspace is chained to. */
export const chainStart: Uint8Array = Buffer.alloc(hashBytes)

/** The hash of a row: SHA-256 of the hash before it and of the row as RFC 8785 writes it (reliability.md 3.18). */
export function chainHash(previous: Uint8Array, row: ChainRow): Buffer {
  const text = canonicalJson({ ...row, at: new Date(row.at).toISOString() })
  return createHash('sha256').update(previous).update(text).digest()
}

/** What the signature of a seal says. */
export interface SealFacts {
  readonly workspaceId: string
  readonly number: number
  /** How many rows are sealed with this seal and all before it. */
  readonly rows: number
  readonly lastSeq: number
  /** The chain's hash after the last row. */
  readonly hash: Uint8Array
}

/** What the signature of a checkpoint says; `previous` is the signature of the checkpoint before, null in the first. */
export interface CheckpointFacts extends SealFacts {
  readonly at: number
  readonly seals: number
  readonly previous: Uint8Array | null
}

const base64 = (bytes: Uint8Array | null) => (bytes === null ? null : Buffer.from(bytes).toString('base64'))

/** The bytes that are signed for a seal. */
export function sealText(facts: SealFacts): Buffer {
  const { workspaceId, number, rows, lastSeq, hash } = facts
  return Buffer.from(canonicalJson({ kind: 'seal', workspaceId, number, rows, lastSeq, hash: base64(hash) }))
}

/** The bytes that are signed for a checkpoint. */
export function checkpointText(facts: CheckpointFacts): Buffer {
  const { workspaceId, number, rows, lastSeq, hash, seals, previous } = facts
  const at = new Date(facts.at).toISOString()
  const parts = { kind: 'checkpoint', workspaceId, number, at, seals, rows, lastSeq }
  return Buffer.from(canonicalJson({ ...parts, hash: base64(hash), previous: base64(previous) }))
}
