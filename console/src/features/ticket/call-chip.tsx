import { useQuery } from '@tanstack/react-query'
import type { CallState, PhoneCall } from '@switchyard/sdk'
import { Chip } from '../../ui/chip.tsx'
import { useClock } from '../../ui/clock.ts'
import { shortDuration } from '../../ui/time.ts'
import { t, wordFor } from '../../ui/words/words.ts'
import { callOfTicketQuery } from './queries.ts'

const tones: Partial<Record<CallState, 'accent' | 'near' | 'paused'>> = {
  active: 'accent',
  held: 'paused',
  abandoned: 'near',
}

/** How long it has waited, is talked on, or was: the present stretch of a call. */
function timeOf({ startedAt, answeredAt, endedAt }: PhoneCall, nowMs: number): string {
  return shortDuration((endedAt ? Date.parse(endedAt) : nowMs) - Date.parse(answeredAt ?? startedAt))
}

/** The call of a ticket: its state in words, how long, and who is on the line; the number to dial for a callback. */
export function CallChip({ ticketId }: { ticketId: string }) {
  const { data } = useQuery(callOfTicketQuery(ticketId))
  const call = data?.data[0]
  const time = useClock((nowMs) => (call ? timeOf(call, nowMs) : ''))
  if (!call) return null
  const { callback, from, to } = call
  return (
    <Chip icon="phone" tone={tones[call.state] ?? 'quiet'} title={t('call.label', { from, to })}>
      <span className="tabular-nums">
        {callback
          ? t('call.dial', { number: callback.dial })
          : `${from} · ${wordFor('call.state', call.state)} ${time}`}
      </span>
    </Chip>
  )
}
