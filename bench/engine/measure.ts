import { decide, type Decision } from '../../server/core/routing/index.ts'
import { median } from '../machine/median.ts'
import type { Centre } from './centre.ts'

/** What one window of decisions gives, or the medians of several. */
export interface Figures {
  /** Time inside `decide` only: choose, reserve, keep what the record says. Neither events nor the clock's own calls. */
  decisionsPerSecond: number
  /** The same by the thread's CPU time, which a busy machine disturbs less; only for batches of 8 and more. */
  decisionsPerCpuSecond: number | null
  /** Time inside `decide` and of reading every decision's record, which writes it out. */
  recordedPerSecond: number
  /** Per decision: the time of a call of `decide` divided by its decisions. */
  p50Us: number
  p99Us: number
  p999Us: number
  /** The whole cycle in the engine: enter, end, decide, read the record, commit, accept. */
  cyclesPerSecond: number
}

/**
 * The thread's CPU time, us. By itself it moves in ticks of the kernel's clock, some ms; asking for the whole process's
 * first brings it up to date.
 */
const threadCpuUs = (): number => {
  process.cpuUsage()
  const { user, system } = process.threadCpuUsage()
  return user + system
}

/** Times of calls (us) added up; the thread's CPU time is asked for only where a call is long against asking. */
class Stopwatch {
  readonly timesUs: number[] = []
  decideMs = 0
  recordMs = 0
  cpuUs = 0
  readonly begun = performance.now()
}

/** One call of `decide`, timed, and its records, timed apart. */
const decideTimed = (centre: Centre, batch: number, watch: Stopwatch): Decision[] => {
  const cpuBeforeUs = batch < 8 ? null : threadCpuUs()
  const before = performance.now()
  const made = decide(centre.engine, centre.now, batch * 2)
  const decided = performance.now()
  if (cpuBeforeUs !== null) watch.cpuUs += threadCpuUs() - cpuBeforeUs
  const beforeRecords = performance.now()
  for (const decision of made) centre.lastRecord = decision.record
  watch.recordMs += performance.now() - beforeRecords
  watch.decideMs += decided - before
  for (let index = 0; index < made.length; index += 1) watch.timesUs.push(((decided - before) * 1000) / made.length)
  return made
}

/** So many decisions, `batch` tasks arriving and agents finishing before each call of `decide`. */
export const runWindow = (centre: Centre, batch: number, decisions: number): Figures => {
  const watch = new Stopwatch()
  while (watch.timesUs.length < decisions) {
    centre.now += 3
    for (let index = 0; index < batch; index += 1) {
      centre.finishOne()
      centre.enter()
    }
    for (const decision of decideTimed(centre, batch, watch)) centre.take(decision)
  }
  const count = watch.timesUs.length
  const sorted = Float64Array.from(watch.timesUs).sort()
  const at = (share: number): number => sorted[Math.min(count - 1, Math.floor(count * share))] ?? Number.NaN
  return {
    decisionsPerSecond: (count / watch.decideMs) * 1000,
    decisionsPerCpuSecond: watch.cpuUs === 0 ? null : (count / watch.cpuUs) * 1_000_000,
    recordedPerSecond: (count / (watch.decideMs + watch.recordMs)) * 1000,
    p50Us: at(0.5),
    p99Us: at(0.99),
    p999Us: at(0.999),
    cyclesPerSecond: (count / (performance.now() - watch.begun)) * 1000,
  }
}

/** The middle window in each figure: what the machine did besides falls out of it. */
export const mediansOf = (windows: readonly Figures[]): Figures => {
  const middle = (of: (window: Figures) => number, digits = 0): number => median(windows.map(of), digits)
  const isTimed = windows.every(({ decisionsPerCpuSecond }) => decisionsPerCpuSecond !== null)
  return {
    decisionsPerSecond: middle((one) => one.decisionsPerSecond),
    decisionsPerCpuSecond: isTimed ? middle((one) => one.decisionsPerCpuSecond ?? 0) : null,
    recordedPerSecond: middle((one) => one.recordedPerSecond),
    p50Us: middle((one) => one.p50Us, 2),
    p99Us: middle((one) => one.p99Us, 2),
    p999Us: middle((one) => one.p999Us, 2),
    cyclesPerSecond: middle((one) => one.cyclesPerSecond),
  }
}
