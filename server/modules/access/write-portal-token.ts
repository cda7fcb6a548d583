import type { Context, Tx } from '../../platform/context.ts'
import { accessTime } from './access-time.ts'
import type { Permission } from './permissions.ts'
import { unlimitedGrant } from './token.ts'
import { appendTokenEvent, type NewToken, writeToken } from './write-token.ts'

const ofPortal: readonly Permission[] = ['portal:use']
const lifetimeMs = 14 * 24 * 3_600_000
/** More than this nobody clicks; a page that goes wild is told to wait. */
const ratePerSecond = 10

/** Writes the token by which a customer's page shows what belongs to an address, and tells that there is one. */
export async function writePortalToken(
  tx: Tx,
  context: Context,
  { customerId, address }: { customerId: string; address: string },
): Promise<NewToken> {
  const made = await writeToken(tx, context, {
    ...unlimitedGrant,
    name: 'portal',
    role: 'custom',
    permissions: ofPortal,
    customerId,
    portalAddress: address,
    expiresAt: accessTime(context) + lifetimeMs,
    ratePerSecond,
  })
  await appendTokenEvent(tx, context, made.token)
  return made
}
