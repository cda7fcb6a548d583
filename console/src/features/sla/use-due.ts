import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import type { ExplainedClock } from '@switchyard/sdk'
import { cacheKeys } from '../../live/cache-keys.ts'
import { api } from '../../live/client.ts'
import { now } from '../../ui/clock.ts'
import { showChange } from '../../ui/last-change.ts'
import { momentText } from '../../ui/time.ts'
import { showToast } from '../../ui/toasts.tsx'
import { t, wordFor } from '../../ui/words/words.ts'

/** A due time set by hand; null = as the policy says. */
export type DueWish = { dueAt: string; reason: string } | null

function setDue(ticketId: string, clockId: string, wish: DueWish): Promise<ExplainedClock> {
  const path = `/v1/tickets/${ticketId}/sla/${clockId}/due`
  return wish === null
    ? api.request<ExplainedClock>({ method: 'DELETE', path })
    : api.request<ExplainedClock>({ method: 'PUT', path, body: wish })
}

function markChanged(client: QueryClient, ticketId: string): Promise<unknown> {
  const { ticket, timeline, clocks, ticketLists } = cacheKeys
  const keys = [ticket(ticketId), timeline(ticketId), clocks(ticketId), ticketLists]
  return Promise.all(keys.map((queryKey) => client.invalidateQueries({ queryKey })))
}

const wishOf = ({ override }: ExplainedClock): DueWish =>
  override === null ? null : { dueAt: override.dueAt, reason: override.reason ?? '' }

/** Sets the due time of a clock by hand, or lets its policy say it again; what was done is told with the way back. */
export function useDue(ticketId: string, clock: ExplainedClock) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (wish: DueWish) => setDue(ticketId, clock.id, wish),
    onSuccess: async ({ dueAt }, wish) => {
      const metric = wordFor('sla.metric', clock.metric)
      const at = dueAt === null ? '' : momentText(dueAt, now())
      showChange(t(wish === null ? 'due.undone' : 'due.done', { metric, at }), () => {
        setDue(ticketId, clock.id, wishOf(clock))
          .then(() => markChanged(client, ticketId))
          .catch((error: Error) => showToast({ text: error.message, isFailure: true }))
      })
      await markChanged(client, ticketId)
    },
  })
}
