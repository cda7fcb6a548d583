import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { CheckpointFacts, SealFacts } from './chain.ts'

/** Adds a key unless its number is taken. */
export async function insertAuditKey(
  tx: Tx,
  workspaceId: string,
  key: { number: number; publicKey: Buffer; privateSealed: Buffer },
): Promise<void> {
  await tx.count(sql`
    insert into audit_keys (workspace_id, number, public_key, private_sealed)
    values (${workspaceId}, ${key.number}, ${key.publicKey}, ${key.privateSealed})
    on conflict (workspace_id, number) do nothing`)
}

/** Adds the next seal. False when another sealer has written that number. */
export async function insertSeal(
  tx: Tx,
  facts: SealFacts,
  more: { seqs: readonly number[]; hashes: Buffer; keyNumber: number; signature: Buffer },
): Promise<boolean> {
  const touched = await tx.count(sql`
    insert into audit_seals (workspace_id, number, rows, last_seq, seqs, hashes, key_number, signature)
    values (${facts.workspaceId}, ${facts.number}, ${facts.rows}, ${facts.lastSeq}, ${more.seqs}::bigint[],
      ${more.hashes}, ${more.keyNumber}, ${more.signature})
    on conflict (workspace_id, number) do nothing`)
  return touched === 1
}

/** Adds the next checkpoint. False when another process has written that number. */
export async function insertCheckpoint(
  tx: Tx,
  facts: CheckpointFacts,
  signed: { keyNumber: number; signature: Buffer },
): Promise<boolean> {
  const touched = await tx.count(sql`
    insert into audit_checkpoints (workspace_id, number, at, seals, rows, last_seq, hash, previous, key_number,
      signature)
    values (${facts.workspaceId}, ${facts.number}, ${new Date(facts.at)}, ${facts.seals}, ${facts.rows},
      ${facts.lastSeq}, ${facts.hash}, ${facts.previous}, ${signed.keyNumber}, ${signed.signature})
    on conflict (workspace_id, number) do nothing`)
  return touched === 1
}
