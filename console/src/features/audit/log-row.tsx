import { useState } from 'react'
import type { ReactNode } from 'react'
import { Link } from '@tanstack/react-router'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { clockTimeWithSeconds, fullDate, listTime } from '../../ui/time.ts'
import { t } from '../../ui/words/words.ts'
import { changesOf } from './audit-filter.ts'

interface LogRowProps {
  seq: number
  id: string
  at: string
  type: string
  who: string
  nowMs: number
  ticketId: string | null
  data: Readonly<Record<string, unknown>>
  /** Beside the time: sealed or not. */
  mark?: ReactNode
  /** Further facts, term and value. */
  facts: readonly (readonly [string, string])[]
}

function Details({ id, ticketId, data, facts }: Pick<LogRowProps, 'id' | 'ticketId' | 'data' | 'facts'>) {
  const term = 'text-ink-3'
  return (
    <dl className="type-small num grid grid-cols-[minmax(88px,auto)_minmax(0,1fr)] gap-x-4 gap-y-1 px-3.5 pb-3 ps-9">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className={term}>{name}</dt>
          <dd className="break-words">{value}</dd>
        </div>
      ))}
      {changesOf(data).map(({ name, before, after }) => (
        <div key={name} className="contents">
          <dt className={`${term} font-mono text-[11.5px]`}>{name}</dt>
          <dd className="break-all font-mono text-[11.5px]">
            {before !== null && <s className="me-1.5 text-ink-3">{before}</s>}
            {after}
          </dd>
        </div>
      ))}
      <dt className={term}>{t('audit.event')}</dt>
      <dd className="flex flex-wrap items-center gap-2">
        <code className="break-all font-mono text-[11.5px]">{id}</code>
        <CopyButton text={id} label={t('action.copy')} />
        {ticketId !== null && (
          <Link to="/tickets/$ticketId" params={{ ticketId }} className="link underline underline-offset-2">
            {t('audit.ticket')}
          </Link>
        )}
      </dd>
    </dl>
  )
}

/** One event of the log: who, what, when; opened, everything it says. */
export function LogRow({ seq, id, at, type, who, nowMs, ticketId, data, mark, facts }: LogRowProps) {
  const [isOpen, open] = useState(false)
  const day = listTime(at, nowMs)
  const time = clockTimeWithSeconds(at)
  return (
    <li className="border-b border-line last:border-0">
      <button
        type="button"
        aria-expanded={isOpen}
        className="ring-inside grid min-h-9 w-full grid-cols-[14px_minmax(0,1fr)_auto] items-center gap-x-2 px-3.5 py-1 text-start hover:bg-hover max-pane:min-h-11"
        onClick={() => open(!isOpen)}
      >
        <Icon name="down" size="xs" tone={`text-ink-3 ${isOpen ? '' : '-rotate-90'}`} />
        <span className="min-w-0 truncate">
          <b className="font-medium">{who}</b> <code className="font-mono text-[11.5px] text-ink-2">{type}</code>
        </span>
        <span className="type-meta num flex items-center gap-2 whitespace-nowrap text-ink-3">
          {mark}
          <time dateTime={at} title={fullDate(at)}>
            {time.startsWith(day) ? time : `${day} ${time}`}
          </time>
          <span className="w-12 text-end max-pane:hidden">{seq}</span>
        </span>
      </button>
      {isOpen && <Details id={id} ticketId={ticketId} data={data} facts={facts} />}
    </li>
  )
}
