import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text as readText } from 'node:stream/consumers'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Message } from '../conversation.ts'

/** A service of one session on a real port, which fails when it is told to. */
export interface FakeService {
  readonly address: string
  readonly messages: readonly Message[]
  /** How often each call came: `POST messages`. */
  readonly calls: readonly string[]
  /** What pages told over their sockets. */
  readonly heard: readonly unknown[]
  /** Says something from the other side, to every socket. */
  say(body: string): void
  tell(frame: object): void
  set(session: object): void
  /** The next answers to calls with this name: a status, or `drop` for one that is done and whose answer is lost. */
  fail(call: string, ...ways: (number | 'drop')[]): void
  /** Hangs up on every socket; with `isShut` new ones are refused. */
  hangUp(options?: { isShut?: boolean; code?: number }): void
  sockets(): number
  close(): Promise<void>
}

export async function openFakeService(): Promise<FakeService> {
  const messages: Message[] = []
  const calls: string[] = []
  const heard: unknown[] = []
  const failures = new Map<string, (number | 'drop')[]>()
  let session: Record<string, unknown> = { status: 'queued', position: 3, estimatedWait: null, agent: null }
  let isShut = false
  const server = createServer((request, response) => void answer(request, response))
  const sockets = new WebSocketServer({ noServer: true, handleProtocols: () => 'switchyard.v1' })
  const tell = (frame: object) => sockets.clients.forEach((socket) => socket.send(JSON.stringify(frame)))
  const add = (author: string, { body, clientId }: { body: string; clientId: string | null }) => {
    const known = messages.find((message) => clientId !== null && message.clientId === clientId)
    if (known !== undefined) return known
    const createdAt = '2026-01-01T10:00:00.000Z'
    const seq = messages.length + 1
    const message: Message = { seq, clientId, author: { kind: author, name: null }, automatic: false, body, createdAt }
    messages.push(message)
    tell({ type: 'message', message })
    return message
  }
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const body = (await readJson(request)) as { body: string; clientId: string }
    const url = new URL(request.url ?? '/', 'http://service')
    const call = `${request.method} ${url.pathname.split('/').at(-1)}`
    calls.push(call)
    const failure = failures.get(call)?.shift()
    if (typeof failure === 'number') return void response.writeHead(failure).end(JSON.stringify({ detail: 'No.' }))
    const given = answerOf(call, body, Number(url.searchParams.get('after')))
    if (failure === 'drop') return void request.socket.destroy()
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(given))
  }
  const answerOf = (call: string, body: { body: string; clientId: string }, after: number): unknown => {
    if (call === 'POST sessions')
      return { ...session, id: 'chat_1', token: 'secret', streamUrl: `${address.replace('http', 'ws')}/stream` }
    if (call === 'POST messages') return add('customer', body)
    if (call === 'GET messages') return { data: messages.slice(after) }
    if (call === 'POST close') session = { ...session, status: 'closed', endReason: 'closed' }
    return session
  }
  server.on('upgrade', (request, socket, head) => {
    if (isShut) return void socket.destroy()
    sockets.handleUpgrade(request, socket, head, (opened: WebSocket) => {
      opened.on('message', (data: Buffer) => heard.push(JSON.parse(data.toString())))
      const after = Number(new URL(request.url ?? '/', 'http://service').searchParams.get('after'))
      for (const message of messages.slice(after)) opened.send(JSON.stringify({ type: 'message', message }))
    })
  })
  const address = await listen(server)
  const hangUp: FakeService['hangUp'] = ({ isShut: shuts = false, code } = {}) => {
    isShut = shuts
    sockets.clients.forEach((socket) => (code === undefined ? socket.terminate() : socket.close(code)))
  }
  return {
    address,
    messages,
    calls,
    heard,
    tell,
    hangUp,
    say: (body) => void add('agent', { body, clientId: null }),
    set: (told) => void (session = { ...session, ...told }),
    fail: (call, ...ways) => void failures.set(call, ways),
    sockets: () => sockets.clients.size,
    close: async () => {
      hangUp({ isShut: true })
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const text = await readText(request)
  return JSON.parse(text === '' ? '{}' : text)
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
