import type { Case } from '@switchyard/sdk'
import type { IconName } from '../../ui/icon-paths.tsx'
import type { Tone } from '../../ui/sla.ts'
import { countedDuration, isSameDay, listTime, momentText, shortDuration, targetText } from '../../ui/time.ts'
import { t, wordFor } from '../../ui/words/words.ts'

const nearShare = 0.25

type Clocked = Pick<Case, 'clock' | 'dueAt' | 'waitsFor' | 'status' | 'statusSince'>

interface ClockWords {
  readonly tone: Tone
  /** Null where plain words are enough. */
  readonly icon: IconName | null
  readonly text: string
}

const quiet = (text: string): ClockWords => ({ tone: 'quiet', icon: null, text })

/** How a case stands against its due time, in a chip's few words: never by colour alone. */
export function caseClockWords(one: Clocked, nowMs: number): ClockWords {
  const { clock, dueAt, waitsFor, status, statusSince } = one
  const since = quiet(t('case.ago', { time: countedDuration(Math.max(0, nowMs - Date.parse(statusSince))) }))
  if (status === 'follow_up' || status === 'closed') return since
  if (waitsFor !== null) return { tone: 'paused', icon: 'pause', text: t('case.paused') }
  if (clock === null || dueAt === null) return since
  const leftMs = Date.parse(dueAt) - nowMs
  if (leftMs <= 0) return { tone: 'breach', icon: 'alert', text: t('case.late', { time: shortDuration(leftMs) }) }
  if (leftMs <= clock.targetSeconds * 1000 * nearShare)
    return { tone: 'near', icon: 'near', text: shortDuration(leftMs) }
  return quiet(t('case.dueAt', { time: dayText(dueAt, nowMs) }))
}

const dayMs = 86_400_000

function dayText(iso: string, nowMs: number): string {
  return isSameDay(Date.parse(iso), nowMs + dayMs) ? t('case.tomorrow') : listTime(iso, nowMs)
}

/** Why the clock stands where it stands, a sentence a line. */
export function explainCaseClock(one: Clocked, nowMs: number): string[] {
  const { clock, dueAt, waitsFor } = one
  if (clock === null) return [t('case.clock.none')]
  const target = targetText(clock.targetSeconds * 1000, clock.unit)
  const lines = [t('case.clock.target', { target })]
  if (clock.metAt !== null) lines.push(t('case.clock.met', { time: momentText(clock.metAt, nowMs) }))
  if (clock.breachedAt !== null) lines.push(t('case.clock.breached', { time: momentText(clock.breachedAt, nowMs) }))
  if (clock.state === 'paused' && waitsFor !== null)
    lines.push(
      t('case.clock.paused', {
        who: wordFor('case.waits', waitsFor),
        left: targetText(Math.max(0, clock.remainingSeconds ?? 0) * 1000, clock.unit),
      }),
    )
  if (clock.metAt === null && dueAt !== null && clock.breachedAt === null)
    lines.push(t('case.clock.due', { time: momentText(dueAt, nowMs) }))
  return lines
}
