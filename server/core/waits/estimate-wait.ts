import { drainMs, leavingRate } from './drain.ts'
import { type Pace, paceOf } from './pace.ts'
import { normalP50, normalP90, ratioQuantile, sampleQuantile } from './quantiles.ts'
import type { QueueNow, WaitBasis, WaitEstimate, WaitHistory } from './types.ts'

/** Variance of the logarithm of the staffing formula's error before anything has been seen: a factor of about 1.6. */
const doubtOfStaffing = 0.25

/** Handle times, and times to answer, from which they are used at all. */
const handlesNeeded = 3

/** Departures from which the pace stands on its own. */
const departuresNeeded = 3

/** What a delay of somebody else says of this one: two departures' worth. */
const delayWeight = 2

/** A task that has waited longer than this beside free agents is held up by something no history tells. */
const offeredWithinMs = 30_000

/**
 * How long a task will still wait, from now until somebody accepts it, as the interval p50 to p90; null = unknown: the
 * queue is closed, nobody who could take it is present, too little is known, or it never comes to its turn.
 *
 * - `free_agent`: somebody has room. Only the time to answer an offer is left, as lately measured.
 * - `pace`, `staffing`: the queue ahead drains (`drainMs`) at the rate at which it was lately served, corrected to who is
 *   present (`paceOf`), joined with the rate places / handle time (`staffingWeight`). With n departures
 *   seen and k still needed the wait is spread like k / n times F(2k, 2n): both the luck of the k and the doubt about
 *   the rate are in it.
 * - `last_to_enter`, `head_of_line`: nothing of that is known, so the delay of the last one served or of the one who
 *   waits longest, whichever says more, in proportion to the position (M. Armony, N. Shimkin, W. Whitt, "The impact of
 *   delay announcements in many-server queues", 2009; R. Ibrahim, W. Whitt, "Real-time delay estimation based on delay
 *   history", M&SOM 11 (2009) 397-415). Delay histories need no parameters but follow a change of staffing late.
 *
 * On simulated step changes of staffing the p90 bound holds 85-95 % of the waits and p50 errs less than position /
 * agents x handle time and less than either delay history (estimate-wait.test.ts).
 */
export function estimateWait(queue: QueueNow, history: WaitHistory): WaitEstimate | null {
  const { agents, position, waitedMs } = queue
  const places = agents.reduce((sum, agent) => sum + agent.places, 0)
  if (!queue.isOpen || places <= 0) return null
  const answers = history.served.map((one) => one.acceptedAt - one.offeredAt)
  const answer = { p50Ms: sampleQuantile(answers, 0.5), p90Ms: sampleQuantile(answers, 0.9) }
  const free = agents.reduce((sum, agent) => sum + agent.freePlaces, 0)
  if (free >= position) {
    if (waitedMs > offeredWithinMs || answers.length < handlesNeeded) return null
    return rounded(answer.p50Ms ?? 0, answer.p90Ms ?? 0, { basis: 'free_agent', seen: answers.length })
  }
  const pace = paceNow(queue, history, places)
  const served = pace === null ? delayed(queue, history) : drained(queue, history, pace)
  if (served === null) return null
  const { p50Ms, p90Ms } = served
  return rounded(
    p50Ms + (answer.p50Ms ?? 0),
    Math.max(p90Ms + (answer.p50Ms ?? 0), p50Ms + (answer.p90Ms ?? 0)),
    served,
  )
}

interface Spread {
  readonly p50Ms: number
  readonly p90Ms: number
  readonly basis: WaitBasis
  readonly seen: number
}

/** The pace seen and the staffing formula in one, and how many of `seen` departures are in it. */
interface JoinedPace extends Pace {
  readonly departures: number
}

function paceNow(queue: QueueNow, history: WaitHistory, places: number): JoinedPace | null {
  const pace = paceOf(history, queue.agents, { now: queue.now, isWaitedFor: queue.waiting > 0 })
  const departures = pace?.seen ?? 0
  const { finished, inHandMs } = history.handling
  if (finished < handlesNeeded || inHandMs <= 0) {
    return pace !== null && departures >= departuresNeeded ? { ...pace, departures } : null
  }
  // Those still in hand count with the time so far, or long work would look short (censoring as in `leavingRate`).
  const staffing = (places * finished) / inHandMs
  const weight = staffingWeight(finished, { departures, apart: pace === null ? 0 : Math.log(pace.rate / staffing) })
  const seen = departures + weight
  const tookMs = (pace === null ? 0 : departures / pace.rate) + weight / staffing
  return { rate: seen / tookMs, seen, departures }
}

/**
 * Departures that the rate places / handle time counts for: as many as handle times are known where the pace agrees,
 * fewer the further apart the two are beyond chance, for then agents work elsewhere too or faster than one at a time.
 * An empirical Bayes weight: 1 / (own variance + variance of the model), logarithms taken.
 */
function staffingWeight(finished: number, { departures, apart }: { departures: number; apart: number }): number {
  const byChance = 1 / finished + 1 / Math.max(1, departures)
  const beyond = Math.max(0, apart ** 2 - byChance)
  return 1 / (1 / finished + (doubtOfStaffing + departures * beyond) / (1 + departures))
}

function drained(queue: QueueNow, history: WaitHistory, { rate, seen, departures }: JoinedPace): Spread | null {
  const { position, now, waiting, earliestEntry, overtaking } = queue
  // Those who wait entered at any time since the earliest: half of its wait on average.
  const waitingMs = earliestEntry === null ? 0 : (waiting * (now - earliestEntry)) / 2
  const leaving = leavingRate(history, waitingMs)
  const flow = { leaving, overtaking }
  const meanMs = drainMs(position, rate, flow)
  if (meanMs === null) return null
  const unluckyMs = drainMs(unluckyPosition(position, meanMs, overtaking), rate, flow)
  if (unluckyMs === null) return null
  return {
    p50Ms: meanMs * ratioQuantile(Math.max(1, meanMs * rate), seen, normalP50),
    p90Ms: unluckyMs * ratioQuantile(Math.max(1, unluckyMs * rate), seen, normalP90),
    basis: departures >= departuresNeeded ? 'pace' : 'staffing',
    seen: departures,
  }
}

/**
 * The place from which nine of ten waits are bounded, for the luck of the overtakers comes on top: each is two chances,
 * one to come and one to be served, so the count spreads like position + 2 x overtakers instead of position.
 */
function unluckyPosition(position: number, meanMs: number, overtaking: QueueNow['overtaking']): number {
  const overtakers = overtaking.reduce((sum, one) => sum + one.rate * Math.min(meanMs, one.forMs), 0)
  return position + normalP90 * (Math.sqrt(position + 2 * overtakers) - Math.sqrt(position))
}

function delayed(queue: QueueNow, { served }: WaitHistory): Spread | null {
  const { position, waiting, now, earliestEntry } = queue
  const last = served.at(-1)
  const lastMs = last === undefined ? 0 : last.offeredAt - last.enteredAt
  const headMs = earliestEntry === null ? 0 : now - earliestEntry
  const delayMs = Math.max(lastMs, headMs)
  if (delayMs <= 0) return null
  const meanMs = (delayMs * position) / Math.max(1, waiting)
  return {
    p50Ms: meanMs * ratioQuantile(position, delayWeight, normalP50),
    p90Ms: meanMs * ratioQuantile(position, delayWeight, normalP90),
    basis: lastMs >= headMs ? 'last_to_enter' : 'head_of_line',
    seen: 0,
  }
}

function rounded(p50Ms: number, p90Ms: number, { basis, seen }: { basis: WaitBasis; seen: number }): WaitEstimate {
  const p50Seconds = Math.round(p50Ms / 1000)
  const confidence = seen >= 20 ? 'high' : seen >= 8 ? 'medium' : 'low'
  return { p50Seconds, p90Seconds: Math.max(p50Seconds, Math.ceil(p90Ms / 1000)), basis, confidence }
}
