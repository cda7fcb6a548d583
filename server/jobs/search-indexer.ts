import { findWorkspacesToIndex, indexEvents } from '../modules/search/index.ts'
import { createLogReader, type LogReaderOptions } from './log-reader.ts'
import type { Worker } from './worker.ts'

/** Keeps the documents that search reads up with the events of all workspaces, and takes rebuilds further. */
export function createSearchIndexer(options: LogReaderOptions): Worker {
  return createLogReader(options, {
    name: 'search',
    job: 'search.index',
    workspacesAtOnce: 2,
    // A new ticket's events come together, and are one batch.
    gatherMs: 150,
    pollMs: 1_000,
    findBehind: findWorkspacesToIndex,
    step: async (context, to) => (await indexEvents(context, to)).hasMore,
  })
}
