import type { Log } from '../platform/log.ts'

export interface LoopOptions {
  /** As logs name it. */
  readonly name: string
  /** Looks for work once. Gives how long the next look may wait; `pollMs` when it says nothing. */
  readonly turn: () => Promise<number | undefined>
  /** From the beginning of one turn to that of the next, unless woken. */
  readonly pollMs: number
  /** From the beginning of one turn to that of the next at least, so that many wake-ups share one. */
  readonly gatherMs?: number | (() => number)
  readonly log: Log
}

export interface Loop {
  readonly start: () => void
  /** Begins the next turn now, or right after the one under way. */
  readonly wake: () => void
  /** Begins no more turns; settles when the one under way has ended, or after `limitMs`. */
  readonly stop: (limitMs: number) => Promise<void>
}

const firstPauseMs = 100
const longestPauseMs = 5_000

/**
 * Runs turns one after another until it is stopped. A turn that throws is logged and followed by a pause, 100 ms doubling
 * to 5 s, which no wake-up shortens: a database that is away is not asked a hundred times a second.
 */
export function createLoop(options: LoopOptions): Loop {
  const { gatherMs = 0 } = options
  const gatherFor = () => (typeof gatherMs === 'number' ? gatherMs : gatherMs())
  let running: Promise<void> | null = null
  let isStopped = false
  let isWanted = false
  let endRest = () => {}

  async function run(): Promise<void> {
    let failures = 0
    while (!isStopped) {
      isWanted = false
      const startedAt = performance.now()
      try {
        const restMs = (await options.turn()) ?? options.pollMs
        failures = 0
        if (!isWanted) await rest(startedAt + restMs - performance.now(), () => isWanted)
        const gatherLeftMs = startedAt + gatherFor() - performance.now()
        if (gatherLeftMs > 0) await rest(gatherLeftMs, () => false)
      } catch (error) {
        options.log.warn('job.failed', { job: options.name, error: asError(error) })
        await rest(Math.min(longestPauseMs, firstPauseMs * 2 ** failures), () => false)
        failures += 1
      }
    }
  }

  /** Ends after the time, at a stop, or at a call of `endRest` that finds `isOver` true. */
  function rest(ms: number, isOver: () => boolean): Promise<void> {
    if (isStopped) return Promise.resolve()
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer)
        endRest = () => {}
        resolve()
      }
      const timer = setTimeout(end, Math.max(0, ms))
      endRest = () => {
        if (isStopped || isOver()) end()
      }
    })
  }

  return {
    start: () => {
      running ??= run()
    },
    wake: () => {
      isWanted = true
      endRest()
    },
    stop: async (limitMs) => {
      isStopped = true
      endRest()
      if (running !== null) await within(limitMs, running)
    },
  }
}

/** Waits for work, but no longer than `limitMs`. True = it has ended. */
export async function within(limitMs: number, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, limitMs, false)
  })
  const isDone = await Promise.race([work.then(() => true), limit])
  clearTimeout(timer)
  return isDone
}

export function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}
