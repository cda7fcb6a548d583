import { useDeferredValue, useEffect, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { TicketSuggestion } from '@switchyard/sdk'
import { Icon } from '../../../ui/icon.tsx'
import { TicketChoices } from '../../../ui/ticket-choices.tsx'
import type { TicketChoice } from '../../../ui/ticket-choices.tsx'
import { t } from '../../../ui/words/words.ts'
import { beforehandQuery, openTicketsQuery } from './queries.ts'

const restsMs = 250

/** A text once nobody has typed for a moment. */
function useRested(text: string): string {
  const [rested, setRested] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), restsMs)
    return () => clearTimeout(timer)
  }, [text])
  return useDeferredValue(rested)
}

function whyOf({ reasons }: TicketSuggestion): string[] {
  return reasons.map(({ code }) => t(code === 'same_order' ? 'newTicket.sameOrder' : 'newTicket.similar'))
}

interface OpenTicketsProps {
  customer: { id: string; name: string }
  subject: string
  orderId: string
  onChoose: (ticketId: string) => void
}

/** What the customer has open already, those first that tell of what is being written. */
export function OpenTickets({ customer, subject, orderId, onChoose }: OpenTicketsProps) {
  const asked = { issueSummary: useRested(subject.trim()), orderId: useRested(orderId.trim()) || null }
  const open = useQuery(openTicketsQuery(customer.id)).data?.data ?? []
  const alike = useQuery(beforehandQuery(customer.id, asked)).data?.data ?? []
  const similar = alike.flatMap((one): TicketChoice[] =>
    one.ticket === undefined ? [] : [{ ...one.ticket, who: null, why: whyOf(one) }],
  )
  const others = open
    .filter(({ id }) => !similar.some((one) => one.id === id))
    .map(({ id, number, issueSummary, status, createdAt }): TicketChoice => {
      return { id, number, issueSummary, status, createdAt, who: null, why: [] }
    })
  const ones = [...similar, ...others]
  return (
    <div aria-live="polite">
      {ones.length > 0 && (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-1 rounded-card bg-canvas p-2 shadow-[0_0_0_1px_var(--line)]">
          {similar.length > 0 && (
            <p className="type-small flex items-start gap-1.5 px-2 pt-1">
              <Icon name="alert" size="s" tone="mt-[3px] text-near" />
              {t('newTicket.similarCount', { count: similar.length })}
            </p>
          )}
          <TicketChoices title={t('newTicket.open', { name: customer.name })} ones={ones} onChoose={onChoose} />
        </div>
      )}
    </div>
  )
}
