import { useDeferredValue, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { Ticket } from '@switchyard/sdk'
import { Chip } from '../../../ui/chip.tsx'
import { now } from '../../../ui/clock.ts'
import { Field } from '../../../ui/field.tsx'
import { Bones, ProblemLine } from '../../../ui/states.tsx'
import { listTime } from '../../../ui/time.ts'
import { t, wordFor } from '../../../ui/words/words.ts'
import { duplicatesQuery, targetsQuery } from './merge-calls.ts'

interface Candidate {
  id: string
  number: number
  issueSummary: string
  status: string
  createdAt: string
  who: string | null
  why: string[]
}

function Choice({ one, onChoose }: { one: Candidate; onChoose: (id: string) => void }) {
  return (
    <li>
      <button
        type="button"
        className="ring-inside grid w-full grid-cols-[auto_minmax(0,1fr)_auto] items-baseline gap-x-2 rounded-control px-2 py-1.5 text-start hover:bg-hover max-pane:min-h-11"
        onClick={() => onChoose(one.id)}
      >
        <span className="type-label num text-ink-3">#{one.number}</span>
        <span className="truncate font-medium">{one.issueSummary}</span>
        <span className="flex items-center gap-1.5">
          <Chip>{wordFor('status', one.status)}</Chip>
          <time dateTime={one.createdAt} className="type-meta num w-14 text-end text-ink-3">
            {listTime(one.createdAt, now())}
          </time>
        </span>
        {(one.why.length > 0 || one.who !== null) && (
          <span className="type-meta col-start-2 truncate text-ink-3">
            {[one.who, ...one.why].filter(Boolean).join(' · ')}
          </span>
        )}
      </button>
    </li>
  )
}

function Choices({ title, ones, onChoose }: { title: string; ones: Candidate[]; onChoose: (id: string) => void }) {
  return (
    <section aria-label={title}>
      <h3 className="type-micro mb-1 px-2 text-ink-3">{title}</h3>
      <ul>
        {ones.map((one) => (
          <Choice key={one.id} one={one} onChoose={onChoose} />
        ))}
      </ul>
    </section>
  )
}

/** Finds the ticket that this one goes on in: likely duplicates first, with why; any other by number or words. */
export function MergeTarget({ ticket, onChoose }: { ticket: Ticket; onChoose: (id: string) => void }) {
  const [typed, setTyped] = useState('')
  const asked = useDeferredValue(typed)
  const duplicates = useQuery(duplicatesQuery(ticket.id))
  const found = useQuery(targetsQuery(asked))
  const suggested = (duplicates.data?.data ?? []).map(({ ticket: other, reasons }): Candidate => ({
    ...other,
    who: null,
    why: reasons.map(({ code, text }) => (code === 'same_order' ? t('merge.sameOrder') : text)),
  }))
  const isTyped = asked.trim().length >= 2
  const others = (found.data?.data ?? [])
    .filter(({ id }) => id !== ticket.id)
    .map((other): Candidate => ({
      ...other,
      who: other.customer.name ?? other.customer.externalId,
      why: other.customer.id === ticket.customer.id ? [t('merge.sameCustomer')] : [],
    }))
  return (
    <div className="grid gap-3 p-4">
      <p className="text-ink-2">{t('merge.lead', { number: ticket.number })}</p>
      <Field label={t('merge.find')} hint={t('merge.findHint')}>
        {(id) => (
          <input
            id={id}
            type="search"
            className="field"
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        )}
      </Field>
      <div className="min-h-40">
        {!isTyped && suggested.length > 0 && (
          <Choices title={t('merge.suggested')} ones={suggested} onChoose={onChoose} />
        )}
        {!isTyped && duplicates.isPending && <Bones rows={['h-9', 'h-9']} />}
        {!isTyped && duplicates.data && suggested.length === 0 && (
          <p className="px-2 text-ink-3">{t('merge.noneSuggested')}</p>
        )}
        {isTyped && others.length > 0 && <Choices title={t('merge.found')} ones={others} onChoose={onChoose} />}
        {isTyped && found.data && others.length === 0 && <p className="px-2 text-ink-3">{t('merge.noneFound')}</p>}
        {isTyped && found.error && <ProblemLine error={found.error} />}
      </div>
    </div>
  )
}
