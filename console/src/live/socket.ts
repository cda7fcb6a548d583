import type { DomainEvent, RealtimePass, ServerFrame } from '@switchyard/sdk'
import { setServerTime } from '../ui/clock.ts'
import { api } from './client.ts'

export type LiveStatus = 'connecting' | 'live' | 'offline'
interface LiveHandlers {
  onEvent: (event: DomainEvent) => void
  /** Everything shown may be old: after a gap that could not be resumed, or on the first connection. */
  onResync: () => void
  onStatus: (status: LiveStatus) => void
}

const firstRetryMs = 500
const longestRetryMs = 30_000
const usualHeartbeatMs = 15_000
const silentBeats = 2.5

/** Doubling wait with jitter (half to the whole), so a returning server is not met by everyone at once. */
export function retryWaitMs(attempt: number, chance: number): number {
  return Math.min(longestRetryMs, firstRetryMs * 2 ** attempt) * (0.5 + chance / 2)
}

const socketAddress = (after: number | null) =>
  `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/v1/realtime${after === null ? '' : `?after=${after}`}`

async function openSocket(after: number | null): Promise<WebSocket | null> {
  const pass = await api.request<RealtimePass>({ method: 'POST', path: '/v1/realtime/passes' }).catch(() => null)
  return pass && new WebSocket(socketAddress(after), ['switchyard.v1', `pass.${pass.pass}`])
}

/** Gives a sign of life at each beat and hangs up on a silent server. */
function startHeart(socket: WebSocket, everyMs: number) {
  let heardAtMs = Date.now()
  const beat = () => {
    if (Date.now() - heardAtMs > everyMs * silentBeats) return socket.close()
    socket.send(JSON.stringify({ type: 'heartbeat' }))
  }
  const timer = setInterval(beat, everyMs)
  beat()
  return {
    heard: () => {
      heardAtMs = Date.now()
    },
    stop: () => clearInterval(timer),
  }
}

/** What one socket says, in order; `position` remembers the last seen event across sockets. */
function listen(socket: WebSocket, position: { seq: number | null }, handlers: LiveHandlers): () => void {
  let heart: ReturnType<typeof startHeart> | undefined
  const onFrame = (frame: ServerFrame) => {
    switch (frame.type) {
      case 'hello':
        heart?.stop()
        heart = startHeart(socket, Math.min(usualHeartbeatMs, frame.heartbeatMs))
        if (position.seq === null) handlers.onResync()
        position.seq ??= frame.seq
        return handlers.onStatus('live')
      case 'event':
        if (position.seq !== null && frame.event.seq <= position.seq) return
        position.seq = frame.event.seq
        return handlers.onEvent(frame.event)
      case 'resync':
        position.seq = frame.seq
        return handlers.onResync()
      case 'beat':
        return setServerTime(Date.parse(frame.at))
      case 'error':
        return socket.close()
    }
  }
  socket.addEventListener('message', (message) => {
    heart?.heard()
    onFrame(JSON.parse(String(message.data)) as ServerFrame)
  })
  return () => heart?.stop()
}

/** Keeps one socket open and resumes after the last seen `seq`. Gives the closer. */
export function openLive(handlers: LiveHandlers): () => void {
  const position: { seq: number | null } = { seq: null }
  const ended = new AbortController()
  let socket: WebSocket | null = null
  let attempt = 0
  let retry: ReturnType<typeof setTimeout> | undefined
  const onStatus = (status: LiveStatus) => {
    if (status === 'live') attempt = 0
    handlers.onStatus(status)
  }
  const later = () => {
    if (ended.signal.aborted) return
    onStatus(attempt === 0 ? 'connecting' : 'offline')
    retry = setTimeout(() => void connect(), retryWaitMs(attempt, Math.random()))
    attempt += 1
  }
  const connect = async () => {
    clearTimeout(retry)
    const opened = await openSocket(position.seq)
    if (ended.signal.aborted) return opened?.close()
    if (opened === null) return later()
    socket = opened
    const stop = listen(opened, position, { ...handlers, onStatus })
    opened.addEventListener('close', () => {
      stop()
      later()
    })
  }
  const onOnline = () => {
    if (socket !== null && socket.readyState <= WebSocket.OPEN) return
    attempt = 0
    void connect()
  }
  window.addEventListener('online', onOnline, { signal: ended.signal })
  window.addEventListener('offline', () => handlers.onStatus('offline'), { signal: ended.signal })
  void connect()
  return () => {
    ended.abort()
    clearTimeout(retry)
    socket?.close()
  }
}
