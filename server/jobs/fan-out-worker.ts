import { fanOutEvents, findWorkspacesToFanOut } from '../modules/deliveries/index.ts'
import { createLogReader, type LogReaderOptions } from './log-reader.ts'
import type { Worker } from './worker.ts'

/**
 * Makes the events of all workspaces into deliveries for their subscriptions, in the order of the feed. A workspace
 * without subscriptions costs nothing but the look.
 */
export function createFanOutWorker(options: LogReaderOptions): Worker {
  return createLogReader(options, {
    name: 'webhooks',
    job: 'webhooks.fan-out',
    workspacesAtOnce: 4,
    gatherMs: 10,
    pollMs: 500,
    findBehind: findWorkspacesToFanOut,
    step: fanOutEvents,
  })
}
