import type { Clock, ClockMetric, TicketClocks } from '@switchyard/sdk'
import type { IconName } from './icon-paths.tsx'
import { shortDuration, targetText } from './time.ts'
import { t, wordFor } from './words/words.ts'

export type Tone = 'met' | 'near' | 'breach' | 'paused' | 'quiet'
interface ClockWords {
  tone: Tone
  icon: IconName
  text: string
}

export const clockMetrics: readonly ClockMetric[] = [
  'firstResponse',
  'nextResponse',
  'periodicUpdate',
  'resolution',
  'ownership',
  'partnerResponse',
]
const nearShare = 0.25
const nearMs = 15 * 60_000
const lastMs = 2 * 60_000

interface NextClock {
  metric: ClockMetric
  clock: Clock
}

const dueMs = (clock: Clock) => (clock.dueAt === null ? Number.POSITIVE_INFINITY : Date.parse(clock.dueAt))
const isOpen = (clock: Clock) => clock.state === 'running' || clock.state === 'breached'

/** The clock that a person must mind first: the earliest due of the open ones, else a paused one; null when none is left. */
export function nextClock(clocks: TicketClocks | null): NextClock | null {
  if (clocks === null) return null
  const present = clockMetrics.flatMap((metric): NextClock[] => {
    const clock = clocks[metric]
    return clock ? [{ metric, clock }] : []
  })
  const open = present.filter((entry) => isOpen(entry.clock)).sort((a, b) => dueMs(a.clock) - dueMs(b.clock))
  return open[0] ?? present.find((entry) => entry.clock.state === 'paused') ?? null
}

/** True while some clock of the ticket was met and none is open or paused. */
function areAllMet(clocks: TicketClocks | null): boolean {
  return nextClock(clocks) === null && clockMetrics.some((metric) => clocks?.[metric]?.state === 'met')
}

function toneOf(clock: Clock, leftMs: number): Tone {
  if (leftMs <= 0 || clock.state === 'breached') return 'breach'
  const limitMs = clock.targetMs ? Math.max(clock.targetMs * nearShare, lastMs) : nearMs
  return leftMs <= limitMs ? 'near' : 'quiet'
}

/** `next update 12m`, `breached 8m`, `paused · 3h left`: never colour alone (visual language, "Clocks"). */
function clockWords(entry: NextClock, nowMs: number): ClockWords {
  const { clock, metric } = entry
  if (clock.state === 'paused') {
    const { unit, remainingMs: left } = clock
    const text =
      left === null || left === undefined
        ? t('sla.paused')
        : t('sla.pausedLeft', { left: unit === 'days' ? targetText(left, unit) : shortDuration(left) })
    return { tone: 'paused', icon: 'pause', text }
  }
  if (clock.dueAt === null) return { tone: 'quiet', icon: 'clock', text: wordFor('sla.metric', metric) }
  const leftMs = Date.parse(clock.dueAt) - nowMs
  const tone = toneOf(clock, leftMs)
  if (tone === 'breach') return { tone, icon: 'alert', text: t('sla.breached', { since: shortDuration(leftMs) }) }
  const text = `${wordFor('sla.metric', metric)} ${shortDuration(leftMs)}`
  return { tone, icon: tone === 'near' ? 'near' : 'clock', text }
}

/** Words of a whole ticket's clocks; null when it has none worth a chip. */
export function ticketClockWords(clocks: TicketClocks | null, nowMs: number): ClockWords | null {
  const next = nextClock(clocks)
  if (next) return clockWords(next, nowMs)
  return areAllMet(clocks) ? { tone: 'met', icon: 'check-circle', text: t('sla.allMet') } : null
}
