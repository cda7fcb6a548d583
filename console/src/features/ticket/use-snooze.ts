import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Ticket } from '@switchyard/sdk'
import { api } from '../../live/client.ts'
import { showChange } from '../../ui/last-change.ts'
import { momentText } from '../../ui/time.ts'
import { showToast } from '../../ui/toasts.tsx'
import { t } from '../../ui/words/words.ts'
import { markChanged } from './use-property.ts'

/** Puts a ticket aside until a time, or (null) takes it up. */
async function putAside(ticketId: string, until: string | null): Promise<void> {
  const path = `/v1/tickets/${ticketId}/snooze`
  await (until === null
    ? api.request({ method: 'DELETE', path })
    : api.request({ method: 'PUT', path, body: { until } }))
}

/** Puts a ticket aside or takes it up; what was done is told with the way back. */
export function useSnooze(ticket: Ticket) {
  const client = useQueryClient()
  const before = ticket.snoozedUntil ?? null
  return useMutation({
    mutationFn: (until: string | null) => putAside(ticket.id, until),
    onError: (error) => showToast({ text: error.message, isFailure: true }),
    onSuccess: (_, until) => {
      markChanged(client, ticket.id)
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
