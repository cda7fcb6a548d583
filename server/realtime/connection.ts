import type { WebSocket } from 'ws'
import { newId } from '../platform/ids.ts'
import type { FrameError, ServerFrame } from './frames.ts'
import type { Visitor } from './visitor.ts'

/** Why a socket is closed by us, as WebSocket close codes have it. */
export const closeCodes = { refused: 1008, failed: 1011, restarting: 1012, tooSlow: 1013 } as const

/** A reader that leaves this much untaken is closed (reliability.md 3.13). */
const sendBufferBytes = 1024 * 1024
/** Replaying waits until this much is left. */
const calmBytes = 64 * 1024
/** Nobody types faster; a customer's page, which may be anybody's, is given less (reliability.md 3.13). */
const framesPerMinute = { desk: 240, customer: 100 } as const
const closeGraceMs = 1_000

/** One open socket of somebody known. */
export interface Connection {
  readonly visitor: Visitor
  /** It is given only what is about this agent; null = all that the visitor may see. */
  readonly aboutAgentId: string | null
  /** Every event up to here was given, or does not concern the visitor. */
  cursor: number
  /** Whether the workspace's stream feeds it; false while it catches up. */
  isLive: boolean
  /** `performance.now()` of the last sign of life. */
  lastSeenAt: number
  isOpen(): boolean
  send(frame: ServerFrame): void
  /** Sends a frame that is already text, so that many readers share the writing of it. */
  sendText(text: string): void
  fail(code: FrameError): void
  /** Settles when the reader has taken nearly everything; false when it went away first. */
  calm(): Promise<boolean>
  ping(): void
  close(code: number, reason: string): void
  /** Counts a frame of the client; false = it sends too many. */
  countFrame(): boolean
}

export function openConnection(socket: WebSocket, visitor: Visitor, aboutAgentId: string | null): Connection {
  let windowStart = performance.now()
  let frames = 0
  const most = visitor.principal.kind === 'customer' ? framesPerMinute.customer : framesPerMinute.desk

  const connection: Connection = {
    visitor,
    aboutAgentId,
    cursor: 0,
    isLive: false,
    lastSeenAt: performance.now(),
    isOpen: () => socket.readyState === socket.OPEN,
    send: (frame) => connection.sendText(JSON.stringify(frame)),
    sendText: (text) => {
      if (!connection.isOpen()) return
      socket.send(text)
      if (socket.bufferedAmount > sendBufferBytes) connection.close(closeCodes.tooSlow, 'too_slow')
    },
    fail: (code) => sendError(socket, code),
    calm: async () => {
      while (connection.isOpen() && socket.bufferedAmount > calmBytes) await taken(socket)
      return connection.isOpen()
    },
    ping: () => {
      if (connection.isOpen()) socket.ping()
    },
    close: (code, reason) => closeSocket(socket, code, reason),
    countFrame: () => {
      const now = performance.now()
      if (now - windowStart >= 60_000) {
        windowStart = now
        frames = 0
      }
      frames += 1
      return frames <= most
    },
  }
  return connection
}

/** Tells a client that something was wrong: a code of the closed list and a number to ask about, never more. */
export function sendError(socket: WebSocket, code: FrameError): void {
  if (socket.readyState !== socket.OPEN) return
  const frame: ServerFrame = { type: 'error', code, requestId: newId() }
  socket.send(JSON.stringify(frame))
}

/** Closes a socket, and cuts it when the other side does not answer: a reader that does not read never would. */
export function closeSocket(socket: WebSocket, code: number, reason: string): void {
  if (socket.readyState === socket.CLOSED) return
  socket.close(code, reason)
  setTimeout(() => socket.terminate(), closeGraceMs).unref()
}

/** Settles when an empty frame written now has left for the network, or when the socket is gone. */
function taken(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    const settle = () => {
      socket.off('close', settle)
      resolve()
    }
    socket.once('close', settle)
    socket.ping('', false, settle)
  })
}
