/** Work that is asked for again and again, and answers all that asked before it began. */
export interface RepeatedWork {
  /** Asks for it: done once more, soon. */
  ask(): void
}

/** So much longer than the work took is waited before it is done again: it takes a fifth of the time at most. */
const restShare = 4

/**
 * Does work `afterMs` after it was first asked for, never twice at the same time, and no more than a fifth of the time:
 * where thousands ask for what takes a second, others come to their turn in between.
 */
export function createRepeatedWork(
  work: () => Promise<void>,
  { afterMs, onTrouble }: { afterMs: number; onTrouble: (error: unknown) => void },
): RepeatedWork {
  let timer: NodeJS.Timeout | null = null
  let isRunning = false
  let isAsked = false

  async function run(): Promise<void> {
    timer = null
    isRunning = true
    isAsked = false
    const begunAt = performance.now()
    await work().catch(onTrouble)
    isRunning = false
    if (isAsked) wait(Math.max(afterMs, restShare * (performance.now() - begunAt)))
  }

  function wait(ms: number): void {
    timer ??= setTimeout(() => void run(), ms).unref()
  }

  return {
    ask: () => {
      if (isRunning) isAsked = true
      else wait(afterMs)
    },
  }
}
