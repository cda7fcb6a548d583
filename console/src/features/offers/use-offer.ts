import { useEffect, useRef, useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Offer } from '@switchyard/sdk'
import { cacheKeys } from '../../live/cache-keys.ts'
import { now, useClock } from '../../ui/clock.ts'
import { offerStage } from './offer-stage.ts'
import { acceptOffer, offersQuery } from './queries.ts'
import { useDecline } from './use-decline.ts'

const lingerMs = 4000

/**
 * The offer on screen: the oldest pending one, kept a moment after its end so the end can be read. Accepted, its work is
 * opened at once; whoever does not get it is led back, and reads why. Declined, it is away at once.
 */
export function useOffer(open: (offer: Offer) => () => void) {
  const client = useQueryClient()
  const { data } = useQuery(offersQuery)
  const [shown, setShown] = useState<Offer | null>(null)
  const firstSeenMs = useRef(0)
  const known = shown === null ? undefined : data?.data.find((offer) => offer.id === shown.id)
  /** Answered: it is pending no longer, whatever the cached list still says. */
  const leave = (answered: Offer) => {
    client.setQueryData(offersQuery.queryKey, (list) =>
      list ? { data: list.data.filter((offer) => offer.id !== answered.id) } : list,
    )
    setShown(null)
  }
  const accept = useMutation({
    mutationFn: ({ id }: Offer) => acceptOffer(id),
    onMutate: (offer) => open(offer),
    onError: (_error, _offer, leadBack) => leadBack?.(),
    onSuccess: (offer) => {
      leave(offer)
      for (const queryKey of [
        cacheKeys.offers,
        cacheKeys.ticketLists,
        cacheKeys.views,
        cacheKeys.workloads,
        cacheKeys.ticket(offer.ticketId),
      ])
        void client.invalidateQueries({ queryKey })
    },
  })
  const { decline, isAway, refusals } = useDecline()
  const pending = data?.data.find((offer) => offer.state === 'pending' && !isAway(offer.id))
  useEffect(() => {
    if (shown !== null || !pending) return
    firstSeenMs.current = now()
    accept.reset()
    setShown(pending)
  }, [shown, pending, accept])
  const current = known ?? shown
  const isOver = useClock((nowMs) => current !== null && Date.parse(current.expiresAt) <= nowMs)
  const stage =
    current === null
      ? null
      : offerStage({ offer: current, isAccepting: accept.isPending, error: accept.error, leftMs: isOver ? 0 : 1 })
  const isEnded = stage !== null && ['taken', 'expired', 'revoked'].includes(stage.name)
  useEffect(() => {
    if (!isEnded) return
    const timer = setTimeout(() => {
      setShown(null)
      void client.invalidateQueries({ queryKey: cacheKeys.offers })
    }, lingerMs)
    return () => clearTimeout(timer)
  }, [isEnded, client])
  const wholeMs =
    current === null
      ? 0
      : Date.parse(current.expiresAt) - (current.createdAt ? Date.parse(current.createdAt) : firstSeenMs.current)
  const declineFor = (reason: string) => {
    if (current === null) return
    decline({ offerId: current.id, reason })
    setShown(null)
  }
  const refusal = current === null ? undefined : refusals.get(current.id)
  return { offer: current, stage, wholeMs, accept, decline: declineFor, refusal }
}
