import { WebSocket } from 'ws'
import type { PublicEvent } from '../../modules/events/index.ts'
import type { ServerFrame } from '../frames.ts'

export type Frame<Type extends ServerFrame['type']> = Extract<ServerFrame, { type: Type }>

/** A client's socket that keeps what it hears. */
export interface TestSocket {
  readonly socket: WebSocket
  readonly frames: readonly ServerFrame[]
  /** The numbers of the events heard, in the order they came. */
  seqs(): number[]
  /** Waits until a frame of this type has come; gives the first. */
  first<Type extends ServerFrame['type']>(type: Type): Promise<Frame<Type>>
  /** Waits until an event of this type has come; gives the first. */
  event(type: string): Promise<PublicEvent>
  /** Waits until what was heard satisfies the condition. */
  until(condition: () => boolean): Promise<void>
  /** Settles with the code and reason the socket was closed with. */
  readonly closed: Promise<{ code: number; reason: string }>
  send(frame: unknown): void
}

export interface SocketOptions {
  readonly headers?: Record<string, string>
  readonly protocols?: string[]
}

/** Opens a socket; rejects with `status <n>` when the handshake is refused. */
export async function openSocket(
  url: string,
  { headers = {}, protocols = [] }: SocketOptions = {},
): Promise<TestSocket> {
  const socket = new WebSocket(url, protocols, { headers })
  const frames: ServerFrame[] = []
  const waiting = new Set<() => void>()
  const closing = Promise.withResolvers<{ code: number; reason: string }>()
  socket.on('message', (data: Buffer) => {
    frames.push(JSON.parse(data.toString('utf8')) as ServerFrame)
    for (const check of waiting) check()
  })
  socket.on('close', (code, reason) => closing.resolve({ code, reason: reason.toString() }))
  const until = (condition: () => boolean) =>
    new Promise<void>((resolve) => {
      const check = () => {
        if (!condition()) return
        waiting.delete(check)
        resolve()
      }
      waiting.add(check)
      check()
    })
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('unexpected-response', (_request, response) => reject(new Error(`status ${response.statusCode}`)))
    socket.once('error', reject)
  })
  socket.on('error', () => undefined)
  return {
    socket,
    frames,
    until,
    closed: closing.promise,
    seqs: () => frames.flatMap((frame) => (frame.type === 'event' ? [frame.event.seq] : [])),
    first: async <Type extends ServerFrame['type']>(type: Type) => {
      const found = () => frames.find((frame): frame is Frame<Type> => frame.type === type)
      await until(() => found() !== undefined)
      return found() as Frame<Type>
    },
    event: async (type) => {
      const found = () =>
        frames.flatMap((frame) => (frame.type === 'event' ? [frame.event] : [])).find((event) => event.type === type)
      await until(() => found() !== undefined)
      return found() as PublicEvent
    },
    send: (frame) => socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame)),
  }
}
