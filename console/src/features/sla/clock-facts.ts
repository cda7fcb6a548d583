import type { ClockLedgerEntry, ClockStep, ExplainedClock, Segment } from '@switchyard/sdk'
import type { Tone } from '../../ui/sla.ts'
import { countedDuration, momentText, targetText } from '../../ui/time.ts'
import { t, wordFor } from '../../ui/words/words.ts'

const nearShare = 0.75
const openStates = new Set<ExplainedClock['state']>(['running', 'paused'])

export const lengthMs = (segment: Pick<Segment, 'from' | 'to'>) =>
  Math.max(0, Date.parse(segment.to) - Date.parse(segment.from))

/** Whether a clock still waits for what it measures; a breached one does until it is answered. */
export const isOpenClock = ({ state, metAt }: ExplainedClock) =>
  openStates.has(state) || (state === 'breached' && metAt === null)

/** Clocks that matter now, the first due first, and those that are over, the latest first. */
export function sortClocks(clocks: readonly ExplainedClock[]): { open: ExplainedClock[]; over: ExplainedClock[] } {
  const dueOf = ({ dueAt }: ExplainedClock) => (dueAt === null ? Number.POSITIVE_INFINITY : Date.parse(dueAt))
  const startOf = ({ startedAt }: ExplainedClock) => (startedAt === null ? 0 : Date.parse(startedAt))
  const isOver = (clock: ExplainedClock) => !isOpenClock(clock)
  return {
    open: clocks.filter(isOpenClock).sort((a, b) => dueOf(a) - dueOf(b)),
    over: clocks.filter(isOver).sort((a, b) => startOf(b) - startOf(a)),
  }
}

/** The tone of a clock's chip and bar. */
export function clockTone(clock: ExplainedClock): Tone {
  if (clock.state === 'breached') return 'breach'
  if (clock.state === 'met') return 'met'
  if (clock.state === 'paused') return 'paused'
  if (clock.state !== 'running') return 'quiet'
  return clock.elapsedMs >= clock.targetMs * nearShare ? 'near' : 'quiet'
}

/** `met`, `breached`, `overdue` for one that was broken and is still open. */
export function stateWords(clock: ExplainedClock): string {
  return clock.state === 'breached' && clock.metAt === null && isOpenClock(clock) && clock.dueAt !== null
    ? t('clock.overdue')
    : wordFor('clock.state', clock.state)
}

/** How much counted and how much did not, for each reason, the longest first. */
export function sumByReason(segments: readonly Segment[]): { reason: string; ms: number }[] {
  const sums = new Map<string, number>()
  for (const segment of segments)
    if (!segment.counted && !segment.isForecast)
      sums.set(segment.reason, (sums.get(segment.reason) ?? 0) + lengthMs(segment))
  return [...sums].map(([reason, ms]) => ({ reason, ms })).sort((a, b) => b.ms - a.ms)
}

/** What happened to a clock, in words: `Target now 30m by Premium (priority changed)`. */
export function ledgerWords(entry: ClockLedgerEntry): string {
  const isByHand = entry.kind === 'override' || entry.kind === 'override_undone'
  const reason = entry.reason === null ? '' : isByHand ? entry.reason : wordFor('clock.reason', entry.reason)
  const words = t(`clock.ledger.${entry.kind}`, {
    at: entry.dueAt === null ? '' : momentText(entry.dueAt, Date.parse(entry.at)),
    target: targetText(entry.targetMs, entry.unit),
    policy: entry.policy,
    calendar: entry.calendar,
  })
  const who = entry.by?.name ? ` (${entry.by.name})` : ''
  return [`${words}${who}`, reason].filter(Boolean).join(': ')
}

/** What a step does: `tells support-management, raises to high`. */
export function stepWords(step: ClockStep): string {
  const deeds = [
    step.notify.length > 0 ? t('clock.step.notify', { who: step.notify.join(', ') }) : '',
    step.priority === null ? '' : t('clock.step.priority', { priority: wordFor('priority', step.priority) }),
    step.queue === null ? '' : t('clock.step.queue', { queue: step.queue }),
    step.openCase === null ? '' : t('clock.step.case', { reason: step.openCase }),
  ].filter((deed) => deed !== '')
  const name = nameOf(step)
  return deeds.length === 0 ? name : `${name}: ${deeds.join(', ')}`
}

function nameOf({ kind, percent, offsetMs }: ClockStep): string {
  if (kind === 'breach' || offsetMs === null) return t(`clock.step.${kind}`, { percent: percent ?? 100 })
  const time = countedDuration(Math.abs(offsetMs))
  if (kind === 'warning') return t('clock.step.warningBefore', { time })
  return t(offsetMs < 0 ? 'clock.step.escalationBefore' : 'clock.step.escalationAfter', { time })
}
