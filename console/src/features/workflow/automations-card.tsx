import { useState } from 'react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Automation, AutomationRun } from '@switchyard/sdk'
import { now } from '../../ui/clock.ts'
import { Card } from '../../ui/card.tsx'
import { Chip } from '../../ui/chip.tsx'
import { Bones } from '../../ui/states.tsx'
import { countedDuration, fullDate, listTime } from '../../ui/time.ts'
import { plural, t, wordFor } from '../../ui/words/words.ts'
import { AutomationTrial } from './automation-trial.tsx'
import { automationRunsQuery, automationsQuery, tryAutomations, type AutomationTry } from './queries.ts'

function asked({ on, after }: Automation): string {
  const time = after === null ? '' : t('automations.after', { time: countedDuration(after.seconds * 1000) })
  return [on.length === 0 ? '' : t('automations.on', { events: on.join(', ') }), time].filter(Boolean).join(', ')
}

function Counts({ runs, off }: Pick<Automation, 'runs' | 'off'>) {
  return (
    <span className="ms-auto flex flex-none items-center gap-1.5">
      {off && <Chip tone="paused">{t('automations.off')}</Chip>}
      {runs.failed > 0 && (
        <Chip tone="breach" icon="x">
          {plural('automations.failed', runs.failed)}
        </Chip>
      )}
      {runs.stopped > 0 && (
        <Chip tone="near" icon="pause">
          {plural('automations.stopped', runs.stopped)}
        </Chip>
      )}
      <span className="num text-[12px] text-ink-2">{plural('automations.done', runs.done)}</span>
    </span>
  )
}

function Rule({ rule, onLine }: { rule: Automation; onLine: (line: number) => void }) {
  const { line, runs } = rule
  return (
    <li className="border-t border-line px-3.5 py-2 first:border-0">
      <div className="type-small flex items-center gap-2">
        <b className="min-w-0 truncate font-[550]">{rule.name}</b>
        <Counts runs={runs} off={rule.off} />
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
      </div>
      <p className="type-meta text-ink-3">
        {[asked(rule), rule.does.join(', ')].filter(Boolean).join(' → ')}
        {runs.lastAt !== null && (
          <span title={fullDate(runs.lastAt)}>
            {' · '}
            {t('automations.lastAt', { time: listTime(runs.lastAt, now()) })}
          </span>
        )}
      </p>
    </li>
  )
}

const tones = { done: 'met', failed: 'breach', stopped: 'near' } as const
const icons = { done: 'check', failed: 'x', stopped: 'pause' } as const

function Run({ run }: { run: AutomationRun }) {
  return (
    <li className="border-t border-line px-3.5 py-2 first:border-0">
      <div className="type-small flex items-center gap-2">
        <Chip tone={tones[run.outcome]} icon={icons[run.outcome]}>
          {wordFor('automations.outcome', run.outcome)}
        </Chip>
        <b className="min-w-0 truncate font-[550]">{run.automation}</b>
        <Link to="/tickets/$ticketId" params={{ ticketId: run.ticket.id }} className="num text-accent-ink underline">
          #{run.ticket.number}
        </Link>
        <time dateTime={run.at} title={fullDate(run.at)} className="num ms-auto text-[12px] text-ink-3">
          {listTime(run.at, now())}
        </time>
      </div>
      <p className="type-meta break-words text-ink-3">{[run.did.join(', '), run.reason].filter(Boolean).join(' · ')}</p>
    </li>
  )
}

function Log() {
  const { data } = useQuery(automationRunsQuery)
  if (!data) return <Bones className="p-3.5" rows={['h-5', 'h-5']} />
  if (data.data.length === 0) return <p className="type-small px-3.5 py-3 text-ink-3">{t('automations.logEmpty')}</p>
  return (
    <ul>
      {data.data.map((run) => (
        <Run key={run.id} run={run} />
      ))}
    </ul>
  )
}

function Tabs({ shown, onShow }: { shown: 'rules' | 'log'; onShow: (shown: 'rules' | 'log') => void }) {
  return (
    <span role="tablist" aria-label={t('automations.title')} className="flex gap-0.5">
      {(['rules', 'log'] as const).map((choice) => (
        <button
          key={choice}
          type="button"
          role="tab"
          aria-selected={choice === shown}
          onClick={() => onShow(choice)}
          className="type-label h-6 rounded-[5px] px-2 text-ink-3 hover:text-ink aria-selected:bg-ink/7 aria-selected:text-ink max-pane:h-9"
        >
          {t(`automations.${choice}`)}
        </button>
      ))}
    </span>
  )
}

/** What happens by itself: the rules in force with their runs, what ran and why, and whether they would act now. */
export function AutomationsCard({ document, onLine }: { document: string; onLine: (line: number) => void }) {
  const [shown, setShown] = useState<'rules' | 'log'>('rules')
  const { data } = useQuery(automationsQuery)
  const trial = useMutation({ mutationFn: (asked: AutomationTry) => tryAutomations(asked, document) })
  const rules = data?.data ?? null
  return (
    <Card icon="bolt" title={t('automations.title')} aside={<Tabs shown={shown} onShow={setShown} />}>
      {shown === 'log' ? (
        <Log />
      ) : rules === null ? (
        <Bones className="p-3.5" rows={['h-5', 'h-5', 'h-5']} />
      ) : rules.length === 0 ? (
        <p className="type-small px-3.5 py-3 text-ink-3">{t('automations.none')}</p>
      ) : (
        <ul>
          {rules.map((rule) => (
            <Rule key={rule.key} rule={rule} onLine={onLine} />
          ))}
        </ul>
      )}
      <AutomationTrial
        isRunning={trial.isPending}
        error={trial.error}
        verdicts={trial.data ?? null}
        onTry={(asked) => trial.mutate(asked)}
        onLine={onLine}
      />
    </Card>
  )
}
