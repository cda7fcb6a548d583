import { useEffect, useSyncExternalStore } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import type { DomainEvent, Me } from '@switchyard/sdk'
import { applyEvent } from './apply-event.ts'
import { carryWatches, noteSaid, noteTyping } from './chat-signs.ts'
import { carryLooks, forgetViewers, noteDraft, noteViewers } from './ticket-viewers.ts'
import { cacheKeys } from './cache-keys.ts'
import { createLiveCache } from './live-cache.ts'
import { useMe } from './me.ts'
import { openLive } from './socket.ts'
import type { LiveStatus } from './socket.ts'

let status: LiveStatus = 'connecting'
const statusListeners = new Set<() => void>()
const eventListeners = new Set<(event: DomainEvent) => void>()

function setStatus(next: LiveStatus): void {
  status = next
  if (next !== 'live') forgetViewers()
  for (const listener of statusListeners) listener()
}

/** `live`, `connecting` (first seconds of a gap) or `offline`. */
export function useLiveStatus(): LiveStatus {
  return useSyncExternalStore(
    (listener) => {
      statusListeners.add(listener)
      return () => statusListeners.delete(listener)
    },
    () => status,
  )
}

/** Hears every event of the log while the component is shown. */
export function useLiveEvents(onEvent: (event: DomainEvent) => void): void {
  useEffect(() => {
    eventListeners.add(onEvent)
    return () => {
      eventListeners.delete(onEvent)
    }
  }, [onEvent])
}

/** Who supervises sees others at work and is told of everything; an agent only of what is about itself. */
const isAboutMe = ({ agent, permissions }: Me) => agent !== null && !permissions.includes('agents:act')

/** Opens the one socket of the app and feeds the query cache from it. */
export function useLiveFeed(): void {
  const client = useQueryClient()
  const me = useMe()
  const agentId = me.agent?.id ?? null
  const isNarrow = isAboutMe(me)
  useEffect(() => {
    const cache = createLiveCache(client)
    let stirred: ReturnType<typeof setTimeout> | undefined
    const readOthers = () => {
      stirred = undefined
      cache.staleOthers(agentId)
    }
    const live = openLive(
      {
        onStatus: setStatus,
        onResync: () => void client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== cacheKeys.me[0] }),
        onEvent: (event) => {
          applyEvent(event, cache)
          if (typeof event.data.chatId === 'string') noteSaid(event.data.chatId)
          for (const listener of eventListeners) listener(event)
        },
        onChat: (sign) => {
          if (sign.kind === 'read') cache.readChat(sign)
          else noteTyping(sign)
        },
        onViewers: noteViewers,
        onDraft: noteDraft,
        onStir: (withinMs) => {
          stirred ??= setTimeout(readOthers, Math.random() * withinMs)
        },
      },
      isNarrow,
    )
    carryWatches(live.watch)
    carryLooks(live.look)
    return () => {
      carryWatches(null)
      carryLooks(null)
      clearTimeout(stirred)
      live.close()
    }
  }, [client, agentId, isNarrow])
}
