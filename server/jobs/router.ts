import type { EventFeed, EventHeader } from '../modules/events/index.ts'
import { findFreeShards, releaseShard, renewShard, takeShard } from '../modules/routing/index.ts'
import type { Context } from '../platform/context.ts'
import { newId } from '../platform/ids.ts'
import type { Installation } from '../platform/installation.ts'
import type { Log } from '../platform/log.ts'
import { createLoop } from './loop.ts'
import type { Relay } from './relay.ts'
import { noRouterFigures, type RouterFigures } from './router-figures.ts'
import { type ActiveShard, startShard } from './router-shard.ts'
import type { Worker } from './worker.ts'
import { createWorkspaceBook } from './workspace-book.ts'

export interface RouterOptions {
  readonly installation: Installation
  readonly relay: Relay
  /** Started before the router and stopped after it. */
  readonly feed: EventFeed
  readonly log: Log
  readonly figures?: RouterFigures
  /** Routes only these workspaces; all when absent. */
  readonly workspaceIds?: readonly string[]
  /** Names this process in the shard's row. */
  readonly holder?: string
  readonly leaseMs?: number
  readonly renewMs?: number
}

/** How long a lease runs, and how often a router renews its own and looks for those that are over. */
export const standardLease = { leaseMs: 3_000, renewMs: 1_000 } as const

/** The router role of this process. */
export interface Router extends Worker {
  /** Workspaces this process routes now. */
  active(): string[]
}

/**
 * Routes the tasks of every workspace whose shard this process holds. A lease (database time) says who is active and an
 * epoch fences off who only believes to be (architecture.md, The router); a shard whose router is gone is taken over
 * when its lease ends: a lease and a look later at the most, which leaves a second of the five that offers may pause.
 */
export function createRouter(options: RouterOptions): Router {
  const { installation, relay, feed, log } = options
  const { leaseMs, renewMs } = { ...standardLease, ...options }
  const { figures = noRouterFigures, holder = newId() } = options
  const only = options.workspaceIds === undefined ? null : new Set(options.workspaceIds)
  const book = createWorkspaceBook(installation)
  const shards = new Map<string, ActiveShard>()
  let unsubscribe = () => {}
  let isStopped = false

  function hear(headers: readonly EventHeader[]): void {
    for (const [workspaceId, own] of Map.groupBy(headers, (header) => header.workspaceId)) {
      const shard = shards.get(workspaceId)
      if (shard === undefined) {
        if (own.some((header) => header.type === 'workspace.created')) leases.wake()
      } else if (shard.router.hear(own)) shard.loop.wake()
    }
  }

  async function turn(): Promise<undefined> {
    await Promise.all([...shards.values()].map(renew))
    const free = await relay.read(findFreeShards)
    for (const workspaceId of free) {
      if (!isStopped && !shards.has(workspaceId) && (only?.has(workspaceId) ?? true)) await take(workspaceId)
    }
  }

  async function renew(shard: ActiveShard): Promise<void> {
    const { context, epoch } = shard
    if (!(await renewShard(context, { epoch, leaseMs }))) return drop(shard)
    const now = await book.contextOf(context.workspace.id)
    if (now === null || now.workspace.clockOffsetMs === context.workspace.clockOffsetMs) return
    // In a rehearsal time was moved: the engine begins anew in that time.
    await drop(shard)
    activate(now, epoch)
  }

  async function take(workspaceId: string): Promise<void> {
    const context = await book.contextOf(workspaceId)
    const epoch = context === null ? null : await takeShard(context, { holder, leaseMs })
    if (context !== null && epoch !== null) activate(context, epoch)
  }

  function activate(context: Context, epoch: number): void {
    const shard = startShard({ context, epoch, feed, log, figures, onLost: (lost) => void drop(lost) })
    shards.set(context.workspace.id, shard)
  }

  async function drop(shard: ActiveShard): Promise<void> {
    if (shards.get(shard.context.workspace.id) === shard) shards.delete(shard.context.workspace.id)
    await shard.loop.stop(leaseMs)
  }

  const leases = createLoop({ name: 'router leases', turn, pollMs: renewMs, log })
  return {
    active: () => [...shards.keys()],
    start: () => {
      unsubscribe = feed.subscribe(hear)
      leases.start()
    },
    wake: () => {
      leases.wake()
      for (const shard of shards.values()) shard.loop.wake()
    },
    stop: async (limitMs) => {
      isStopped = true
      await leases.stop(limitMs)
      unsubscribe()
      const held = [...shards.values()]
      shards.clear()
      await Promise.all(held.map(({ loop }) => loop.stop(limitMs)))
      await Promise.allSettled(held.map(({ context, epoch }) => releaseShard(context, epoch)))
    },
  }
}
