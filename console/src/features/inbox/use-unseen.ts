import { useEffect, useMemo, useState } from 'react'
import { now } from '../../ui/clock.ts'
import { markSeen, seenAt } from './seen.ts'

/** From when somebody last looked until they looked again. */
export interface Unseen {
  from: string
  to: string
}

/** What comes while a ticket is being opened is new too; the server's time is not known to the instant either. */
const openingMs = 2_000

const instant = (laterMs = 0) => new Date(now() + laterMs).toISOString()

/** The time in which nobody looked at a ticket here, which is before somebody now; null when it is seen for the first time. */
export function useUnseen(ticketId: string): Unseen | null {
  const before = useMemo(() => {
    const from = seenAt(ticketId)
    return from === null ? null : { from, to: instant(openingMs) }
  }, [ticketId])
  const [away, setAway] = useState<(Unseen & { ticketId: string }) | null>(null)
  useEffect(() => {
    let leftAt: string | null = null
    const mark = () => {
      const at = instant()
      markSeen(ticketId, at)
      return at
    }
    const turn = () => {
      if (document.visibilityState === 'hidden') leftAt = mark()
      else if (leftAt !== null) {
        mark()
        setAway({ ticketId, from: leftAt, to: instant(openingMs) })
      }
    }
    mark()
    document.addEventListener('visibilitychange', turn)
    return () => {
      document.removeEventListener('visibilitychange', turn)
      mark()
    }
  }, [ticketId])
  return away?.ticketId === ticketId ? away : before
}
