import type { Context } from '../../platform/context.ts'
import { requireSystem } from './require-system.ts'
import { endShardLease, leaseShard, prolongShard } from './shard-store.ts'

/** Becomes the router of the workspace if nobody is; gives the epoch under which its decisions are written, else null. */
export async function takeShard(context: Context, lease: { holder: string; leaseMs: number }): Promise<number | null> {
  requireSystem(context)
  // oxlint-disable-next-line switchyard/verb -- a lease is no fact: nothing has happened to anybody yet
  return context.transaction((tx) => leaseShard(tx, context.workspace.id, lease))
}

/** Stays the router; false = another one took over. */
export async function renewShard(context: Context, lease: { epoch: number; leaseMs: number }): Promise<boolean> {
  requireSystem(context)
  // oxlint-disable-next-line switchyard/verb -- as above
  return context.transaction((tx) => prolongShard(tx, context.workspace.id, lease))
}

/** Gives the shard away, when the product stops. */
export async function releaseShard(context: Context, epoch: number): Promise<void> {
  requireSystem(context)
  // oxlint-disable-next-line switchyard/verb -- as above
  await context.transaction((tx) => endShardLease(tx, context.workspace.id, epoch))
}
