import type { FastifyInstance } from 'fastify'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Installation } from '../platform/installation.ts'
import { closeCodes, closeSocket, sendError } from './connection.ts'
import { readClientFrame, textOf } from './frames.ts'
import { type Handshake, isForRealtime, judgeHandshake, protocol, type UpgradeRequest } from './handshake.ts'
import { identifyVisitor, type Visitor } from './visitor.ts'

/** Lets sockets in whose owner is known, and turns the others away. */
export interface Reception {
  /** Takes the server's upgrades of `/v1/realtime`. */
  attach(server: FastifyInstance['server']): void
  /** Answers 503 from now on. */
  close(): void
}

export interface ReceptionOptions {
  readonly installation: Installation
  readonly isOwnOrigin: (origin: string, host: string | undefined) => boolean
  /** How long a socket may keep to itself whose it is. */
  readonly authenticateMs: number
  readonly onTrouble: (error: unknown) => void
  readonly onVisitor: (socket: WebSocket, visitor: Visitor, wish: Wish) => void
}

/** What a socket asked for when it was opened. */
export type Wish = Pick<Accepted, 'after' | 'isAboutMe'>

type Duplex = Parameters<WebSocketServer['handleUpgrade']>[1]
type Accepted = Extract<Handshake, { status: 101 }>

/** Sockets that have not said yet whose they are. */
const unknownLimit = 500
const refusals = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  503: 'Service Unavailable',
} as const

export function createReception(options: ReceptionOptions): Reception {
  const { installation, onTrouble, onVisitor } = options
  const acceptor = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: 64 * 1024,
    handleProtocols: (protocols) => (protocols.has(protocol) ? protocol : false),
  })
  let unknown = 0
  let isClosed = false

  async function receive(request: UpgradeRequest, duplex: Duplex, head: Buffer): Promise<void> {
    const handshake = judgeHandshake(request, options.isOwnOrigin)
    if (handshake.status !== 101) return refuse(duplex, handshake.status)
    const { proof } = handshake
    if (isClosed || (proof.kind === 'later' && unknown >= unknownLimit)) return refuse(duplex, 503)
    const visitor = proof.kind === 'later' ? null : await identifyVisitor(installation, proof)
    if (visitor === null && proof.kind !== 'later') return refuse(duplex, 401)
    if (visitor !== null && !isFor(visitor, handshake)) return refuse(duplex, 400)
    acceptor.handleUpgrade(request, duplex, head, (socket) => {
      // Frames that break the protocol end the socket; what is wrong with them is nobody's business.
      socket.on('error', ignore)
      if (visitor === null) awaitProof(socket, handshake)
      else onVisitor(socket, visitor, handshake)
    })
  }

  function awaitProof(socket: WebSocket, handshake: Accepted): void {
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

  async function admit(socket: WebSocket, handshake: Accepted, text: string | null): Promise<void> {
    const frame = text === null ? 'malformed_frame' : readClientFrame(text)
    if (typeof frame === 'string' || frame.type !== 'authenticate') return refuseSocket(socket)
    const { proof } = frame
    if (proof.kind === 'pass' && !handshake.isOwnPage) return refuseSocket(socket)
    const visitor = await identifyVisitor(installation, proof)
    if (visitor === null || !isFor(visitor, handshake)) refuseSocket(socket)
    else onVisitor(socket, visitor, handshake)
  }

  return {
    close: () => void (isClosed = true),
    attach: (server) => {
      server.on('upgrade', (request, duplex, head) => {
        duplex.on('error', ignore)
        if (isForRealtime(request)) {
          receive(request, duplex, head).catch((error: unknown) => {
            onTrouble(error)
            refuse(duplex, 503)
          })
        } else if (server.listenerCount('upgrade') === 1) refuse(duplex, 404)
      })
    },
  }
}

/** Nothing can be about somebody who is no agent. */
function isFor({ principal }: Visitor, { isAboutMe }: Wish): boolean {
  return !isAboutMe || principal.agentId !== null
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
