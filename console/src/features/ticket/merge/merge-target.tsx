import { useDeferredValue, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { Ticket } from '@switchyard/sdk'
import { foundTicketsQuery } from '../../../live/find-tickets.ts'
import { SearchField } from '../../../ui/search-field.tsx'
import { Bones, ProblemLine } from '../../../ui/states.tsx'
import { TicketChoices } from '../../../ui/ticket-choices.tsx'
import type { TicketChoice } from '../../../ui/ticket-choices.tsx'
import { t } from '../../../ui/words/words.ts'
import { duplicateWhy } from './duplicate-why.ts'
import { duplicatesQuery } from './merge-calls.ts'

/** Finds the ticket that this one goes on in: likely duplicates first, with why; any other by number or words. */
export function MergeTarget({ ticket, onChoose }: { ticket: Ticket; onChoose: (id: string) => void }) {
  const [typed, setTyped] = useState('')
  const asked = useDeferredValue(typed)
  const duplicates = useQuery(duplicatesQuery(ticket.id))
  const found = useQuery(foundTicketsQuery(asked))
  const suggested = (duplicates.data?.data ?? []).map(({ ticket: other, reasons }): TicketChoice => ({
    ...other,
    who: null,
    why: duplicateWhy({ reasons }),
  }))
  const isTyped = asked.trim().length >= 2
  const others = (found.data?.data ?? [])
    .filter(({ id }) => id !== ticket.id)
    .map((other): TicketChoice => ({
      ...other,
      who: other.customer.name ?? other.customer.externalId,
      why: other.customer.id === ticket.customer.id ? [t('merge.sameCustomer')] : [],
    }))
  return (
    <div className="grid gap-3 p-4">
      <p className="text-ink-2">{t('merge.lead', { number: ticket.number })}</p>
      <SearchField label={t('merge.find')} hint={t('merge.findHint')} value={typed} onChange={setTyped} />
      <div className="min-h-40">
        {!isTyped && suggested.length > 0 && (
          <TicketChoices title={t('merge.suggested')} ones={suggested} onChoose={onChoose} />
        )}
        {!isTyped && duplicates.isPending && <Bones rows={['h-9', 'h-9']} />}
        {!isTyped && duplicates.data && suggested.length === 0 && (
          <p className="px-2 text-ink-3">{t('merge.noneSuggested')}</p>
        )}
        {isTyped && others.length > 0 && <TicketChoices title={t('merge.found')} ones={others} onChoose={onChoose} />}
        {isTyped && found.data && others.length === 0 && <p className="px-2 text-ink-3">{t('merge.noneFound')}</p>}
        {isTyped && found.error && <ProblemLine error={found.error} />}
      </div>
    </div>
  )
}
