import { WebSocket } from 'ws'
import type { TalkJob } from './traffic-job.ts'

const protocol = 'switchyard.v1'
const openAtOnce = 20
/** What somebody writes who is helped: one sentence. */
export const sentence = 'The parcel was left with a neighbour whose name I do not know.'

export type Side = 'customer' | 'agent'

/** What is heard, by the numbers that messages were sent under. */
export interface Hearing {
  onAck(number: number, at: number): void
  onMessage(number: number, at: number, isOfOtherSide: boolean): void
  /** A message did not have the number after the one before it. */
  onOutOfTurn(): void
  onFault(fault: string): void
}

export interface ChatSockets {
  say(chat: number, side: Side, number: number): void
  close(): void
}

/** Opens the sockets of customer and agent of every chat; settles when each has said how things stand. */
export async function openChatSockets({ address, chats }: TalkJob, hearing: Hearing): Promise<ChatSockets> {
  const own: { readonly [S in Side]: WebSocket[] } = { customer: [], agent: [] }
  let isClosing = false

  function open(chat: number, side: Side): Promise<void> {
    const { id = '', token = '', pass = '' } = chats[chat] ?? {}
    const url = `${address.replace(/^http/, 'ws')}/v1/chat/sessions/${id}/stream`
    const proof = side === 'customer' ? `bearer.${token}` : `pass.${pass}`
    const origin = side === 'customer' ? 'https://shop.example' : address
    const socket = new WebSocket(url, [protocol, proof], { origin, perMessageDeflate: false })
    own[side][chat] = socket
    let seq = 0
    return new Promise((resolve, reject) => {
      socket.on('error', reject)
      socket.on('close', (code, reason) => isClosing || hearing.onFault(`closed ${code} ${reason.toString()}`))
      socket.on('message', (data: Buffer) => {
        const at = performance.timeOrigin + performance.now()
        const frame = JSON.parse(data.toString('utf8')) as Frame
        if (frame.type === 'message') {
          const { clientId } = frame.message
          if (frame.message.seq !== ++seq) hearing.onOutOfTurn()
          if (clientId !== null) hearing.onMessage(Number(clientId.slice(1)), at, clientId[0] !== side[0])
        } else if (frame.type === 'ack') hearing.onAck(Number(frame.clientId.slice(1)), at)
        else if (frame.type === 'error') hearing.onFault(data.toString('utf8'))
        if (frame.type === 'state') resolve()
      })
    })
  }

  await openAll(chats.length, open)
  return {
    // The letter tells whose it is.
    say: (chat, side, number) =>
      own[side][chat]?.send(`{"type":"message","clientId":"${side[0]}${number}","body":"${sentence}"}`),
    close: () => {
      isClosing = true
      for (const socket of [...own.customer, ...own.agent]) socket.terminate()
    },
  }
}

/** Opens both sides of so many chats, some at once. */
export async function openAll(chats: number, open: (chat: number, side: Side) => Promise<void>): Promise<void> {
  const waiting = Array.from({ length: chats }, (_chat, number) => [
    { number, side: 'agent' as const },
    { number, side: 'customer' as const },
  ]).flat()
  const openNext = async (): Promise<void> => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) await open(one.number, one.side)
  }
  await Promise.all(Array.from({ length: openAtOnce }, openNext))
}

type Frame =
  | { readonly type: 'message'; readonly message: { readonly clientId: string | null; readonly seq: number } }
  | { readonly type: 'ack'; readonly clientId: string }
  | { readonly type: 'hello' | 'error' | 'state' | 'position' | 'typing' | 'read' }
