import { setImmediate } from 'node:timers/promises'

/**
 * Runs long work to its end and lets others be served in between: the work says after each part how much it was, and
 * whenever `most` has been done in a row whatever waits for the event loop comes first.
 */
export async function inSlices<Result>(work: Generator<number, Result, void>, most: number): Promise<Result> {
  let done = 0
  for (;;) {
    const step = work.next()
    if (step.done === true) return step.value
    done += step.value
    if (done < most) continue
    done = 0
    await setImmediate()
  }
}
