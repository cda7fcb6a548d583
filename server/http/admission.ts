import type { Metrics } from '../platform/metrics.ts'
import { AppError } from '../platform/errors.ts'
import type { EdgeLimits } from './limits.ts'
import { type LoadClass, loadClasses } from './load.ts'

/** Lets requests in while the process can bear them. */
export interface Admission {
  /** Throws `overloaded` when requests of this load are being shed. */
  admit(load: LoadClass): void
  enter(): void
  leave(): void
  readonly inFlight: () => number
  /** True while new tickets are refused: a balancer should look elsewhere. */
  readonly isShedding: () => boolean
}

/** The part of the in-flight room a load may fill: what matters least finds it full first. */
const room: Readonly<Record<LoadClass, number>> = {
  service: Number.POSITIVE_INFINITY,
  accept: 1,
  message: 0.9,
  create: 0.8,
  list: 0.6,
  report: 0.3,
}

const retryAfterSeconds = 1

/**
 * Sheds by requests in flight and by event-loop delay, lowest class first: reports from the limit on, and each class
 * above from twice the delay of the one below (reliability.md 3.14).
 */
export function createAdmission(limits: EdgeLimits, metrics: Pick<Metrics, 'loopDelayMs' | 'requestShed'>): Admission {
  let inFlight = 0
  const delayLimit = (load: LoadClass) => {
    const fromBottom = loadClasses.length - 1 - loadClasses.indexOf(load)
    return load === 'service' ? Number.POSITIVE_INFINITY : limits.loopDelayMs * 2 ** fromBottom
  }
  const reasonToShed = (load: LoadClass) => {
    if (inFlight >= limits.inFlight * room[load]) return 'in_flight'
    return metrics.loopDelayMs() > delayLimit(load) ? 'loop_delay' : null
  }
  return {
    admit(load) {
      const reason = reasonToShed(load)
      if (reason === null) return
      metrics.requestShed(load, reason)
      throw new AppError('overloaded', 'There is too much to do right now. Try again soon.', { retryAfterSeconds })
    },
    enter: () => void inFlight++,
    leave: () => void inFlight--,
    inFlight: () => inFlight,
    isShedding: () => reasonToShed('create') !== null,
  }
}
