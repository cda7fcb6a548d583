import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Ticket } from '@switchyard/sdk'
import { api } from '../../live/client.ts'
import { showTicketAtOnce } from '../../live/show-at-once.ts'
import { showChange } from '../../ui/last-change.ts'
import { momentText } from '../../ui/time.ts'
import { showToast } from '../../ui/toasts.tsx'
import { t } from '../../ui/words/words.ts'
import { markChanged, oneByOne } from './use-property.ts'

/** Puts a ticket aside until a time, or (null) takes it up. */
async function putAside(ticketId: string, until: string | null): Promise<void> {
  const path = `/v1/tickets/${ticketId}/snooze`
  await (until === null
    ? api.request({ method: 'DELETE', path })
    : api.request({ method: 'PUT', path, body: { until } }))
}

/** Puts a ticket aside or takes it up: shown at once, taken back when the server refuses, told with the way back. */
export function useSnooze(ticket: Ticket) {
  const client = useQueryClient()
  return useMutation({
    scope: oneByOne(ticket.id),
    mutationFn: (until: string | null) => putAside(ticket.id, until),
    onMutate: async (until) => ({
      before: ticket.snoozedUntil ?? null,
      refuse: await showTicketAtOnce(client, ticket.id, { snoozedUntil: until }),
    }),
    onError: (error, _until, shown) => {
      shown?.refuse()
      showToast({ text: error.message, isFailure: true })
    },
    onSettled: () => markChanged(client, ticket.id),
    onSuccess: (_, until, { before }) => {
      const { number } = ticket
      const text =
        until === null
          ? t('snooze.woken', { number })
          : t('snooze.done', { number, time: momentText(until, Date.now()) })
      showChange(text, () => {
        putAside(ticket.id, before)
          .then(() => markChanged(client, ticket.id))
          .catch(() => showToast({ text: t('keys.notTakenBack', { number }), isFailure: true }))
      })
    },
  })
}
