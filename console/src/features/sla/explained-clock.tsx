import { useState } from 'react'
import type { ReactNode } from 'react'
import type { ExplainedClock } from '@switchyard/sdk'
import { Chip } from '../../ui/chip.tsx'
import { Icon } from '../../ui/icon.tsx'
import type { IconName } from '../../ui/icon-paths.tsx'
import type { Tone } from '../../ui/sla.ts'
import { countedDuration, fullDate, momentText, shortDuration, targetText } from '../../ui/time.ts'
import { plural, t, wordFor } from '../../ui/words/words.ts'
import { BreachRisk } from './breach-risk.tsx'
import { clockTone, isOpenClock, ledgerWords, stateWords, stepWords, sumByReason } from './clock-facts.ts'
import { ClockStrip } from './clock-strip.tsx'

const chipIcons: Record<Tone, IconName> = {
  met: 'check-circle',
  near: 'near',
  breach: 'alert',
  paused: 'pause',
  quiet: 'clock',
}

function Row({ term, title, children }: { term: ReactNode; title?: string; children: ReactNode }) {
  return (
    <div className="contents">
      <dt className="text-ink-3">{term}</dt>
      <dd className="text-end" title={title}>
        {children}
      </dd>
    </div>
  )
}

function Sums({ clock, nowMs }: { clock: ExplainedClock; nowMs: number }) {
  const { dueAt, metAt, breachedAt, unit, elapsedMs, targetMs, remainingMs, state } = clock
  return (
    <dl className="num grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-[3px] text-[12px]/[17px]">
      <Row term={t('clock.countedWord')}>
        {t('clock.ofTarget', { counted: targetText(elapsedMs, unit), target: targetText(targetMs, unit) })}
      </Row>
      {sumByReason(clock.segments).map(({ reason, ms }) => (
        <Row key={reason} term={t('clock.skipped', { reason: wordFor('skip', reason) })}>
          {countedDuration(ms)}
        </Row>
      ))}
      {metAt !== null && (
        <Row term={t('clock.metAt')} title={fullDate(metAt)}>
          {momentText(metAt, nowMs)}
        </Row>
      )}
      {breachedAt !== null && (
        <Row term={t('clock.breachedAt')} title={fullDate(breachedAt)}>
          {momentText(breachedAt, nowMs)}
        </Row>
      )}
      {metAt === null && breachedAt === null && dueAt !== null && (
        <Row term={<b className="font-semibold text-ink">{t('clock.dueWord')}</b>} title={fullDate(dueAt)}>
          <b className="font-semibold">
            {t('clock.dueIn', { at: momentText(dueAt, nowMs), left: shortDuration(Date.parse(dueAt) - nowMs) })}
          </b>
        </Row>
      )}
      {state === 'paused' && (
        <Row term={<b className="font-semibold text-ink">{t('clock.standsStill')}</b>}>
          <b className="font-semibold">{t('clock.left', { left: targetText(remainingMs, unit) })}</b>
        </Row>
      )}
    </dl>
  )
}

function Steps({ clock, nowMs }: { clock: ExplainedClock; nowMs: number }) {
  const next = clock.steps.filter(({ hasFired }) => !hasFired)
  const fired = clock.steps.length - next.length
  if (!isOpenClock(clock)) return null
  if (clock.state === 'paused') return <p className="type-meta mt-2 text-ink-3">{t('clock.stepsWait')}</p>
  if (clock.steps.length === 0) return null
  return (
    <div className="mt-2">
      <h4 className="type-micro mb-1 text-ink-3">{t('clock.next')}</h4>
      <ul className="num grid gap-[3px] text-[12px]/[17px]">
        {next.map((step) => (
          <li key={`${step.kind} ${step.percent} ${step.offsetMs} ${step.notify.join()}`} className="flex gap-2">
            <Icon
              name={step.kind === 'warning' ? 'bell' : step.kind === 'breach' ? 'alert' : 'arrow-up'}
              size="xs"
              tone="mt-[3px] text-ink-3"
            />
            <span className="min-w-0 flex-1">{stepWords(step)}</span>
            <time dateTime={step.at} title={fullDate(step.at)} className="whitespace-nowrap text-ink-3">
              {momentText(step.at, nowMs)}
            </time>
          </li>
        ))}
        {fired > 0 && <li className="text-ink-3">{plural('clock.fired', fired)}</li>}
      </ul>
    </div>
  )
}

function Ledger({ clock, nowMs }: { clock: ExplainedClock; nowMs: number }) {
  const [isShown, show] = useState(false)
  return (
    <>
      <button
        type="button"
        aria-expanded={isShown}
        className="link type-meta mt-2 inline-flex min-h-6 items-center gap-1 underline underline-offset-2 max-pane:min-h-11"
        onClick={() => show(!isShown)}
      >
        {t(isShown ? 'clock.hideLedger' : 'clock.showLedger')}
        <span className="text-ink-3 no-underline">{clock.ledger.length}</span>
      </button>
      {isShown && (
        <ol className="num mt-1 grid gap-[3px] border-s-[1.5px] border-line ps-3 text-[12px]/[17px]">
          {clock.ledger.map((entry, index) => (
            <li key={`${entry.at} ${entry.kind} ${index}`} className="flex gap-2">
              <span className="min-w-0 flex-1">{ledgerWords(entry)}</span>
              <time dateTime={entry.at} title={fullDate(entry.at)} className="whitespace-nowrap text-ink-3">
                {momentText(entry.at, nowMs)}
              </time>
            </li>
          ))}
        </ol>
      )}
    </>
  )
}

/** One clock: its state, its life on a line, what counted and what did not, who promised, what comes next. */
export function ClockSection({
  clock,
  nowMs,
  children,
}: {
  clock: ExplainedClock
  nowMs: number
  /** What may be done about its due time. */
  children?: ReactNode
}) {
  const tone = clockTone(clock)
  const name = wordFor('sla.metric', clock.metric)
  return (
    <section aria-label={name} className="border-b border-line px-4 py-3 last:border-0">
      <h3 className="mb-2 flex items-center gap-2 text-[13px]/[18px] font-semibold first-letter:uppercase">
        <span className="inline-block first-letter:uppercase">{name}</span>
        {clock.queue !== null && <span className="type-meta truncate font-normal text-ink-3">{clock.queue}</span>}
        {clock.instance > 1 && <span className="type-meta font-normal text-ink-3">#{clock.instance}</span>}
        <span className="ms-auto">
          <Chip tone={tone} icon={chipIcons[tone]}>
            {stateWords(clock)}
          </Chip>
        </span>
      </h3>
      <ClockStrip clock={clock} tone={tone} nowMs={nowMs} />
      <Sums clock={clock} nowMs={nowMs} />
      <BreachRisk clock={clock} />
      <p className="type-meta mt-2 text-ink-3">
        {t('clock.promise', {
          policy: clock.policyLabel,
          calendar: clock.zone === null ? clock.calendar : `${clock.calendar} (${clock.zone})`,
        })}
        {clock.attachedLate && ` · ${t('clock.attachedLate')}`}
      </p>
      {children}
      <Steps clock={clock} nowMs={nowMs} />
      <Ledger clock={clock} nowMs={nowMs} />
    </section>
  )
}
