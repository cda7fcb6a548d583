import type { EventFeed } from '../modules/events/index.ts'
import { createShardRouter, ShardLost, type ShardRouter } from '../modules/routing/index.ts'
import { estimateWaits } from '../modules/waits/index.ts'
import type { Context } from '../platform/context.ts'
import type { Log } from '../platform/log.ts'
import { createLoop, type Loop } from './loop.ts'
import type { RouterFigures } from './router-figures.ts'

/** A workspace this process routes. */
export interface ActiveShard {
  readonly context: Context
  readonly epoch: number
  readonly router: ShardRouter
  readonly loop: Loop
}

export interface ShardOptions {
  readonly context: Context
  readonly epoch: number
  readonly feed: EventFeed
  readonly log: Log
  readonly figures: RouterFigures
  /** Another router took over. */
  readonly onLost: (shard: ActiveShard) => void
}

/** Begins to route a workspace under an epoch. */
export function startShard(options: ShardOptions): ActiveShard {
  const { context, epoch, feed, log, figures } = options
  const router = createShardRouter({
    context,
    epoch,
    mark: () => feed.mark(),
    estimate: (taskIds) => estimateWaits(context, { taskIds }),
    onOffers: (offers, latencyMs) => figures.offered(offers, latencyMs),
  })
  const loop = createLoop({ name: `router of ${context.workspace.slug}`, turn, pollMs: 1_000, log })
  const shard = { context, epoch, router, loop }
  loop.start()
  return shard

  async function turn(): Promise<number> {
    try {
      return await router.work()
    } catch (error) {
      figures.failed()
      if (!(error instanceof ShardLost)) throw error
      options.onLost(shard)
      return 0
    }
  }
}
