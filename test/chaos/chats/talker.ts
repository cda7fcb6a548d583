import { WebSocket } from 'ws'

/** What one page has heard and said; kept over every loss of its socket. */
export interface Talker {
  /** Number of each message heard -> its clientId, or what was heard instead of the next number. */
  readonly heard: (string | null)[]
  /** By clientId: the number it was acknowledged with. */
  readonly acked: ReadonlyMap<string, number>
  /** What does not belong: a number out of turn, a message of another chat, a refusal. */
  readonly faults: readonly string[]
  isOpen(): boolean
  /** Says something until it is acknowledged. */
  say(clientId: string): void
  /** What was said and not yet acknowledged. */
  unacked(): number
  end(): void
}

const firstPauseMs = 100
const longestPauseMs = 2_000

/**
 * A page of a chat as the contract asks for it: it comes back after each loss from the last number it has, and says again
 * what was not acknowledged, under the same id.
 */
export function startTalker(chat: { readonly id: string; readonly url: string; readonly token: string }): Talker {
  const heard: (string | null)[] = []
  const acked = new Map<string, number>()
  const waiting = new Set<string>()
  const faults: string[] = []
  let socket: WebSocket | null = null
  let isReady = false
  let isEnded = false
  let tries = 0

  const send = (clientId: string) => socket?.send(JSON.stringify({ type: 'message', clientId, body: clientId }))

  function connect(): void {
    if (isEnded) return
    const own = new WebSocket(`${chat.url}?after=${heard.length}`, ['switchyard.v1', `bearer.${chat.token}`], {
      perMessageDeflate: false,
    })
    socket = own
    own.on('error', () => {})
    own.on('close', () => {
      isReady = false
      const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** tries++) * (0.5 + Math.random())
      if (!isEnded) setTimeout(connect, pauseMs).unref()
    })
    own.on('message', (data: Buffer) => take(JSON.parse(data.toString('utf8')) as Frame))
  }

  function take(frame: Frame): void {
    if (frame.type === 'hello') {
      isReady = true
      tries = 0
      for (const clientId of waiting) send(clientId)
    } else if (frame.type === 'message') {
      const { seq, clientId, chatId } = frame.message
      if (chatId !== chat.id) faults.push(`message of ${chatId}`)
      if (seq === heard.length + 1) heard.push(clientId)
      else faults.push(`${seq} after ${heard.length}`)
    } else if (frame.type === 'ack') {
      const before = acked.get(frame.clientId)
      if (before !== undefined && before !== frame.seq) faults.push(`${frame.clientId} is ${before} and ${frame.seq}`)
      acked.set(frame.clientId, frame.seq)
      waiting.delete(frame.clientId)
    } else if (frame.type === 'error') {
      // While the database is away it is to be said again; anything else is no answer to what a page says.
      if (frame.code !== 'unavailable') faults.push(JSON.stringify(frame))
      else if (waiting.has(frame.clientId ?? '')) setTimeout(() => send(frame.clientId ?? ''), longestPauseMs).unref()
    }
  }

  connect()
  return {
    heard,
    acked,
    faults,
    isOpen: () => isReady,
    say: (clientId) => {
      waiting.add(clientId)
      if (isReady) send(clientId)
    },
    unacked: () => waiting.size,
    end: () => {
      isEnded = true
      socket?.terminate()
    },
  }
}

type Frame =
  | { readonly type: 'hello' | 'state' | 'position' | 'typing' | 'read' }
  | {
      readonly type: 'message'
      readonly message: { readonly seq: number; readonly clientId: string | null; readonly chatId: string }
    }
  | { readonly type: 'ack'; readonly clientId: string; readonly seq: number }
  | { readonly type: 'error'; readonly code: string; readonly clientId?: string }
