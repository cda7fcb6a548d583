import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Told {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

/** An endpoint on this machine that keeps what it is told and answers as it is asked to. */
export interface Door {
  readonly url: string
  readonly told: readonly Told[]
  answerWith(status: number, body?: string): void
  close(): Promise<void>
}

export async function openDoor(): Promise<Door> {
  const told: Told[] = []
  let answer = { status: 204, body: '' }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      told.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') })
      response.writeHead(answer.status, { 'content-type': 'application/json', server: 'crm/2.1' }).end(answer.body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/hooks/tickets`,
    told,
    answerWith: (status, body = '') => void (answer = { status, body }),
    close: async () => {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
