import { setMaxListeners } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'

/** The demo's own time, which runs `speed` times as fast as the server's. */
export interface Pace {
  readonly speed: number
  /** Aborted when the demo ends: every wait rejects then. */
  readonly signal: AbortSignal
  /** Since the start. */
  elapsedMs(): number
  /** Waits in the demo's own time; rejects when the demo ends. */
  wait(ms: number): Promise<void>
  /** Waits in the server's time; rejects when the demo ends. */
  waitForServer(ms: number): Promise<void>
}

export function createPace(speed: number, signal: AbortSignal): Pace {
  // Everybody in the demo waits for the same end.
  setMaxListeners(0, signal)
  const startedAt = performance.now()
  const waitForServer = (ms: number) => pause(ms, undefined, { signal })
  return {
    speed,
    signal,
    elapsedMs: () => (performance.now() - startedAt) * speed,
    wait: (ms) => waitForServer(ms / speed),
    waitForServer,
  }
}
