import type * as real from '../../../../server/modules/routing/shard-store.ts'
import { plantable } from '../planted.ts'
import { rowTx } from '../rows/row-tx.ts'

export * from '../../../../server/modules/routing/shard-store.ts'

export class ShardLost extends Error {
  override readonly name = 'ShardLost'
}

/** Leases always have ended here: the worst that can happen to who believes to hold one. */
export const leaseShard: typeof real.leaseShard = (tx, workspaceId) => {
  const own = rowTx(tx)
  return own.run(() => {
    own.lock('shard', workspaceId)
    const epoch = (own.get('shard', workspaceId)?.epoch ?? 0) + 1
    own.put('shard', { id: workspaceId, epoch })
    return epoch
  })
}

export const holdEpoch: typeof real.holdEpoch = plantable('holdEpoch', (tx, workspaceId, epoch) => {
  const own = rowTx(tx)
  own.epoch = epoch
  return own.run(() => {
    if (own.get('shard', workspaceId)?.epoch === epoch) own.share('shard', workspaceId)
    if (own.get('shard', workspaceId)?.epoch !== epoch) throw new ShardLost('This epoch is over.')
  })
})
