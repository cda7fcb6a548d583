import type { Context, Tx } from '../../platform/context.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import { secretHash } from '../../platform/random-secret.ts'
import { actorOf, appendWorkspaceEvent } from '../events/index.ts'
import { accessTime } from './access-time.ts'
import type { Token, TokenGrant } from './token.ts'
import { insertToken } from './token-store.ts'
import { displayPrefix, newTokenText } from './token-text.ts'

/** A token just made and its secret, which is shown this once. */
export interface NewToken {
  readonly token: Token
  readonly secret: string
}

/** Writes a token whose grant has been checked. */
export async function writeToken(
  tx: Tx,
  context: Context,
  grant: Omit<TokenGrant, 'role' | 'permissions'> &
    Pick<Token, 'role' | 'permissions'> &
    Partial<Pick<Token, 'chatId' | 'portalAddress' | 'integrationId'>>,
): Promise<NewToken> {
  const secret = newTokenText()
  const token = {
    id: newId(),
    name: grant.name,
    kind: grant.customerId === null ? 'service' : 'customer',
    role: grant.role,
    permissions: grant.permissions,
    channels: grant.channels,
    queues: grant.queues,
    markets: grant.markets,
    franchisees: grant.franchisees,
    integrationId: grant.integrationId ?? null,
    partnerId: grant.partnerId,
    customerId: grant.customerId,
    chatId: grant.chatId ?? null,
    portalAddress: grant.portalAddress ?? null,
    prefix: displayPrefix(secret),
    ratePerSecond: grant.ratePerSecond,
    createdAt: accessTime(context),
    expiresAt: grant.expiresAt,
  } as const
  await insertToken(tx, context.workspace.id, token, { hash: secretHash(secret), by: actorOf(context.principal) })
  return { token: { ...token, customerIds: null, lastUsedAt: null, revokedAt: null, version: 1 }, secret }
}

/** Records that a token was made; the log never sees its secret or its name. */
export async function appendTokenEvent(tx: Tx, context: Context, token: Token): Promise<void> {
  const data = { tokenId: encodeId('token', token.id), role: token.role }
  await appendWorkspaceEvent(tx, context, { type: 'token.created', data })
}
