import type { Context } from '../../platform/context.ts'
import { requireSystem } from './index-events.ts'
import { ensureCursor, restartRebuild } from './search-cursor-store.ts'
import { findIndexState } from './search-cursor-view.ts'
import { forgetWords } from './word-store.ts'

/**
 * Lets all documents of this workspace be built anew, whoever then does it (`indexEvents`). What is there stays
 * searchable meanwhile; words are counted from the beginning.
 */
export async function rebuildDocuments(context: Context, { upTo }: { upTo: number }): Promise<void> {
  requireSystem(context)
  // oxlint-disable-next-line switchyard/verb -- documents repeat what is recorded elsewhere
  await context.transaction(async (tx) => {
    await ensureCursor(tx, context.workspace.id, upTo)
    await restartRebuild(tx, context.workspace.id)
    await forgetWords(tx, context.workspace.id)
  })
}

/** How far a rebuild is: tickets done and there; null when none is under way. */
export async function readIndexState(context: Context): Promise<{ rebuilt: number; tickets: number } | null> {
  requireSystem(context)
  const state = await context.read((tx) => findIndexState(tx, context.workspace.id))
  return state === null || state.rebuildBelow === null ? null : { rebuilt: state.rebuilt, tickets: state.tickets }
}
