import type { Context, Tx } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { appendWorkspaceEvent } from '../events/index.ts'
import { accessTime } from './access-time.ts'
import { forgetToken } from './authenticate-token.ts'
import { markRevoked } from './token-store.ts'
import { findPortalTokens } from './token-view.ts'

/** Which sessions of a portal end: those of an address, or one of them. */
export interface EndingPortal {
  readonly address: string
  /** The one that ends; null = all of them. */
  readonly tokenId: string | null
}

/** Ends sessions of a portal: here at once, in every other process within a second. Gives how many ended. */
export async function endPortalTokens(tx: Tx, context: Context, ending: EndingPortal): Promise<number> {
  const workspaceId = context.workspace.id
  const live = await findPortalTokens(tx, workspaceId, ending)
  const ended: string[] = []
  for (const tokenId of live) {
    if (!(await markRevoked(tx, workspaceId, tokenId, accessTime(context)))) continue
    ended.push(tokenId)
    await appendWorkspaceEvent(tx, context, { type: 'token.revoked', data: { tokenId: encodeId('token', tokenId) } })
  }
  tx.afterCommit(() => {
    for (const tokenId of ended) forgetToken(context.memory, tokenId)
  })
  return ended.length
}
