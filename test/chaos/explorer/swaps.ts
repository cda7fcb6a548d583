import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const server = join(import.meta.dirname, '../../../server')

/** What is pinned wherever schedules are played: ids, the workflow, the way to a router's engine, and whose moves go together:
 * one caller at a time goes on. */
const pinned = {
  'platform/ids.ts': 'ids.ts',
  'modules/workflow/current-workflow.ts': 'current-workflow.ts',
  'modules/workflow/hold-workflow.ts': 'hold-workflow.ts',
  'core/routing/index.ts': 'routing-core.ts',
  'modules/routing/engine-config.ts': 'engine-config.ts',
  'modules/handling/consult-view.ts': 'consult-view.ts',
  'modules/handling/gather-moves.ts': 'gather-moves.ts',
}

/** What gives rows in no certain order. */
const onPostgres = { 'modules/routing/routable-view.ts': 'ordered-routable-view.ts' }

/** What speaks SQL, and stands on rows in memory instead. */
const onRows = {
  'modules/agents/agent-view.ts': 'agent-view.ts',
  'modules/agents/endpoint-store.ts': 'endpoint-store.ts',
  'modules/agents/load-store.ts': 'load-store.ts',
  'modules/agents/lost-agent-view.ts': 'lost-agent-view.ts',
  'modules/agents/lock-store.ts': 'lock-store.ts',
  'modules/agents/presence-store.ts': 'presence-store.ts',
  'modules/agents/router-view.ts': 'router-view.ts',
  'modules/calls/call-store.ts': 'call-store.ts',
  'modules/calls/call-view.ts': 'call-view.ts',
  'modules/chats/chat-store.ts': 'chat-store.ts',
  'modules/deliveries/offer-store.ts': 'offer-delivery-store.ts',
  'modules/deliveries/offer-view.ts': 'offer-delivery-view.ts',
  'modules/deliveries/queue-store.ts': 'queue-store.ts',
  'modules/events/event-store.ts': 'event-store.ts',
  'modules/handling/agent-name-view.ts': 'agent-name-view.ts',
  'modules/handling/consult-store.ts': 'consult-store.ts',
  'modules/handling/hands-view.ts': 'hands-view.ts',
  'modules/handling/lost-work-view.ts': 'lost-work-view.ts',
  'modules/handling/machine-work-view.ts': 'machine-work-view.ts',
  'modules/handling/monitor-store.ts': 'monitor-store.ts',
  'modules/handling/moved-store.ts': 'moved-store.ts',
  'modules/handling/room-view.ts': 'room-view.ts',
  'modules/handling/units-view.ts': 'units-view.ts',
  'modules/handling/work-lock-store.ts': 'work-lock-store.ts',
  'modules/handling/work-view.ts': 'work-view.ts',
  'modules/routing/decision-store.ts': 'decision-store.ts',
  'modules/routing/decision-view.ts': 'decision-view.ts',
  'modules/routing/endpoint-view.ts': 'endpoint-view.ts',
  'modules/routing/held-view.ts': 'held-view.ts',
  'modules/routing/interruptible-view.ts': 'interruptible-view.ts',
  'modules/routing/offer-store.ts': 'offer-store.ts',
  'modules/routing/offer-view.ts': 'offer-view.ts',
  'modules/routing/routable-view.ts': 'routable-view.ts',
  'modules/routing/served-view.ts': 'served-view.ts',
  'modules/routing/shard-store.ts': 'shard-store.ts',
  'modules/routing/task-store.ts': 'task-store.ts',
  'modules/routing/task-view.ts': 'task-view.ts',
  'modules/tickets/open-case-view.ts': 'open-case-view.ts',
  'modules/tickets/ticket-store.ts': 'ticket-store.ts',
  'modules/tickets/ticket-view.ts': 'ticket-view.ts',
  'modules/timers/timer-store.ts': 'timer-store.ts',
}

const urlOf = (path: string) => pathToFileURL(path).href

/**
 * From now on modules of the product load with twins in place of the files above; call it before the first of them is
 * imported. A twin itself reaches the original.
 */
export function swapIn(ground: 'memory' | 'postgres'): void {
  const swaps = Object.entries(ground === 'memory' ? { ...pinned, ...onRows } : { ...pinned, ...onPostgres })
  const twins = new Map(
    swaps.map(([real, twin]) => [urlOf(join(server, real)), urlOf(join(import.meta.dirname, 'twins', twin))]),
  )
  registerHooks({
    resolve: (specifier, context, next) => {
      const found = next(specifier, context)
      const twin = twins.get(found.url)
      return twin === undefined || context.parentURL === twin ? found : { ...found, url: twin }
    },
  })
}
