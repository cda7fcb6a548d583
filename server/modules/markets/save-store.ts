import { isZone } from '../../core/calendars/index.ts'
import type { Context } from '../../platform/context.ts'
import { AppError, refuseField } from '../../platform/errors.ts'
import { can, requirePermission } from '../access/index.ts'
import { appendWorkspaceEvent } from '../events/index.ts'
import { marketPlaceOf } from './market-place.ts'
import type { Store } from './store.ts'
import { saveStoreRow } from './store-store.ts'
import { lockStore } from './store-view.ts'

/**
 * Registers a store or brings it up to date. Throws `invalid` for a zone that is none, `forbidden` for a place beyond the
 * caller's markets and franchisees, and `version_mismatch`.
 */
export async function saveStore(
  context: Context,
  input: Omit<Store, 'version'>,
  expectedVersion: number | null = null,
): Promise<Store> {
  requirePermission(context, 'market:write')
  if (!isZone(input.timezone)) throw refuseField('/timezone', 'unknown_zone', 'This is no IANA time zone.')
  return context.transaction(async (tx) => {
    requirePermission(context, 'market:write', await marketPlaceOf(tx, context, input))
    const present = await lockStore(tx, context.workspace.id, input.storeId)
    // A store of somebody else's is not taken over by naming it.
    if (present !== null && !can(context.principal, 'market:write', await marketPlaceOf(tx, context, present)))
      throw new AppError('forbidden', `Store ${input.storeId} belongs to another market or franchisee.`, {
        missing: 'market',
      })
    if (expectedVersion !== null && expectedVersion !== (present?.version ?? 0))
      throw new AppError(
        'version_mismatch',
        `The store is at version ${present?.version ?? 0}, not ${expectedVersion}.`,
      )
    const version = await saveStoreRow(tx, context.workspace.id, input)
    await appendWorkspaceEvent(tx, context, { type: 'store.saved', data: { storeId: input.storeId, version } })
    return { ...input, version }
  })
}
