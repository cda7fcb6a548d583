import type { Context, Tx } from '../../platform/context.ts'
import { accessTime } from './access-time.ts'
import type { Permission } from './permissions.ts'
import { unlimitedGrant } from './token.ts'
import { type NewToken, writeToken } from './write-token.ts'

/** What the customer of a chat may do, and in that chat alone. */
const ofChat: readonly Permission[] = ['chat:read', 'chat:write']
const lifetimeMs = 7 * 24 * 3_600_000
/** More than this nobody types; a page that goes wild is told to wait. */
const ratePerSecond = 10

/** Writes the token by which a customer's page opens one chat. Its verb tells that the chat has begun. */
export function writeChatToken(
  tx: Tx,
  context: Context,
  { customerId, chatId }: { customerId: string; chatId: string },
): Promise<NewToken> {
  return writeToken(tx, context, {
    ...unlimitedGrant,
    name: 'chat',
    role: 'custom',
    permissions: ofChat,
    customerId,
    chatId,
    expiresAt: accessTime(context) + lifetimeMs,
    ratePerSecond,
  })
}
