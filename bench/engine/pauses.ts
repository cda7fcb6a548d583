import { constants, PerformanceObserver, type PerformanceNodeEntry } from 'node:perf_hooks'
import { setImmediate } from 'node:timers/promises'

/** The collector's worst pauses, ms; another program on the machine makes them longer. */
export interface WorstPauses {
  /** Young objects only: happens often. */
  youngMs: number
  /** The whole heap: the longest of its steps. */
  wholeMs: number
}

/** Watches the collector from when it is made until `end`. */
export class PauseWatch {
  readonly #worst: WorstPauses = { youngMs: 0, wholeMs: 0 }
  readonly #observer = new PerformanceObserver((list) => {
    for (const { duration, detail } of list.getEntries() as PerformanceNodeEntry[]) {
      const { kind } = detail as { kind: number }
      const field = kind === constants.NODE_PERFORMANCE_GC_MINOR ? 'youngMs' : 'wholeMs'
      this.#worst[field] = Math.max(this.#worst[field], Math.round(duration * 10) / 10)
    }
  })

  constructor() {
    this.#observer.observe({ entryTypes: ['gc'] })
  }

  /** What was seen. Pauses are told of in later turns of the event loop. */
  async end(): Promise<WorstPauses> {
    await setImmediate()
    await setImmediate()
    this.#observer.disconnect()
    return this.#worst
  }
}
