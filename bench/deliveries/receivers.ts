import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Heard, ReceiverAnswer, ReceiverOrder } from './open-receivers.ts'

/**
 * Endpoints, a process of its own with a port each: `receivers.ts <count>`. Keeps what each hears and when, answers 204 or,
 * where it was told to hang, nothing.
 */
const count = Number(process.argv[2])
const nowMs = () => performance.timeOrigin + performance.now()
const hanging = new Set<number>()
let heard: Heard[] = []

function hear(endpoint: number, request: IncomingMessage, response: ServerResponse): void {
  request.resume().on('end', () => {
    heard.push([endpoint, String(request.headers['webhook-id']), nowMs()])
    if (!hanging.has(endpoint)) response.writeHead(204).end()
  })
}

async function open(endpoint: number): Promise<number> {
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => hear(endpoint, request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', 1_024, resolve))
  return (server.address() as AddressInfo).port
}

function obey(order: ReceiverOrder): ReceiverAnswer {
  if (order.kind === 'count') return heard.length
  if (order.kind === 'hang') return hanging.add(order.endpoint).size
  const all = heard
  heard = []
  return all
}

const ports = await Promise.all(Array.from({ length: count }, (_, endpoint) => open(endpoint)))
process.on('message', (order: ReceiverOrder) => void process.send?.(obey(order)))
process.on('disconnect', () => process.exit())
process.send?.(ports)
