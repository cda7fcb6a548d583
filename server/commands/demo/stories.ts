/** What simulated people are doing, each on their own. */
export interface Stories {
  /** Lets somebody do something; it ends quietly when the demo does. */
  begin(story: () => Promise<void>): void
  /** When everybody has stopped. */
  over(): Promise<void>
}

/** `onFault` hears of what went wrong in a story while the demo goes on. */
export function createStories(signal: AbortSignal, onFault: (error: unknown) => void): Stories {
  const running = new Set<Promise<void>>()
  return {
    begin: (story) => {
      if (signal.aborted) return
      const told = story()
        .catch((error: unknown) => {
          if (!signal.aborted) onFault(error)
        })
        .finally(() => running.delete(told))
      running.add(told)
    },
    over: async () => {
      while (running.size > 0) await Promise.all(running)
    },
  }
}
