import { compileCalendar } from '../calendars/index.ts'
import type { LedgerEntry } from '../clocks/index.ts'
import { Random } from '../routing/random.testing.ts'
import type { Place } from './clock-life.ts'

export const minute = 60_000
export const day = 86_400_000
const always = compileCalendar('always', { zone: 'UTC', alwaysOpen: true })
const office = compileCalendar('office', {
  zone: 'UTC',
  week: { mon: [['09:00', '17:00']], tue: [['09:00', '17:00']] },
})
export const calendars = new Map([always, office].map((calendar) => [calendar.name, calendar]))

/** A line of a ledger: a first response of an hour, counted always. */
export function entry(kind: LedgerEntry['kind'], at: number, more: Partial<LedgerEntry> = {}): LedgerEntry {
  const promise = { policy: 'standard', calendar: 'always', targetMs: 60 * minute }
  return { metric: 'firstResponse', instance: 1, at, kind, reason: null, ...promise, ...more }
}

/** A made-up clock: how long it would take, and its ledger. */
export interface MadeClock {
  readonly place: Place
  readonly ledger: readonly LedgerEntry[]
}

/** Times that follow Weibull's law: how likely one is over `ms` after it is over `usedMs`, known exactly. */
export interface Hazard {
  readonly place: Place
  readonly scaleMs: number
  readonly shape: number
  readonly targetMs: number
}

const at = (queue: string, priority: string): Place => ({ queue, priority, serviceLine: 'care' })

/** Some quick and some slow, with hazards that fall and that rise. */
export const hazards: readonly Hazard[] = [
  { place: at('payments', 'high'), scaleMs: 40 * minute, shape: 0.7, targetMs: 60 * minute },
  { place: at('payments', 'normal'), scaleMs: 150 * minute, shape: 1.5, targetMs: 120 * minute },
  { place: at('frontline', 'high'), scaleMs: 20 * minute, shape: 1, targetMs: 60 * minute },
  { place: at('frontline', 'normal'), scaleMs: 100 * minute, shape: 2, targetMs: 120 * minute },
]

const tail = ({ scaleMs, shape }: Hazard, ms: number) => Math.exp(-((ms / scaleMs) ** shape))

/** The right answer: late after the target, given that it has taken `usedMs`. */
export const trueRisk = (hazard: Hazard, usedMs: number) => tail(hazard, hazard.targetMs) / tail(hazard, usedMs)

/** Clocks of these hazards, begun evenly over a time; one in ten is called off, whatever it would have taken. */
export function makeClocks(seed: number, { from, to, n }: { from: number; to: number; n: number }): MadeClock[] {
  const random = new Random(seed)
  return Array.from({ length: n }, (_, place) => {
    const hazard = random.pick(hazards)
    const startedAt = Math.round(from + ((to - from) * place) / n)
    const tookMs = Math.round(hazard.scaleMs * (-Math.log(1 - random.next())) ** (1 / hazard.shape))
    const calledOffMs = Math.round(-Math.log(1 - random.next()) * 10 * hazard.scaleMs)
    const more = { targetMs: hazard.targetMs }
    const end =
      calledOffMs < tookMs ? entry('cancel', startedAt + calledOffMs, more) : entry('fulfil', startedAt + tookMs, more)
    return { place: hazard.place, ledger: [entry('start', startedAt, more), end] }
  })
}
