import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import type { Ticket } from '@switchyard/sdk'
import { cacheKeys } from '../../live/cache-keys.ts'
import { showTicketAtOnce } from '../../live/show-at-once.ts'
import { showChange } from '../../ui/last-change.ts'
import { showToast } from '../../ui/toasts.tsx'
import { t } from '../../ui/words/words.ts'
import { patchTicket, ticketQuery } from './queries.ts'
import type { TicketProperties } from './queries.ts'

/** Asks again for whatever shows a property of a ticket. */
export function markChanged(client: QueryClient, ticketId: string): void {
  for (const queryKey of [
    cacheKeys.ticket(ticketId),
    cacheKeys.timeline(ticketId),
    cacheKeys.clocks(ticketId),
    cacheKeys.ticketLists,
    cacheKeys.views,
  ])
    void client.invalidateQueries({ queryKey })
}

const asText = (value: unknown) => JSON.stringify(value)

/** Gives back what a ticket had, unless somebody has changed it since. */
async function takeBack(client: QueryClient, before: Ticket, change: TicketProperties): Promise<void> {
  const names = Object.keys(change) as (keyof TicketProperties)[]
  const now = await client.fetchQuery({ ...ticketQuery(before.id), staleTime: 0 })
  if (names.some((name) => asText(now[name]) !== asText(change[name])))
    return showToast({ text: t('keys.changedSince', { number: before.number }), isFailure: true })
  const had = Object.fromEntries(names.map((name) => [name, before[name]])) as TicketProperties
  await patchTicket({ ticket: now, change: had })
  markChanged(client, before.id)
}

/** Changes of one ticket go one after another, each upon what the one before has made of it. */
export const oneByOne = (ticketId: string) => ({ id: `ticket ${ticketId}` })

/**
 * Changes properties of a ticket: shown at once, taken back when the server refuses. What was changed is told with the way
 * back.
 */
export function useProperty(ticket: Ticket) {
  const client = useQueryClient()
  const { queryKey } = ticketQuery(ticket.id)
  return useMutation({
    scope: oneByOne(ticket.id),
    mutationFn: ({ change }: { change: TicketProperties; text: string }) =>
      patchTicket({ ticket: client.getQueryData(queryKey) ?? ticket, change }),
    onMutate: async ({ change }) => ({ before: ticket, refuse: await showTicketAtOnce(client, ticket.id, change) }),
    onError: (_error, _input, shown) => shown?.refuse(),
    onSuccess: (changed, { change, text }, { before }) => {
      client.setQueryData(queryKey, (known) => ({ ...known, ...changed }))
      showChange(text, () => {
        takeBack(client, before, change).catch(() =>
          showToast({ text: t('keys.notTakenBack', { number: before.number }), isFailure: true }),
        )
      })
    },
    onSettled: () => markChanged(client, ticket.id),
  })
}
