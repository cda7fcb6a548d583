import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import type { ExplainedClock, Ticket } from '@switchyard/sdk'
import { cacheKeys } from '../../live/cache-keys.ts'
import { api } from '../../live/client.ts'
import { useMe } from '../../live/me.ts'
import { showAtOnce, showTicketAtOnce } from '../../live/show-at-once.ts'
import { now } from '../../ui/clock.ts'
import { showChange } from '../../ui/last-change.ts'
import { momentText } from '../../ui/time.ts'
import { showToast } from '../../ui/toasts.tsx'
import { t, wordFor } from '../../ui/words/words.ts'

/** A due time set by hand; null = as the policy says. */
export type DueWish = { dueAt: string; reason: string } | null
type Override = NonNullable<ExplainedClock['override']>

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

type Known = { clocks: ExplainedClock[] }

/**
 * Shows a due time by hand at once, in the clock's story and on the chips of its ticket; gives the way to take it back. When
 * the policy says it is due again, only the server knows.
 */
async function showDue(
  client: QueryClient,
  ticketId: string,
  { clock, wish, by }: { clock: ExplainedClock; wish: DueWish; by: Override['by'] },
): Promise<() => void> {
  const patch =
    wish === null ? { override: null } : { dueAt: wish.dueAt, override: { ...wish, by, at: new Date().toISOString() } }
  const hide = await showAtOnce<Known>(client, { queryKey: cacheKeys.clocks(ticketId) }, ({ clocks }) => ({
    clocks: clocks.map((one) => (one.id === clock.id ? { ...one, ...patch } : one)),
  }))
  const sla = client.getQueryData<Ticket>(cacheKeys.ticket(ticketId))?.sla
  const chip = sla?.[clock.metric]
  if (wish === null || !sla || !chip) return hide
  const changed = { ...sla, [clock.metric]: { ...chip, dueAt: wish.dueAt } }
  const hideChip = await showTicketAtOnce(client, ticketId, { sla: changed })
  return () => {
    hideChip()
    hide()
  }
}

/**
 * Sets the due time of a clock by hand, or lets its policy say it again: shown at once, and as it was where that is refused.
 * What was done is told with the way back.
 */
export function useDue(ticketId: string, clock: ExplainedClock) {
  const client = useQueryClient()
  const { member, user } = useMe()
  const by = { kind: 'member', id: member.id, name: user.name }
  return useMutation({
    mutationFn: (wish: DueWish) => setDue(ticketId, clock.id, wish),
    onMutate: (wish) => showDue(client, ticketId, { clock, wish, by }),
    onError: (_error, _wish, takeBack) => takeBack?.(),
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
