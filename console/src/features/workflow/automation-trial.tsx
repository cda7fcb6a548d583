import { useState } from 'react'
import type { AutomationVerdict } from '@switchyard/sdk'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { ProblemLine } from '../../ui/states.tsx'
import { t } from '../../ui/words/words.ts'
import type { AutomationTry } from './queries.ts'

/** What may be supposed to happen; the rest of the events a rule may wait for are tried through the API. */
const events = [
  'ticket.created',
  'ticket.classified',
  'ticket.updated',
  'ticket.status_changed',
  'ticket.solved',
  'ticket.reopened',
  'message.received',
  'sla.breached',
  'time',
] as const

const box =
  'hairline type-meta h-[26px] min-w-0 rounded-control bg-surface px-2 text-ink outline-none focus-visible:shadow-[inset_0_0_0_1px_var(--focus)] max-pane:h-11'

function Verdict({ verdict, onLine }: { verdict: AutomationVerdict; onLine: (line: number) => void }) {
  const { fires, line } = verdict
  return (
    <li className={`type-small grid grid-cols-[20px_minmax(0,1fr)_auto] gap-x-2 py-1 ${fires ? '' : 'text-ink-3'}`}>
      <Icon
        name={fires ? 'check' : 'minus'}
        size="s"
        tone={fires ? 'text-accent-ink' : 'text-ink-3'}
        label={t(fires ? 'automations.acts' : 'automations.rests')}
      />
      <span className="min-w-0 break-words">
        <b className={fires ? 'font-semibold' : 'font-medium'}>{verdict.name}</b>{' '}
        {fires ? verdict.does.join(', ') : verdict.reason}
      </span>
      {line !== null && (
        <button
          type="button"
          className="font-mono text-[11.5px] text-ink-3 hover:text-accent-ink"
          title={t('bench.toLine', { line })}
          onClick={() => onLine(line)}
        >
          L{line}
        </button>
      )}
    </li>
  )
}

interface TrialProps {
  isRunning: boolean
  error: Error | null
  verdicts: readonly AutomationVerdict[] | null
  onTry: (asked: AutomationTry) => void
  onLine: (line: number) => void
}

/** A ticket and what is supposed to happen to it: which rules of the document on screen would act, and why. */
export function AutomationTrial({ isRunning, error, verdicts, onTry, onLine }: TrialProps) {
  const [asked, setAsked] = useState<AutomationTry>({ number: '', on: 'ticket.created', text: '' })
  const isReady = /^\d+$/.test(asked.number)
  return (
    <div className="border-t border-line px-3.5 pb-3 pt-2.5">
      <h3 className="type-meta mb-1.5 text-ink-3">
        {t('automations.try')} · {t('automations.nothing')}
      </h3>
      <form
        className="flex flex-wrap gap-1.5"
        onSubmit={(event) => {
          event.preventDefault()
          if (isReady) onTry(asked)
        }}
      >
        <input
          className={`${box} w-[120px]`}
          inputMode="numeric"
          aria-label={t('automations.tryTicket')}
          placeholder={t('automations.tryTicket')}
          value={asked.number}
          onChange={(event) => setAsked({ ...asked, number: event.target.value.trim().replace(/^#/, '') })}
        />
        <select
          className={box}
          aria-label={t('automations.tryEvent')}
          value={asked.on}
          onChange={(event) => setAsked({ ...asked, on: event.target.value })}
        >
          {events.map((event) => (
            <option key={event} value={event}>
              {event === 'time' ? t('automations.tryTime') : event}
            </option>
          ))}
        </select>
        {asked.on === 'message.received' && (
          <input
            className={`${box} flex-1 max-pane:basis-full`}
            aria-label={t('automations.tryText')}
            placeholder={t('automations.tryText')}
            value={asked.text}
            onChange={(event) => setAsked({ ...asked, text: event.target.value })}
          />
        )}
        <Button
          small
          type="submit"
          icon="play"
          busy={isRunning}
          aria-disabled={!isReady}
          className="ms-auto max-pane:!h-11"
        >
          {t('automations.run')}
        </Button>
      </form>
      {error && (
        <div className="pt-2">
          <ProblemLine error={error} />
        </div>
      )}
      {verdicts !== null && (
        <ol className="pt-2">
          {verdicts.map((verdict) => (
            <Verdict key={verdict.automation} verdict={verdict} onLine={onLine} />
          ))}
        </ol>
      )}
    </div>
  )
}
