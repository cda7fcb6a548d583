import { useCallback, useState } from 'react'
import type { DomainEvent } from '@switchyard/sdk'
import { useLiveEvents } from '../../live/live-status.ts'

interface StepTimes {
  availableAt: string | null
  requestedAt: string | null
  acceptedAt: string | null
}

/** Ticks the three steps from the event log itself: presence, a created ticket, an accepted offer. */
export function useSteps(agentId: string, availableSince: string | null): StepTimes {
  const [times, setTimes] = useState<StepTimes>({ availableAt: null, requestedAt: null, acceptedAt: null })
  const onEvent = useCallback(
    (event: DomainEvent) => {
      if (event.type === 'ticket.created')
        setTimes((known) => ({ ...known, requestedAt: known.requestedAt ?? event.at }))
      if (event.type === 'offer.accepted') setTimes((known) => ({ ...known, acceptedAt: known.acceptedAt ?? event.at }))
      if (event.type === 'agent.presence_changed' && event.subject.id === agentId && event.data.to === 'available')
        setTimes((known) => ({ ...known, availableAt: event.at }))
    },
    [agentId],
  )
  useLiveEvents(onEvent)
  return { ...times, availableAt: availableSince === null ? null : (times.availableAt ?? availableSince) }
}
