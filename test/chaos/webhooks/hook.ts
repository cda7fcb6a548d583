import type { IncomingMessage, ServerResponse } from 'node:http'
import { startReceiver } from '../../../server/platform/outbound/testing/receivers.ts'

/** One request as a receiver got it. */
export interface Heard {
  /** Epoch ms, on the clock of this machine. */
  readonly at: number
  readonly id: string
  readonly signature: string
  readonly timestamp: string
  readonly text: string
  readonly body: {
    readonly type: string
    readonly timestamp: string
    readonly ticketId: string | null
    readonly sequence: number
  }
}

export type Behaviour = (response: ServerResponse, heard: Heard) => unknown

/** A real HTTP receiver that keeps what it hears and answers as it is told to. */
export interface Hook {
  readonly url: string
  readonly port: number
  readonly heard: Heard[]
  behave(behaviour: Behaviour): void
  close(): Promise<void>
}

const well: Behaviour = (response) => response.writeHead(204).end()

/** Opens one, on a given port where another has stood before. */
export async function openHook(behaviour: Behaviour = well, port = 0): Promise<Hook> {
  const heard: Heard[] = []
  let behave = behaviour
  const receiver = await startReceiver(
    (request: IncomingMessage, response: ServerResponse) => {
      let text = ''
      request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      request.on('end', () => {
        const one = heardOf(request, text)
        heard.push(one)
        behave(response, one)
      })
    },
    '127.0.0.1',
    port,
  )
  return {
    url: `http://127.0.0.1:${receiver.port}/hook`,
    port: receiver.port,
    heard,
    behave: (next) => {
      behave = next
    },
    close: receiver.close,
  }
}

function heardOf({ headers }: IncomingMessage, text: string): Heard {
  const header = (name: string) => String(headers[name] ?? '')
  return {
    at: Date.now(),
    id: header('webhook-id'),
    signature: header('webhook-signature'),
    timestamp: header('webhook-timestamp'),
    text,
    body: JSON.parse(text) as Heard['body'],
  }
}

/** Endpoints that are a nuisance: one hangs, one cuts the line, one trickles bytes, one answers 64 MB. */
export const nuisances: readonly Behaviour[] = [
  () => undefined,
  (response) => response.socket?.resetAndDestroy(),
  (response) => {
    response.writeHead(200)
    const drip = setInterval(() => response.write('.'), 500)
    response.on('close', () => clearInterval(drip))
  },
  (response) => {
    response.writeHead(200)
    const chunk = Buffer.alloc(1 << 20)
    let left = 64
    const pour = () => {
      while (left-- > 0) if (!response.write(chunk)) return void response.once('drain', pour)
      response.end()
    }
    pour()
  },
]
