import type { ChatSign, DomainEvent, DraftSign, ServerFrame, TicketViewer, ViewersSign } from './events.ts'

export type LiveStatus = 'connecting' | 'live' | 'offline'
export interface FollowHandlers {
  onEvent: (event: DomainEvent) => void
  /** Everything known may be old: after a gap that could not be resumed, or on the first connection. */
  onResync: () => void
  onStatus: (status: LiveStatus) => void
  /** Of a socket about oneself: others did something; what is shown of them may be read again within this time. */
  onStir?: (withinMs: number) => void
  /** Of the moment, in a chat that is watched. */
  onChat?: (sign: ChatSign) => void
  /** Who else is at the ticket that one looks at. */
  onViewers?: (sign: ViewersSign) => void
  /** What became of a draft on that ticket. */
  onDraft?: (sign: DraftSign) => void
  /** The server's time, told every few seconds. */
  onBeat?: (at: string) => void
}
export interface Following {
  /** The network is back: connects at once where it would wait, and is live again where it is connected still. */
  hurry: () => void
  /** Names the chats that are before somebody: of those it is told who types and who has read. The last word counts. */
  watch: (chatIds: readonly string[]) => void
  /** Names the ticket that is before somebody (null = none), and what they write there: again every few seconds meanwhile. */
  look: (ticketId: string | null, writing: TicketViewer['writing']) => void
  close: () => void
}
/** Opens a socket that begins after `after`, or with what happens next; null = it could not be tried. */
export type OpenSocket = (after: number | null) => Promise<WebSocket | null>

const firstRetryMs = 500
const longestRetryMs = 30_000
const usualHeartbeatMs = 15_000
const silentBeats = 2.5

/** Doubling wait with jitter (half to the whole), so a returning server is not met by everyone at once. */
export function retryWaitMs(attempt: number, chance: number): number {
  return Math.min(longestRetryMs, firstRetryMs * 2 ** attempt) * (0.5 + chance / 2)
}

/** `http://desk.example.com` -> `ws://desk.example.com/v1/realtime?after=7`; about oneself alone with `about=me`. */
export function realtimeAddress(baseUrl: string, after: number | null, isAboutMe = false): string {
  const query = new URLSearchParams({
    ...(isAboutMe ? { about: 'me' } : {}),
    ...(after === null ? {} : { after: String(after) }),
  })
  return `${baseUrl.replace(/^http/, 'ws')}/v1/realtime${query.size === 0 ? '' : `?${query.toString()}`}`
}

/** Opens sockets for a program, which proves itself by its service token. */
export function socketsOfToken({ baseUrl, token }: { baseUrl: string; token: string }): OpenSocket {
  return (after) => {
    const socket = new WebSocket(realtimeAddress(baseUrl, after), ['switchyard.v1'])
    socket.addEventListener('open', () => socket.send(JSON.stringify({ type: 'authenticate', token })))
    return Promise.resolve(socket)
  }
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
function listen(socket: WebSocket, position: { seq: number | null }, handlers: FollowHandlers): () => void {
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
      case 'stir':
        position.seq = Math.max(position.seq ?? 0, frame.seq)
        return handlers.onStir?.(frame.withinMs)
      case 'chat':
        return handlers.onChat?.(frame)
      case 'viewers':
        return handlers.onViewers?.(frame)
      case 'draft':
        return handlers.onDraft?.(frame)
      case 'beat':
        return handlers.onBeat?.(frame.at)
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

/** Follows the event log by one socket, which is opened again whenever it ends and resumes after the last seen `seq`. */
export function followEvents(open: OpenSocket, handlers: FollowHandlers): Following {
  const position: { seq: number | null } = { seq: null }
  let isClosed = false
  let socket: WebSocket | null = null
  let attempt = 0
  let retry: ReturnType<typeof setTimeout> | undefined
  let watched: readonly string[] = []
  let looked: { ticket: string | null; writing: TicketViewer['writing'] } = { ticket: null, writing: null }
  const say = (frame: object) => {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame))
  }
  const tellWatched = () => say({ type: 'watch', chats: watched })
  const onStatus = (status: LiveStatus) => {
    if (status === 'live') {
      attempt = 0
      if (watched.length > 0) tellWatched()
      if (looked.ticket !== null) say({ type: 'look', ...looked })
    }
    handlers.onStatus(status)
  }
  const later = () => {
    if (isClosed) return
    onStatus(attempt === 0 ? 'connecting' : 'offline')
    retry = setTimeout(() => void connect(), retryWaitMs(attempt, Math.random()))
    attempt += 1
  }
  const connect = async () => {
    clearTimeout(retry)
    const opened = await open(position.seq)
    if (isClosed) return opened?.close()
    // One that was refused at once has told so before anybody could listen.
    if (opened === null || opened.readyState === WebSocket.CLOSED) return later()
    socket = opened
    const stop = listen(opened, position, { ...handlers, onStatus })
    opened.addEventListener('close', () => {
      stop()
      later()
    })
  }
  void connect()
  return {
    hurry: () => {
      // One that outlived the gap goes on; whether the server is there its silence will tell.
      if (socket?.readyState === WebSocket.OPEN) return onStatus('live')
      if (socket?.readyState === WebSocket.CONNECTING) return
      attempt = 0
      void connect()
    },
    watch: (chatIds) => {
      watched = chatIds
      tellWatched()
    },
    look: (ticket, writing) => {
      looked = { ticket, writing }
      say({ type: 'look', ...looked })
    },
    close: () => {
      isClosed = true
      clearTimeout(retry)
      socket?.close()
    },
  }
}
