import { openSocket, type SocketOptions } from '../../testing/test-socket.ts'

/** A frame as it came. */
export type ChatFrame = { readonly type: string } & Readonly<Record<string, unknown>>

/** A client's socket of a chat that keeps what it hears. */
export interface ChatSocket {
  readonly closed: Promise<{ code: number; reason: string }>
  readonly protocol: string
  ofType(type: string): ChatFrame[]
  /** The numbers of the messages heard, in the order they came. */
  seqs(): number[]
  /** Waits until what was heard satisfies the condition. */
  until(condition: () => boolean): Promise<void>
  /** Waits for a frame of this type that has these members. */
  frame(type: string, members?: Readonly<Record<string, unknown>>): Promise<ChatFrame>
  send(frame: unknown): void
  end(): void
}

export async function openChatSocket(url: string, options: SocketOptions): Promise<ChatSocket> {
  const client = await openSocket(url, options)
  const frames = client.frames as unknown as ChatFrame[]
  const ofType = (type: string) => frames.filter((frame) => frame.type === type)
  const has = (frame: ChatFrame, members: Readonly<Record<string, unknown>>) =>
    Object.entries(members).every(([name, value]) => JSON.stringify(frame[name]) === JSON.stringify(value))
  return {
    closed: client.closed,
    protocol: client.socket.protocol,
    ofType,
    seqs: () => ofType('message').map(({ message }) => (message as { seq: number }).seq),
    until: client.until,
    frame: async (type, members = {}) => {
      const found = () => ofType(type).find((frame) => has(frame, members))
      await client.until(() => found() !== undefined)
      return found() as ChatFrame
    },
    send: client.send,
    end: () => client.socket.close(),
  }
}
