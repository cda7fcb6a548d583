import { useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { cacheKeys } from '../../live/cache-keys.ts'
import { declineOffer } from './queries.ts'

/**
 * Declines offers: each is away at once, and there again with the reason where that is refused. What was declined stays
 * away, whatever a list that was read before says of it.
 */
export function useDecline() {
  const client = useQueryClient()
  const [away, setAway] = useState<readonly string[]>([])
  const [refusals, setRefusals] = useState<ReadonlyMap<string, Error>>(new Map())
  const { mutate } = useMutation({
    mutationFn: declineOffer,
    onError: (error, { offerId }) => {
      setRefusals((known) => new Map([...known, [offerId, error]]))
      setAway((known) => known.filter((id) => id !== offerId))
    },
    onSettled: () => {
      void client.invalidateQueries({ queryKey: cacheKeys.offers })
      void client.invalidateQueries({ queryKey: cacheKeys.workloads })
    },
  })
  const decline = (input: Parameters<typeof declineOffer>[0]) => {
    setAway((known) => [...known, input.offerId])
    mutate(input)
  }
  return { decline, isAway: (offerId: string) => away.includes(offerId), refusals }
}
