import type { Context } from '../../platform/context.ts'
import { can } from './can.ts'
import { requirePermission } from './require-permission.ts'
import type { Token } from './token.ts'
import { findToken, listTokenPage } from './token-view.ts'

/** One token of the workspace, or null; a partner finds its own only. */
export async function getToken(context: Context, input: { tokenId: string }): Promise<Token | null> {
  requirePermission(context, 'token:read')
  const token = await context.read((tx) => findToken(tx, context.workspace.id, input.tokenId))
  if (token === null || !can(context.principal, 'token:read', { partnerId: token.partnerId })) return null
  return token
}

/** A page of tokens, newest first; `before` is the id of the last token of the page before. */
export async function listTokens(context: Context, input: { before: string | null; limit: number }): Promise<Token[]> {
  requirePermission(context, 'token:read')
  const page = { ...input, partnerId: context.principal.partnerId }
  return context.read((tx) => listTokenPage(tx, context.workspace.id, page))
}
