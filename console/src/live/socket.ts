import { type FollowHandlers, followEvents, type Following, type RealtimePass, realtimeAddress } from '@switchyard/sdk'
import { setServerTime } from '../ui/clock.ts'
import { api } from './client.ts'

export type { LiveStatus } from '@switchyard/sdk'

async function openSocket(after: number | null, isAboutMe: boolean): Promise<WebSocket | null> {
  const pass = await api.request<RealtimePass>({ method: 'POST', path: '/v1/realtime/passes' }).catch(() => null)
  return (
    pass && new WebSocket(realtimeAddress(location.origin, after, isAboutMe), ['switchyard.v1', `pass.${pass.pass}`])
  )
}

/**
 * Keeps one socket open, about everything or about this agent alone, resumes after the last seen `seq` and minds the
 * browser's network. Gives the closer, and the ways to name the chats and the ticket one has before one.
 */
export function openLive(
  handlers: Omit<FollowHandlers, 'onBeat'>,
  isAboutMe: boolean,
): Pick<Following, 'watch' | 'look' | 'close'> {
  const following = followEvents((after) => openSocket(after, isAboutMe), {
    ...handlers,
    onBeat: (at) => setServerTime(Date.parse(at)),
  })
  const ended = new AbortController()
  window.addEventListener('online', following.hurry, { signal: ended.signal })
  window.addEventListener('offline', () => handlers.onStatus('offline'), { signal: ended.signal })
  return {
    watch: following.watch,
    look: following.look,
    close: () => {
      ended.abort()
      following.close()
    },
  }
}
