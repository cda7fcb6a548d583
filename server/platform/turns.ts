/** Lets a few pieces of work run at a time and a few more wait. */
export interface Turns {
  /** Runs the work when its turn comes; null when too many wait already. */
  take<T>(work: () => Promise<T>): Promise<T> | null
}

export function createTurns(limit: { running: number; waiting: number }): Turns {
  const waiting: (() => void)[] = []
  let running = 0

  async function run<T>(work: () => Promise<T>): Promise<T> {
    if (running < limit.running) running++
    // Whoever finishes hands the place over, so the count stays as it is.
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next === undefined) running--
      else next()
    }
  }

  return { take: (work) => (running >= limit.running && waiting.length >= limit.waiting ? null : run(work)) }
}
