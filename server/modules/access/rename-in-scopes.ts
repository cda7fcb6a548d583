import type { KeyRenames } from '../../core/workflow/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { forgetToken } from './authenticate-token.ts'
import { saveRenamedScopes } from './token-renames-store.ts'

/** Keeps live tokens in their channels and queues when these are renamed. The publication is the event of it. */
export async function renameInScopes(tx: Tx, context: Context, renames: KeyRenames): Promise<void> {
  const tokenIds = await saveRenamedScopes(tx, context.workspace.id, renames)
  tx.afterCommit(() => {
    for (const tokenId of tokenIds) forgetToken(context.memory, tokenId)
  })
}
