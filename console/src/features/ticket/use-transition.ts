import { useRef, useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ApiProblem } from '@switchyard/sdk'
import type { Ticket, Transition } from '@switchyard/sdk'
import { cacheKeys } from '../../live/cache-keys.ts'
import { showTicketAtOnce } from '../../live/show-at-once.ts'
import { settleReplies } from './outgoing.ts'
import { ticketQuery, transitionTicket } from './queries.ts'
import type { TransitionFacts } from './queries.ts'

export interface PendingTransition {
  transition: Transition
  /** The facts to ask for, by the server's names. */
  missing: string[]
}

/**
 * Moves a ticket: shown at once, taken back when the server refuses. When a guard asks for facts, `pending` says which
 * until they are given or dropped.
 */
export function useTransition(ticket: Ticket) {
  const client = useQueryClient()
  const [pending, setPending] = useState<PendingTransition | null>(null)
  const then = useRef<(() => void) | undefined>(undefined)
  const move = useMutation({
    mutationFn: async (input: { transition: Transition; facts: TransitionFacts }) => {
      const hasSaid = await settleReplies(client, ticket.id)
      // One's own words are no change that somebody else made meanwhile.
      const known = hasSaid ? await client.fetchQuery({ ...ticketQuery(ticket.id), staleTime: 0 }) : ticket
      return transitionTicket({ ticket: known, to: input.transition.to, facts: input.facts })
    },
    onMutate: ({ transition }) => showTicketAtOnce(client, ticket.id, { status: transition.to }),
    onSuccess: (moved) => {
      client.setQueryData(ticketQuery(ticket.id).queryKey, (known) => ({ ...known, ...moved }))
      for (const queryKey of [
        cacheKeys.ticket(ticket.id),
        cacheKeys.timeline(ticket.id),
        cacheKeys.clocks(ticket.id),
        cacheKeys.ticketLists,
        cacheKeys.views,
      ])
        void client.invalidateQueries({ queryKey })
      setPending(null)
      then.current?.()
    },
    onError: (error, { transition }, takeBack) => {
      takeBack?.()
      void client.invalidateQueries({ queryKey: cacheKeys.ticket(ticket.id) })
      const missing = error instanceof ApiProblem ? error.body.missing : undefined
      if (missing && missing.length > 0) setPending({ transition, missing })
    },
  })
  /** `next` is done once it has moved, with whatever facts it asked for on the way. */
  const start = (transition: Transition, next?: () => void) => {
    move.reset()
    then.current = next
    if (transition.missing.length > 0) setPending({ transition, missing: transition.missing })
    else move.mutate({ transition, facts: {} })
  }
  const isGuard = move.error instanceof ApiProblem && move.error.code === 'guard_failed'
  return {
    start,
    pending,
    isMoving: move.isPending,
    error: isGuard && pending !== null ? null : move.error,
    give: (facts: TransitionFacts) => pending && move.mutate({ transition: pending.transition, facts }),
    drop: () => setPending(null),
  }
}

/** The move that "Solve" means: the server names it, with every fact it still asks for on the way. */
export function solvingTransition(ticket: Ticket): Transition | null {
  return ticket.solving ?? null
}
