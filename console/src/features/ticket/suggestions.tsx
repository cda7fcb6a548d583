import type { ReactNode } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Ticket, TicketSuggestion } from '@switchyard/sdk'
import { cacheKeys } from '../../live/cache-keys.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { ProblemLine } from '../../ui/states.tsx'
import { t } from '../../ui/words/words.ts'
import { insertIntoReply } from './drafts.ts'
import { classifyTicket, suggestionsQuery } from './queries.ts'
import { suggestionWhy } from './suggestion-why.ts'

function Piece({
  title,
  reasons,
  children,
}: {
  title: string
  reasons: TicketSuggestion['reasons']
  children: ReactNode
}) {
  return (
    <div className="mt-3 first:mt-0" title={suggestionWhy(reasons)}>
      <h4 className="type-meta mb-1 text-ink-3">{title}</h4>
      {children}
    </div>
  )
}

function InsertButton({ ticket, name, text }: { ticket: Ticket; name: string; text: string }) {
  return (
    <Button
      small
      icon="chat"
      className="flex-none max-pane:!h-11"
      aria-label={t('suggest.insertOf', { name })}
      onClick={() => insertIntoReply(ticket.id, text)}
    >
      {t('suggest.insert')}
    </Button>
  )
}

function Said({ ticket, name, text }: { ticket: Ticket; name: string; text: string }) {
  return (
    <div className="flex items-start gap-2">
      <p dir="auto" className="type-small line-clamp-3 min-w-0 flex-1 text-ink-2">
        {text}
      </p>
      {ticket.can?.reply !== false && <InsertButton ticket={ticket} name={name} text={text} />}
    </div>
  )
}

function Classify({ ticket, one }: { ticket: Ticket; one: NonNullable<TicketSuggestion['classification']> }) {
  const client = useQueryClient()
  const set = useMutation({
    mutationFn: () => classifyTicket(ticket.id, one),
    onSuccess: () => client.invalidateQueries({ queryKey: cacheKeys.ticket(ticket.id) }),
  })
  return (
    <>
      <div className="type-small flex items-center gap-2">
        <span className="min-w-0 flex-1 truncate">{[one.category, one.type].filter(Boolean).join(' · ')}</span>
        <Button small icon="tag" className="max-pane:!h-11" busy={set.isPending} onClick={() => set.mutate()}>
          {t('suggest.set')}
        </Button>
      </div>
      {set.error && <ProblemLine error={set.error} />}
    </>
  )
}

function Steps({ steps }: { steps: NonNullable<TicketSuggestion['steps']> }) {
  return (
    <ol className="type-small grid gap-1">
      {steps.map((step, index) => (
        <li key={step.text} className="grid grid-cols-[18px_minmax(0,1fr)] gap-1.5">
          <span className="num text-ink-3">{index + 1}.</span>
          {step.url === null ? (
            <span>{step.text}</span>
          ) : (
            <a className="text-accent-ink underline" href={step.url} target="_blank" rel="noreferrer">
              {step.text}
            </a>
          )}
        </li>
      ))}
    </ol>
  )
}

function Suggestion({ ticket, one }: { ticket: Ticket; one: TicketSuggestion }) {
  const { kind, reasons, text = '', playbook, steps, classification } = one
  const named = (what: string) => [what, playbook?.name].filter(Boolean).join(' · ')
  if (kind === 'firstResponse')
    return (
      <Piece title={t('suggest.firstResponse')} reasons={reasons}>
        <Said ticket={ticket} name={t('suggest.firstResponse')} text={text} />
      </Piece>
    )
  if (kind === 'classification' && classification)
    return (
      <Piece title={t('suggest.classify')} reasons={reasons}>
        <Classify ticket={ticket} one={classification} />
      </Piece>
    )
  if (kind === 'steps' && steps)
    return (
      <Piece title={named(t('suggest.steps'))} reasons={reasons}>
        <Steps steps={steps} />
      </Piece>
    )
  if (kind !== 'guidance') return null
  return (
    <Piece title={named(t('suggest.guidance'))} reasons={reasons}>
      <p className="type-small whitespace-pre-line rounded-control bg-note-tint px-2.5 py-2">{text.trim()}</p>
    </Piece>
  )
}

/** What the workflow suggests for a ticket: to take over or to leave. Nothing is sent by looking at it. */
export function Suggestions({ ticket }: { ticket: Ticket }) {
  const { data } = useQuery(suggestionsQuery(ticket.id))
  const all = (data?.data ?? []).filter(({ kind }) => kind !== 'duplicate' && kind !== 'surge')
  const macros = all.filter(({ kind }) => kind === 'macro')
  if (all.length === 0) return null
  return (
    <section aria-label={t('suggest.title')} className="border-b border-line px-4 pb-[15px] pt-3.5">
      <h3 className="type-micro mb-[9px] flex items-center gap-1.5 text-ink-3">
        <Icon name="bolt" size="xs" /> {t('suggest.title')}
      </h3>
      {all.map((one) => (
        <Suggestion key={`${one.kind} ${one.playbook?.key ?? ''} ${one.macro?.key ?? ''}`} ticket={ticket} one={one} />
      ))}
      {macros.length > 0 && (
        <div className="mt-3 first:mt-0">
          <h4 className="type-meta mb-1 text-ink-3">{t('suggest.macros')}</h4>
          <ul className="grid gap-1.5">
            {macros.map(({ macro, reasons, text = '' }) => (
              <li
                key={macro?.key}
                className="type-small flex items-center gap-2"
                title={`${suggestionWhy(reasons)}\n${text}`}
              >
                <span className="min-w-0 flex-1 truncate">{macro?.name}</span>
                {ticket.can?.reply !== false && <InsertButton ticket={ticket} name={macro?.name ?? ''} text={text} />}
              </li>
            ))}
          </ul>
        </div>
      )}
      <p className="type-meta mt-2.5 text-ink-3">{t('suggest.notSent')}</p>
    </section>
  )
}
