import type { EventFeed } from './event-feed.ts'

/** Waits for the next event of one workspace. */
export interface WorkspaceWatch {
  /** Settles when an event after `seq` has passed the horizon, after `mostMs`, or when the signal is aborted. */
  passes(seq: number, mostMs: number, signal?: AbortSignal): Promise<void>
  stop(): void
}

export function watchWorkspace(feed: EventFeed, workspaceId: string): WorkspaceWatch {
  let latest = 0
  let check = () => {}
  const stop = feed.subscribe((headers) => {
    const own = headers.findLast((header) => header.workspaceId === workspaceId)
    if (own === undefined) return
    latest = own.seq
    check()
  })
  return {
    stop,
    passes: async (seq, mostMs, signal) => {
      const { promise, resolve } = Promise.withResolvers<void>()
      const settle = () => resolve()
      const timer = setTimeout(settle, mostMs)
      signal?.addEventListener('abort', settle)
      check = () => {
        if (latest > seq) resolve()
      }
      check()
      await promise
      clearTimeout(timer)
      signal?.removeEventListener('abort', settle)
    },
  }
}
