import type { FastifyInstance } from 'fastify'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Installation } from '../platform/installation.ts'
import { createTurns } from '../platform/turns.ts'
import { closeCodes, closeSocket, sendError } from './connection.ts'
import { readClientFrame, textOf } from './frames.ts'
import { type GivenProof, protocol, type Proof, type UpgradeRequest } from './handshake.ts'
import { identifyVisitor, type Visitor } from './visitor.ts'

/** Lets sockets in whose owner is known, and turns the others away. */
export interface Reception {
  /** Takes the server's upgrades of its address. */
  attach(server: FastifyInstance['server']): void
  /** Answers 503 from now on. */
  close(): void
}

/** What a reception knows of a handshake that it lets go on. */
export interface Accepted {
  readonly status: 101
  readonly proof: Proof
  /** Passes count only from our own pages, which send their origin. */
  readonly isOwnPage: boolean
}

/** One kind of socket: its address, how its handshakes are judged, and who may come in, to what. */
export interface Door<Wish extends Accepted, Arrival extends object> {
  isFor(request: UpgradeRequest): boolean
  judge(request: UpgradeRequest): Wish | { readonly status: 400 | 403 | 404 }
  /** What somebody known comes to, or why they may not come in. */
  admit(visitor: Visitor, wish: Wish): Promise<Arrival | 400 | 404>
}

export interface ReceptionOptions<Wish extends Accepted, Arrival extends object> {
  readonly installation: Installation
  readonly door: Door<Wish, Arrival>
  /** How long a socket may keep to itself whose it is. */
  readonly authenticateMs: number
  readonly onTrouble: (error: unknown) => void
  readonly onVisitor: (socket: WebSocket, visitor: Visitor, arrival: Arrival) => void
}

type Duplex = Parameters<WebSocketServer['handleUpgrade']>[1]
/** Upgrades that a reception has taken: several stand at one server, and the last one turns the rest away. */
const taken = new WeakSet<UpgradeRequest>()

/** Sockets that have not said yet whose they are. */
const unknownLimit = 500
/**
 * Who comes is looked up so many at a time; the others wait for their turn, and who has gone meanwhile is not asked for.
 * Tokens are read many together. Passes are redeemed one by one: all at once, after a restart, they would wait for the
 * database together until none is answered in time, and come again.
 */
const lookedUp = { token: { running: 500, waiting: 20_000 }, pass: { running: 6, waiting: 20_000 } } as const
const refusals = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  503: 'Service Unavailable',
} as const

function createAcceptor(): WebSocketServer {
  return new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: 64 * 1024,
    handleProtocols: (protocols) => (protocols.has(protocol) ? protocol : false),
  })
}

/** Somebody known, and what they come to. */
interface Known<Arrival> {
  readonly visitor: Visitor
  readonly arrival: Arrival
}

/** Finds out whose a socket is and what it comes to, or why it is refused. */
function createLookUp<Wish extends Accepted, Arrival extends object>({
  installation,
  door,
}: Pick<ReceptionOptions<Wish, Arrival>, 'installation' | 'door'>) {
  const turns = { token: createTurns(lookedUp.token), pass: createTurns(lookedUp.pass) }

  async function lookUp(proof: GivenProof, wish: Wish): Promise<Known<Arrival> | 400 | 401 | 404> {
    const visitor = await identifyVisitor(installation, proof)
    if (visitor === null) return 401
    const arrival = await door.admit(visitor, wish)
    return typeof arrival === 'number' ? arrival : { visitor, arrival }
  }

  return {
    lookUp,
    lookUpInTurn: async (proof: GivenProof, wish: Wish, isGone: () => boolean) =>
      (await turns[proof.kind].take(async () => (isGone() ? 503 : lookUp(proof, wish)))) ?? 503,
  }
}

export function createReception<Wish extends Accepted, Arrival extends object>(
  options: ReceptionOptions<Wish, Arrival>,
): Reception {
  const { door, onTrouble, onVisitor } = options
  const acceptor = createAcceptor()
  const { lookUp, lookUpInTurn } = createLookUp(options)
  let unknown = 0
  let isClosed = false

  async function receive(request: UpgradeRequest, duplex: Duplex, head: Buffer): Promise<void> {
    const handshake = door.judge(request)
    if (handshake.status !== 101) return refuse(duplex, handshake.status)
    const { proof } = handshake
    if (isClosed || (proof.kind === 'later' && unknown >= unknownLimit)) return refuse(duplex, 503)
    const known =
      proof.kind === 'later' ? null : await lookUpInTurn(proof, handshake, () => duplex.destroyed || isClosed)
    if (typeof known === 'number') return refuse(duplex, known)
    acceptor.handleUpgrade(request, duplex, head, (socket) => {
      // Frames that break the protocol end the socket; what is wrong with them is nobody's business.
      socket.on('error', ignore)
      if (known === null) awaitProof(socket, handshake)
      else onVisitor(socket, known.visitor, known.arrival)
    })
  }

  function awaitProof(socket: WebSocket, handshake: Wish): void {
    unknown += 1
    const timer = setTimeout(() => refuseSocket(socket), options.authenticateMs)
    socket.once('close', () => {
      unknown -= 1
      clearTimeout(timer)
    })
    socket.once('message', (data, isBinary) => {
      clearTimeout(timer)
      admit(socket, handshake, textOf(data, isBinary)).catch((error: unknown) => {
        onTrouble(error)
        sendError(socket, 'unavailable')
        closeSocket(socket, closeCodes.tooSlow, 'unavailable')
      })
    })
  }

  async function admit(socket: WebSocket, handshake: Wish, text: string | null): Promise<void> {
    const frame = text === null ? 'malformed_frame' : readClientFrame(text)
    if (typeof frame === 'string' || frame.type !== 'authenticate') return refuseSocket(socket)
    const { proof } = frame
    if (proof.kind === 'pass' && !handshake.isOwnPage) return refuseSocket(socket)
    const known = await lookUp(proof, handshake)
    if (typeof known === 'number') refuseSocket(socket)
    else onVisitor(socket, known.visitor, known.arrival)
  }

  return {
    close: () => void (isClosed = true),
    attach: (server) => {
      const listener = (request: UpgradeRequest, duplex: Duplex, head: Buffer) => {
        duplex.on('error', ignore)
        if (door.isFor(request)) {
          taken.add(request)
          receive(request, duplex, head).catch((error: unknown) => {
            onTrouble(error)
            refuse(duplex, 503)
          })
        } else if (!taken.has(request) && server.listeners('upgrade').at(-1) === listener) refuse(duplex, 404)
      }
      server.on('upgrade', listener)
    },
  }
}

function refuseSocket(socket: WebSocket): void {
  sendError(socket, 'unauthenticated')
  closeSocket(socket, closeCodes.refused, 'unauthenticated')
}

function refuse(duplex: Duplex, status: keyof typeof refusals): void {
  if (duplex.destroyed) return
  duplex.end(`HTTP/1.1 ${status} ${refusals[status]}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)
}

function ignore(): void {}
