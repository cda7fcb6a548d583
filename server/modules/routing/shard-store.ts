import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** Makes `holder` the router of a workspace unless another one's lease runs; gives the new epoch, else null. Database time. */
export async function leaseShard(
  tx: Tx,
  workspaceId: string,
  lease: { holder: string; leaseMs: number },
): Promise<number | null> {
  const until = sql`clock_timestamp() + make_interval(secs => ${lease.leaseMs / 1000})`
  const row = await tx.first(sql<{ epoch: number }>`
    insert into router_shards as shard (workspace_id, epoch, holder, lease_until)
    values (${workspaceId}, 1, ${lease.holder}, ${until})
    on conflict (workspace_id) do update
    set epoch = shard.epoch + 1, holder = ${lease.holder}, lease_until = ${until}
    where shard.lease_until is null or shard.lease_until < clock_timestamp()
    returning shard.epoch`)
  return row?.epoch ?? null
}

/** Makes the lease of an epoch longer; false = another router took over. */
export async function prolongShard(
  tx: Tx,
  workspaceId: string,
  lease: { epoch: number; leaseMs: number },
): Promise<boolean> {
  const prolonged = await tx.count(sql`
    update router_shards as shard
    set lease_until = clock_timestamp() + make_interval(secs => ${lease.leaseMs / 1000})
    where shard.workspace_id = ${workspaceId} and shard.epoch = ${lease.epoch}`)
  return prolonged === 1
}

/** Ends the lease of an epoch before its time: another router may take over at once. */
export async function endShardLease(tx: Tx, workspaceId: string, epoch: number): Promise<void> {
  await tx.count(sql`
    update router_shards as shard
    set lease_until = null, holder = null
    where shard.workspace_id = ${workspaceId} and shard.epoch = ${epoch}`)
}

/** The shard has another router by now: what this one decided is void. */
export class ShardLost extends Error {
  override readonly name = 'ShardLost'
}

/** Keeps the epoch from being raised until this transaction ends. Throws `ShardLost` when it has been raised already. */
export async function holdEpoch(tx: Tx, workspaceId: string, epoch: number): Promise<void> {
  const statement = {
    name: 'router-hold-epoch',
    text: 'select 1 from router_shards as shard where shard.workspace_id = $1 and shard.epoch = $2 for share',
  }
  const [row] = await tx.prepared<unknown>(statement, [workspaceId, epoch])
  if (row === undefined) throw new ShardLost(`Epoch ${epoch} of the router is over.`)
}
