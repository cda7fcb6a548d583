import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import type { Ticket } from '@switchyard/sdk'
import { showChange } from '../../../ui/last-change.ts'
import { showToast } from '../../../ui/toasts.tsx'
import { t } from '../../../ui/words/words.ts'
import { patchTicket, ticketQuery } from '../queries.ts'
import { markChanged } from '../use-property.ts'
import { hasStill, reverseOf } from './detail-change.ts'
import type { DetailChange } from './detail-change.ts'

async function takeBack(client: QueryClient, ticket: Ticket, taken: { change: DetailChange; back: DetailChange }) {
  const now = await client.fetchQuery({ ...ticketQuery(ticket.id), staleTime: 0 })
  if (!hasStill(now, taken.change))
    return showToast({ text: t('keys.changedSince', { number: ticket.number }), isFailure: true })
  await patchTicket({ ticket: now, change: taken.back })
  markChanged(client, ticket.id)
}

/** Changes what a ticket is said to be; the way back is told where there is one. */
export function useDetails(ticket: Ticket) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (change: DetailChange) => patchTicket({ ticket, change }),
    onSuccess: (_, change) => {
      markChanged(client, ticket.id)
      const { number } = ticket
      const text = t('details.saved', { number })
      const back = reverseOf(ticket, change)
      if (back === null) return showToast({ text })
      showChange(text, () => {
        takeBack(client, ticket, { change, back }).catch(() =>
          showToast({ text: t('keys.notTakenBack', { number }), isFailure: true }),
        )
      })
    },
  })
}
