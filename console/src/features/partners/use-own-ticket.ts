import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { InfiniteData } from '@tanstack/react-query'
import { ApiProblem } from '@switchyard/sdk'
import type { CursorPage, PartnerTicket, PartnerTicketDetail, PartnerTicketUpdate } from '@switchyard/sdk'
import { cacheKeys } from '../../live/cache-keys.ts'
import { api } from '../../live/client.ts'
import { useMe } from '../../live/me.ts'
import { now } from '../../ui/clock.ts'
import { detailAfter, lineAfter } from './own-ticket-update.ts'
import { say } from './own-ticket-words.ts'
import { ownTicketQuery, ownTicketsQuery } from './queries.ts'

type Pages = InfiniteData<CursorPage<PartnerTicket>>

const withLine = (pages: Pages, id: string, change: (ticket: PartnerTicket) => PartnerTicket): Pages => ({
  ...pages,
  pages: pages.pages.map((page) => ({
    ...page,
    data: page.data.map((ticket) => (ticket.id === id ? change(ticket) : ticket)),
  })),
})

/**
 * Does something about one of the partner's tickets: shown at once, taken back when it is refused. It is meant for the
 * ticket as it is shown: what was changed or said meanwhile is read first. One's own doings go one after another.
 */
export function useOwnTicket({ id, version }: Pick<PartnerTicket, 'id' | 'version'>) {
  const client = useQueryClient()
  const { partner } = useMe()
  const list = ownTicketsQuery.queryKey
  const one = ownTicketQuery(id).queryKey
  const update = useMutation({
    mutationKey: one,
    scope: { id: `own-ticket ${id}` },
    mutationFn: (body: PartnerTicketUpdate) => {
      // What was done before this one has come back by now.
      const known = Math.max(version, client.getQueryData(one)?.version ?? 0)
      return api.request<PartnerTicketDetail>({
        method: 'PATCH',
        path: `/v1/partner/tickets/${id}`,
        body,
        headers: { 'if-match': `"${id}.${known}"` },
      })
    },
    onMutate: async (body) => {
      await Promise.all([list, one].map((queryKey) => client.cancelQueries({ queryKey })))
      const before = { pages: client.getQueryData(list), detail: client.getQueryData(one) }
      const at = new Date(now()).toISOString()
      client.setQueryData(one, (known) => known && detailAfter(known, body, { partner, at }))
      client.setQueryData(list, (known) => known && withLine(known, id, (ticket) => lineAfter(ticket, body)))
      return before
    },
    onError: (_error, _body, before) => {
      client.setQueryData(one, before?.detail)
      client.setQueryData(list, before?.pages)
    },
    onSuccess: ({ messages, ...line }) => {
      client.setQueryData(one, { ...line, messages })
      client.setQueryData(list, (known) => known && withLine(known, id, () => line))
    },
    // Read while another is on its way, the ticket would be shown without it.
    onSettled: () => {
      if (client.isMutating({ mutationKey: one }) === 1) void client.invalidateQueries({ queryKey: cacheKeys.partners })
    },
  })
  const isMeanwhile = update.error instanceof ApiProblem && update.error.status === 412
  return {
    mutate: update.mutate,
    mutateAsync: update.mutateAsync,
    isPending: update.isPending,
    isSuccess: update.isSuccess,
    /** Why it was refused, in words. */
    error: isMeanwhile ? new Error(say('meanwhile')) : update.error,
  }
}
