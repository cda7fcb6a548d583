import type { EventFeed } from '../modules/events/index.ts'
import { createRouter, type Router } from '../jobs/router.ts'
import { createRouterFigures } from '../jobs/router-figures.ts'
import type { Log } from '../platform/log.ts'
import type { Metrics } from '../platform/metrics.ts'
import { relayOf, type ServiceCore } from './open-core.ts'

export interface RouterParts {
  readonly core: ServiceCore
  readonly feed: EventFeed
  readonly log: Log
  readonly metrics: Metrics
}

/** Starts the router role: it offers the waiting tasks of every workspace whose shard this process holds. */
export function openRouter({ core, feed, log, metrics }: RouterParts): Router {
  const { installation, holder } = core
  const figures = createRouterFigures(metrics)
  const router = createRouter({ installation, relay: relayOf(core), feed, log, figures, holder })
  metrics.watch('switchyard_router_shards', 'Workspaces this process routes now.', () => router.active().length)
  router.start()
  return router
}
