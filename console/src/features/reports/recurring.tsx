import { lazy, Suspense, useId, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Query, RecurringIssue, RecurringReport } from '@switchyard/sdk'
import { useMe } from '../../live/me.ts'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { now } from '../../ui/clock.ts'
import { countText, scoreText, secondsText } from '../../ui/figure-text.ts'
import { Icon } from '../../ui/icon.tsx'
import { ProblemLine } from '../../ui/states.tsx'
import { fullDate, listTime, momentText } from '../../ui/time.ts'
import { plural, t, wordFor } from '../../ui/words/words.ts'
import { recurringQuery } from './queries.ts'

const ProblemDialog = lazy(async () => ({ default: (await import('./problem-dialog.tsx')).ProblemDialog }))

const titleOf = ({ by, cause, words, key }: RecurringIssue) =>
  (by === 'cause' ? wordFor('cause', cause ?? '') : words.join(' ')) || key

function Surge({ surge }: Pick<RecurringIssue, 'surge'>) {
  if (!surge.isSurging) return null
  const expected = scoreText(surge.expected)
  return (
    <Chip tone="near" icon="arrow-up" title={t('recurring.surgeText', { p: surge.p.toPrecision(2) })}>
      {t('recurring.surge', { seen: countText(surge.seen), expected })}
    </Chip>
  )
}

const stateTones = {
  active: 'near',
  emerging: undefined,
  hypercare: undefined,
  resolved: 'met',
  stale: undefined,
} as const

function State({ state }: Pick<RecurringIssue, 'state'>) {
  const tone = stateTones[state]
  return (
    <Chip {...(tone !== undefined && { tone })} title={wordFor('recurring.stateText', state)}>
      {wordFor('recurring.state', state)}
    </Chip>
  )
}

function Figures({ issue }: { issue: RecurringIssue }) {
  const figures = [
    [t('recurring.tickets'), countText(issue.n)],
    [t('recurring.customers'), countText(issue.customers)],
    [t('recurring.again'), countText(issue.customersAgain)],
    [t('reports.breached'), countText(issue.breached)],
    [t('recurring.reopened'), countText(issue.reopened)],
    [t('recurring.work'), secondsText(issue.workSeconds)],
  ] as const
  return (
    <dl className="grid grid-cols-3 gap-x-4 gap-y-2 px-3.5 pb-3 pane:grid-cols-6">
      {figures.map(([name, value]) => (
        <div key={name} className="flex flex-col-reverse">
          <dt className="type-meta text-ink-3">{name}</dt>
          <dd className="num text-[15px]/[20px] font-semibold">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function Latest({ issue, id, query }: { issue: RecurringIssue; id: string; query: Query }) {
  const [isAll, showAll] = useState(false)
  const all = useQuery({ ...recurringQuery({ ...query, issue: issue.key }), enabled: isAll })
  const tickets = (isAll ? all.data?.issues[0]?.tickets : null) ?? issue.tickets
  return (
    <div id={id} className="border-t border-line p-1.5" aria-busy={all.isFetching}>
      <Tickets tickets={tickets} />
      {issue.n > tickets.length && (
        <Button
          small
          look="bare"
          icon="down"
          className="max-pane:!h-11"
          busy={all.isFetching}
          onClick={() => showAll(true)}
        >
          {t('recurring.all', { n: countText(issue.n) })}
        </Button>
      )}
      {all.error && <ProblemLine error={all.error} />}
    </div>
  )
}

function Tickets({ tickets }: Pick<RecurringIssue, 'tickets'>) {
  return (
    <ul>
      {tickets.map((ticket) => (
        <li key={ticket.id}>
          <Link
            to="/tickets/$ticketId"
            params={{ ticketId: ticket.id }}
            className="ring-inside grid grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-2 rounded-control px-2 py-1 hover:bg-hover max-pane:min-h-11"
          >
            <span className="type-label num text-ink-3">#{ticket.number}</span>
            <span className="truncate">{ticket.issueSummary}</span>
            <span className="flex items-center gap-1.5">
              <Chip>{wordFor('status', ticket.status)}</Chip>
              <time dateTime={ticket.createdAt} className="type-meta num w-14 text-end text-ink-3">
                {listTime(ticket.createdAt, now())}
              </time>
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}

function Behind({ problem, n, onLink }: Pick<RecurringIssue, 'problem' | 'n'> & { onLink: (() => void) | null }) {
  return (
    <>
      {problem !== null && (
        <span className="type-small flex min-w-0 items-center gap-1.5 text-ink-2">
          <Icon name="link" size="xs" />
          <Link
            to="/tickets/$ticketId"
            params={{ ticketId: problem.id }}
            className="link min-w-0 truncate hover:underline"
            title={problem.issueSummary}
          >
            #{problem.number} {problem.issueSummary}
          </Link>
          <span className="type-meta flex-none text-ink-3">
            {t('recurring.linkedOf', { linked: countText(problem.linked), n: countText(n) })}
          </span>
        </span>
      )}
      {onLink !== null && (
        <Button small icon="link" className="max-pane:!h-11" onClick={onLink}>
          {t(problem === null ? 'recurring.link' : 'recurring.linkAgain')}
        </Button>
      )}
    </>
  )
}

function Issue({ issue, query }: { issue: RecurringIssue; query: Query }) {
  const [isOpen, open] = useState(false)
  const [isLinking, setLinking] = useState(false)
  const id = useId()
  const { permissions } = useMe()
  const title = titleOf(issue)
  const about = [issue.service, issue.category, issue.by === 'cause' ? issue.words.join(' ') : null]
  return (
    <section aria-label={title} className="rounded-card bg-surface shadow-[0_0_0_1px_var(--line),var(--shadow-1)]">
      <header className="flex flex-wrap items-center gap-x-2 gap-y-1 px-3.5 pb-2 pt-3">
        <h2 className="type-ui-strong first-letter:uppercase">{title}</h2>
        <State state={issue.state} />
        <Surge surge={issue.surge} />
        <span className="type-meta text-ink-3">{about.filter(Boolean).join(' · ')}</span>
        <time dateTime={issue.lastAt} title={fullDate(issue.lastAt)} className="type-meta ms-auto text-ink-3">
          {t('recurring.last', { time: momentText(issue.lastAt, now()) })}
        </time>
      </header>
      <Figures issue={issue} />
      <div className="flex min-h-10 flex-wrap items-center gap-2 border-t border-line px-2 py-1">
        <Button
          small
          look="bare"
          icon={isOpen ? 'up' : 'down'}
          className="max-pane:!h-11"
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => open(!isOpen)}
        >
          {plural('recurring.latest', issue.tickets.length)}
        </Button>
        <span className="ms-auto flex min-w-0 flex-wrap items-center justify-end gap-2">
          <Behind
            problem={issue.problem}
            n={issue.n}
            onLink={permissions.includes('ticket:write') ? () => setLinking(true) : null}
          />
        </span>
      </div>
      {isOpen && <Latest issue={issue} id={id} query={query} />}
      {isLinking && (
        <Suspense fallback={null}>
          <ProblemDialog issue={issue} title={title} query={query} onClose={() => setLinking(false)} />
        </Suspense>
      )}
    </section>
  )
}

/** Issues that come up again and again: those that surge just now first, each with what it has cost. */
export function Recurring({ report, query }: { report: RecurringReport; query: Query }) {
  const { issues, n, single, excluded } = report
  return (
    <>
      {issues.length === 0 && <p className="text-ink-3">{t('recurring.none')}</p>}
      {issues.map((issue) => (
        <Issue key={issue.key} issue={issue} query={query} />
      ))}
      <p className="type-meta text-ink-3">
        {t('recurring.basis', { n: countText(n), single: countText(single), excluded: countText(excluded) })}
      </p>
    </>
  )
}
