import { useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ApiProblem } from '@switchyard/sdk'
import type { Listing, Ticket, TicketLink } from '@switchyard/sdk'
import { cacheKeys } from '../../live/cache-keys.ts'
import { showAtOnce } from '../../live/show-at-once.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { ProblemLine } from '../../ui/states.tsx'
import { t, wordFor } from '../../ui/words/words.ts'
import { addLink, linksQuery, removeLink, ticketOfNumber } from './beside-queries.ts'

/** Kinds that people say; the others come of what they do. */
const kinds = ['related', 'duplicate', 'blocked_by', 'parent', 'caused_by'] as const

const showLinks = (client: QueryClient, ticketId: string, change: (known: TicketLink[]) => TicketLink[]) =>
  showAtOnce<Listing<TicketLink>>(client, { queryKey: cacheKeys.linksOf(ticketId) }, ({ data }) => ({
    data: change(data),
  }))

/** A link on its way, which cannot be taken away yet. */
const unsent = { id: 'unsent', direction: 'outgoing' } as const

function AddLink({ ticketId, onAdded }: { ticketId: string; onAdded: () => void }) {
  const client = useQueryClient()
  const [kind, setKind] = useState<TicketLink['kind']>('related')
  const [number, setNumber] = useState('')
  const add = useMutation({
    // Which ticket it is only the server knows; from there on the link is shown, until it is refused.
    mutationFn: async () => {
      const other = await ticketOfNumber(number)
      const link = { ...unsent, kind, ticket: other, createdAt: new Date().toISOString() }
      const takeBack = await showLinks(client, ticketId, (known) => [...known, link])
      return addLink({ ticketId, kind, otherId: other.id }).catch((error: unknown) => {
        takeBack()
        throw error
      })
    },
    onSuccess: onAdded,
  })
  const isAbsent = add.error instanceof ApiProblem && add.error.status === 404
  return (
    <form
      className="mt-1.5 grid gap-1.5"
      onSubmit={(event) => {
        event.preventDefault()
        if (number !== '') add.mutate()
      }}
    >
      <div className="flex gap-1.5">
        <select
          aria-label={t('links.kind')}
          className="field !h-7 min-w-0 flex-1 text-[12.5px]"
          value={kind}
          onChange={(event) => setKind(event.target.value as TicketLink['kind'])}
        >
          {kinds.map((known) => (
            <option key={known} value={known}>
              {t(`link.outgoing.${known}`)}
            </option>
          ))}
        </select>
        <input
          aria-label={t('links.number')}
          placeholder="#"
          inputMode="numeric"
          autoFocus
          className="field num !h-7 w-20 text-[12.5px]"
          value={number}
          onChange={(event) => setNumber(event.target.value.replace(/\D/g, ''))}
        />
        <Button type="submit" small busy={add.isPending} disabled={number === ''}>
          {t('links.add')}
        </Button>
      </div>
      {isAbsent && (
        <p role="alert" className="text-[12.5px] text-breach-ink">
          {t('links.unknown', { number })}
        </p>
      )}
      {add.error && !isAbsent && <ProblemLine error={add.error} />}
    </form>
  )
}

function LinkRow({ link, mayChange, onRemove }: { link: TicketLink; mayChange: boolean; onRemove: () => void }) {
  const isOver = link.ticket.statusCategory === 'solved' || link.ticket.statusCategory === 'closed'
  return (
    <li className="group/row flex min-h-10 items-center gap-2 text-[12.5px]/[18px]">
      <Icon
        name={isOver ? 'check-circle' : 'circle'}
        size="s"
        tone={isOver ? 'text-met' : 'text-ink-3'}
        label={wordFor('status', link.ticket.status)}
      />
      <Link
        to="/tickets/$ticketId"
        params={{ ticketId: link.ticket.id }}
        className="min-w-0 flex-1 rounded-chip hover:bg-hover"
      >
        <span className="block text-[11.5px]/[15px] text-ink-3">
          {t(`link.${link.direction}.${link.kind}`)} <span className="num">#{link.ticket.number}</span>
        </span>
        <span className="block truncate">
          <bdi>{link.ticket.issueSummary}</bdi>
        </span>
      </Link>
      {mayChange && link.id !== unsent.id && (
        <IconButton
          small
          icon="x"
          className="opacity-0 focus-visible:opacity-100 group-hover/row:opacity-100 max-pane:opacity-100"
          label={t('links.remove', { number: `#${link.ticket.number}` })}
          onClick={onRemove}
        />
      )}
    </li>
  )
}

/** The tickets a ticket belongs to, seen from it, and a way to say so of another. */
export function LinkedTickets({ ticket }: { ticket: Ticket }) {
  const client = useQueryClient()
  const [isAdding, setAdding] = useState(false)
  const { data } = useQuery(linksQuery(ticket.id))
  const links = data?.data ?? []
  const mayChange = ticket.can?.transition !== false
  const changed = () => {
    setAdding(false)
    void client.invalidateQueries({ queryKey: cacheKeys.linksOf(ticket.id) })
  }
  const remove = useMutation({
    mutationFn: (link: TicketLink) => removeLink({ ticketId: ticket.id, link }),
    onMutate: (link) => showLinks(client, ticket.id, (known) => known.filter(({ id }) => id !== link.id)),
    onError: (_error, _link, takeBack) => takeBack?.(),
    onSuccess: changed,
  })
  return (
    <>
      <h3 className="type-micro mb-1 flex h-6 items-center text-ink-3">
        {t('links.title')}
        {mayChange && (
          <IconButton
            small
            icon="link"
            className="ms-auto"
            label={t('links.add')}
            aria-expanded={isAdding}
            onClick={() => setAdding(!isAdding)}
          />
        )}
      </h3>
      {links.length === 0 && !isAdding && <p className="text-[12.5px]/[18px] text-ink-3">{t('links.none')}</p>}
      <ul>
        {links.map((link) => (
          <LinkRow key={link.id} link={link} mayChange={mayChange} onRemove={() => remove.mutate(link)} />
        ))}
      </ul>
      {isAdding && <AddLink ticketId={ticket.id} onAdded={changed} />}
      {remove.error && <ProblemLine error={remove.error} />}
    </>
  )
}
