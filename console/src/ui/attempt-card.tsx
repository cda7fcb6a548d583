import type { ReactNode } from 'react'
import type { DeliveryAttempt } from '@switchyard/sdk'
import { Chip } from './chip.tsx'
import { CopyButton } from './copy-button.tsx'
import { Icon } from './icon.tsx'
import { clockTimeWithSeconds } from './time.ts'
import { t } from './words/words.ts'
import { attemptTone, prettyText } from './delivery-health.ts'
import { AnswerText, Moment } from './delivery-marks.tsx'

/** A text as it went over the wire, in its well. */
export function Well({ label, text }: { label: string; text: string }) {
  return (
    <div className="relative">
      <pre
        tabIndex={0}
        role="region"
        aria-label={label}
        className="type-code ring-inside max-h-72 overflow-auto rounded-control bg-sunken px-3 py-2.5 !text-[11.5px] text-ink [overflow-wrap:anywhere] whitespace-pre-wrap"
      >
        {text}
      </pre>
      <span className="absolute end-1.5 top-1.5">
        <CopyButton text={text} />
      </span>
    </div>
  )
}

function Part({ label, isOpen, children }: { label: string; isOpen?: boolean; children: ReactNode }) {
  return (
    <details className="group border-t border-line" open={isOpen}>
      <summary className="type-label ring-inside flex h-8 cursor-pointer list-none items-center gap-1.5 px-3 text-ink-2 hover:bg-hover max-pane:h-11">
        <Icon name="down" size="xs" tone="-rotate-90 text-ink-3 group-open:rotate-0" />
        {label}
      </summary>
      <div className="px-3 pb-3">{children}</div>
    </details>
  )
}

function Headers({ headers }: { headers: Readonly<Record<string, string>> }) {
  return (
    <dl className="type-code grid grid-cols-[minmax(0,auto)_minmax(0,1fr)] gap-x-3 gap-y-1 rounded-control bg-sunken px-3 py-2.5 !text-[11.5px]">
      {Object.entries(headers).map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-ink-2">{name}</dt>
          <dd className="min-w-0 [overflow-wrap:anywhere]">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** One attempt: when, how long, what came back, and every byte that may be shown of it. */
export function AttemptCard({ attempt, isLatest }: { attempt: DeliveryAttempt; isLatest: boolean }) {
  const isWell = attemptTone(attempt) === 'met'
  return (
    <li className="overflow-hidden rounded-card bg-raised shadow-[0_0_0_1px_var(--line),var(--shadow-1)]">
      <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1 px-3 py-2.5 text-[12.5px]/[18px]">
        <Icon name={isWell ? 'check-circle' : 'alert'} size="s" tone={isWell ? 'text-met' : 'text-breach'} />
        <b className="num font-medium">
          <AnswerText attempt={attempt} />
        </b>
        <span className="num text-ink-2">{t('attempt.took', { ms: attempt.durationMs.toLocaleString() })}</span>
        {attempt.trigger !== 'auto' && <Chip>{t(`attempt.trigger.${attempt.trigger}`)}</Chip>}
        <span className="num ms-auto text-ink-3" title={attempt.startedAt}>
          {clockTimeWithSeconds(attempt.startedAt)}
        </span>
        <span className="type-meta flex w-full flex-wrap items-baseline gap-x-3 ps-6 text-ink-3">
          <span className="num">{t('attempt.number', { number: attempt.number })}</span>
          <Moment at={attempt.startedAt} />
          {attempt.address !== null && <span className="type-code !text-[11.5px]">{attempt.address}</span>}
        </span>
      </div>
      {attempt.requestHeaders !== null && (
        <Part label={t('attempt.requestHeaders')}>
          <Headers headers={attempt.requestHeaders} />
        </Part>
      )}
      {attempt.responseHeaders !== null && (
        <Part label={t('attempt.responseHeaders')}>
          <Headers headers={attempt.responseHeaders} />
        </Part>
      )}
      {attempt.response !== null && (
        <Part label={t('attempt.responseBody')} isOpen={isLatest && !isWell}>
          {attempt.response === '' ? (
            <p className="text-ink-3">{t('attempt.emptyBody')}</p>
          ) : (
            <Well label={t('attempt.responseBody')} text={prettyText(attempt.response)} />
          )}
        </Part>
      )}
    </li>
  )
}
