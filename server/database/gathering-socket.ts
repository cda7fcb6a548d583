import { Socket } from 'node:net'

/**
 * A socket to the database that sends what is written in one turn of the event loop by one call of the system. `pg` corks
 * its socket around each statement; here the first cork of a turn holds until the turn ends, so that statements which are
 * queued together wake the database once and not one by one.
 */
export class GatheringSocket extends Socket {
  #isGathering = false

  override cork(): void {
    super.cork()
    if (this.#isGathering) return
    this.#isGathering = true
    super.cork()
    // Runs after everything that goes on at once: also what awaits nothing but answers that are there already.
    process.nextTick(() => {
      this.#isGathering = false
      this.uncork()
    })
  }
}
