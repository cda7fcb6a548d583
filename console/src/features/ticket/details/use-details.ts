import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import type { Ticket } from '@switchyard/sdk'
import { showTicketAtOnce } from '../../../live/show-at-once.ts'
import { showChange } from '../../../ui/last-change.ts'
import { showToast } from '../../../ui/toasts.tsx'
import { t } from '../../../ui/words/words.ts'
import { patchTicket, ticketQuery } from '../queries.ts'
import { markChanged, oneByOne } from '../use-property.ts'
import { hasStill, reverseOf } from './detail-change.ts'
import type { DetailChange } from './detail-change.ts'

async function takeBack(client: QueryClient, ticket: Ticket, taken: { change: DetailChange; back: DetailChange }) {
  const now = await client.fetchQuery({ ...ticketQuery(ticket.id), staleTime: 0 })
  if (!hasStill(now, taken.change))
    return showToast({ text: t('keys.changedSince', { number: ticket.number }), isFailure: true })
  await patchTicket({ ticket: now, change: taken.back })
  markChanged(client, ticket.id)
}

/**
 * Changes what a ticket is said to be: shown at once, taken back when the server refuses. The way back is told where there
 * is one.
 */
export function useDetails(ticket: Ticket) {
  const client = useQueryClient()
  const { queryKey } = ticketQuery(ticket.id)
  return useMutation({
    scope: oneByOne(ticket.id),
    mutationFn: (change: DetailChange) => patchTicket({ ticket: client.getQueryData(queryKey) ?? ticket, change }),
    onMutate: async (change) => {
      const fields = change.fields === undefined ? {} : { fields: { ...ticket.fields, ...change.fields } }
      return { before: ticket, refuse: await showTicketAtOnce(client, ticket.id, { ...change, ...fields }) }
    },
    onError: (_error, _change, shown) => shown?.refuse(),
    onSuccess: (changed, change, { before }) => {
      client.setQueryData(queryKey, (known) => ({ ...known, ...changed }))
      const { number } = before
      const text = t('details.saved', { number })
      const back = reverseOf(before, change)
      if (back === null) return showToast({ text })
      showChange(text, () => {
        takeBack(client, before, { change, back }).catch(() =>
          showToast({ text: t('keys.notTakenBack', { number }), isFailure: true }),
        )
      })
    },
    onSettled: () => markChanged(client, ticket.id),
  })
}
