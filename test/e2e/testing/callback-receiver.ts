import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ReceivedCallback {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

/** A partner's endpoint on this machine that keeps what it gets and answers 204. */
export interface CallbackReceiver {
  readonly url: string
  readonly received: readonly ReceivedCallback[]
  /** Settles once so many callbacks have come. */
  hasReceived(count: number): Promise<void>
  close(): Promise<void>
}

export async function openReceiver(): Promise<CallbackReceiver> {
  const received: ReceivedCallback[] = []
  const waiting: { count: number; resolve: () => void }[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') })
      response.writeHead(204).end()
      for (const one of waiting) if (received.length >= one.count) one.resolve()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/ticket-update`,
    received,
    hasReceived: (count) =>
      received.length >= count ? Promise.resolve() : new Promise((resolve) => waiting.push({ count, resolve })),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
