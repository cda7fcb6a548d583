import type { QueryClient } from '@tanstack/react-query'
import type { Agent, Listing, Offer } from '@switchyard/sdk'
import type { LiveCache } from './apply-event.ts'
import { cacheKeys } from './cache-keys.ts'
import type { CacheKey } from './cache-keys.ts'

const gatherMs = 200
/** What is found by words follows its event a moment later, and a shared count is up to a second old: asked once more. */
const settleMs = 1_500
const settling: readonly CacheKey[] = [cacheKeys.ticketLists, cacheKeys.viewCounts]

/** The query cache as the live feed writes it. Marks are gathered, so a burst of events asks each shown answer again once. */
export function createLiveCache(client: QueryClient): LiveCache {
  const marked = new Map<string, CacheKey>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let settleTimer: ReturnType<typeof setTimeout> | undefined
  const flush = () => {
    timer = undefined
    const keys = [...marked.values()]
    marked.clear()
    for (const queryKey of keys) void client.invalidateQueries({ queryKey })
    if (!keys.some((key) => settling.includes(key))) return
    clearTimeout(settleTimer)
    settleTimer = setTimeout(() => {
      for (const queryKey of settling) void client.invalidateQueries({ queryKey })
    }, settleMs)
  }
  return {
    stale(...keys) {
      for (const key of keys) marked.set(JSON.stringify(key), key)
      timer ??= setTimeout(flush, gatherMs)
    },
    endOffer(offerId, state) {
      client.setQueryData<Listing<Offer>>(cacheKeys.offers, (known) =>
        known ? { data: known.data.map((offer) => (offer.id === offerId ? { ...offer, state } : offer)) } : known,
      )
    },
    setPresence(agentId, state, reason) {
      client.setQueryData<Agent>(cacheKeys.agent(agentId), (known) =>
        known ? { ...known, presence: { ...known.presence, state, reason } } : known,
      )
    },
  }
}
