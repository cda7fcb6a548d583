import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { ChainRow } from './chain.ts'

export interface KeyRow {
  readonly number: number
  readonly publicKey: Buffer
  readonly privateSealed: Buffer
}

/** A seal as it is stored. */
export interface SealRow {
  readonly number: number
  readonly rows: number
  readonly lastSeq: number
  readonly seqs: readonly number[]
  readonly hashes: Buffer
  readonly keyNumber: number
  readonly signature: Buffer
}

/** A checkpoint as it is stored. */
export interface CheckpointRow {
  readonly number: number
  readonly at: number
  readonly seals: number
  readonly rows: number
  readonly lastSeq: number
  readonly hash: Buffer
  readonly previous: Buffer | null
  readonly keyNumber: number
  readonly signature: Buffer
}

/** How far a workspace is sealed. */
export interface SealedTo {
  readonly number: number
  readonly rows: number
  readonly lastSeq: number
  readonly hash: Buffer
}

/** The keys of a workspace, the oldest first. */
export function findAuditKeys(tx: Tx, workspaceId: string): Promise<KeyRow[]> {
  return tx.rows(sql<KeyRow>`
    select audit_keys.number, audit_keys.public_key as "publicKey", audit_keys.private_sealed as "privateSealed"
    from audit_keys
    where audit_keys.workspace_id = ${workspaceId}
    order by audit_keys.number`)
}

/** The last seal, or null before the first. */
export function findSealedTo(tx: Tx, workspaceId: string): Promise<SealedTo | null> {
  return tx.first(sql<SealedTo>`
    select audit_seals.number, audit_seals.rows, audit_seals.last_seq as "lastSeq",
      substring(audit_seals.hashes from octet_length(audit_seals.hashes) - 31) as hash
    from audit_seals
    where audit_seals.workspace_id = ${workspaceId}
    order by audit_seals.number desc
    limit 1`)
}

/** Seals after one number, as many as hold about `rows` rows: one at least, 500 at most. */
export function findSeals(
  tx: Tx,
  workspaceId: string,
  after: { number: number; rows: number; upToRows: number },
): Promise<SealRow[]> {
  return tx.rows(sql<SealRow>`
    select audit_seals.number, audit_seals.rows, audit_seals.last_seq as "lastSeq",
      to_jsonb(audit_seals.seqs) as seqs, audit_seals.hashes, audit_seals.key_number as "keyNumber", audit_seals.signature
    from audit_seals
    where audit_seals.workspace_id = ${workspaceId}
      and audit_seals.number > ${after.number}
      and (audit_seals.rows <= ${after.upToRows} or audit_seals.number = ${after.number + 1})
    order by audit_seals.number
    limit 500`)
}

/** Every checkpoint, the oldest first. */
export function findCheckpoints(tx: Tx, workspaceId: string): Promise<CheckpointRow[]> {
  return tx.rows(sql<CheckpointRow>`
    select audit_checkpoints.number, audit_checkpoints.at, audit_checkpoints.seals, audit_checkpoints.rows,
      audit_checkpoints.last_seq as "lastSeq", audit_checkpoints.hash, audit_checkpoints.previous,
      audit_checkpoints.key_number as "keyNumber", audit_checkpoints.signature
    from audit_checkpoints
    where audit_checkpoints.workspace_id = ${workspaceId}
    order by audit_checkpoints.number`)
}

/** The last checkpoint, or null before the first. */
export function findLastCheckpoint(tx: Tx, workspaceId: string): Promise<CheckpointRow | null> {
  return tx.first(sql<CheckpointRow>`
    select audit_checkpoints.number, audit_checkpoints.at, audit_checkpoints.seals, audit_checkpoints.rows,
      audit_checkpoints.last_seq as "lastSeq", audit_checkpoints.hash, audit_checkpoints.previous,
      audit_checkpoints.key_number as "keyNumber", audit_checkpoints.signature
    from audit_checkpoints
    where audit_checkpoints.workspace_id = ${workspaceId}
    order by audit_checkpoints.number desc
    limit 1`)
}

/** Events after one number up to another as they are sealed, in order. */
export function findChainRows(
  tx: Tx,
  workspaceId: string,
  range: { after: number; upTo: number; limit: number },
): Promise<ChainRow[]> {
  return tx.rows(sql<ChainRow>`
    select event.workspace_id as "workspaceId", event.seq, event.id,
      to_char(event.recorded_on, 'YYYY-MM-DD') as "recordedOn", event.type, event.schema_version as "schemaVersion",
      event.at, event.ticket_id as "ticketId", event.subject_kind as "subjectKind",
      event.subject_id as "subjectId", event.subject_seq as "subjectSeq", event.actor, event.cause, event.data,
      event.origin
    from events as event
    where event.workspace_id = ${workspaceId}
      and event.seq > ${range.after}
      and event.seq <= ${range.upTo}
    order by event.seq, event.recorded_on
    limit ${range.limit}`)
}

/** How many events come after a number. */
export async function countEventsAfter(tx: Tx, workspaceId: string, seq: number): Promise<number> {
  const row = await tx.first<{ events: number }>(sql`
    select count(*) as events
    from events as event
    where event.workspace_id = ${workspaceId} and event.seq > ${seq}`)
  return row?.events ?? 0
}
