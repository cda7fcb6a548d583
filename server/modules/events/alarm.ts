/** Lets a loop sleep until something happens. A ring while nobody waits is kept for the next wait. */
export interface Alarm {
  ring(): void
  /** Settles at the first ring but not within `leastMs` of the last settling, and at the latest after `mostMs`. */
  wait(leastMs: number, mostMs: number): Promise<void>
}

export function createAlarm(): Alarm {
  let hasRung = false
  let settledAt = Number.NEGATIVE_INFINITY
  let wake: (() => void) | null = null

  return {
    ring: () => {
      hasRung = true
      wake?.()
    },
    wait: (leastMs, mostMs) =>
      new Promise((resolve) => {
        const settle = () => {
          clearTimeout(timer)
          wake = null
          hasRung = false
          settledAt = performance.now()
          resolve()
        }
        const soonest = () => Math.max(0, settledAt + leastMs - performance.now())
        let timer = setTimeout(settle, hasRung ? soonest() : mostMs)
        wake = () => {
          clearTimeout(timer)
          timer = setTimeout(settle, soonest())
        }
      }),
  }
}
