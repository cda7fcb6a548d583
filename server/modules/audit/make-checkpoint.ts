import type { Context } from '../../platform/context.ts'
import { requirePermission } from '../access/index.ts'
import { signingKey } from './audit-key.ts'
import { insertCheckpoint } from './audit-store.ts'
import { findLastCheckpoint, findSealedTo } from './audit-view.ts'
import { type CheckpointFacts, checkpointText } from './chain.ts'

/** A checkpoint with its signature: what is kept elsewhere to show later that nothing was cut off. */
export interface Checkpoint extends CheckpointFacts {
  readonly signature: Uint8Array
}

/** Signs how far the workspace is sealed. Null when nothing was sealed since the last one, or another process was first. */
export async function makeCheckpoint(context: Context): Promise<Checkpoint | null> {
  requirePermission(context, 'audit:read')
  const { workspace } = context
  // oxlint-disable-next-line switchyard/verb -- a checkpoint is about facts and is none itself
  return context.transaction(async (tx) => {
    const sealed = await findSealedTo(tx, workspace.id)
    const last = await findLastCheckpoint(tx, workspace.id)
    if (sealed === null || last?.seals === sealed.number) return null
    const facts = {
      workspaceId: workspace.id,
      number: (last?.number ?? 0) + 1,
      at: Math.floor(context.now() - workspace.clockOffsetMs),
      seals: sealed.number,
      rows: sealed.rows,
      lastSeq: sealed.lastSeq,
      hash: sealed.hash,
      previous: last?.signature ?? null,
    }
    const key = await signingKey(tx, context)
    const signature = key.sign(checkpointText(facts))
    const isOurs = await insertCheckpoint(tx, facts, { keyNumber: key.number, signature })
    return isOurs ? { ...facts, signature } : null
  })
}
