import type { FastifyInstance } from 'fastify'
import type { WebSocket } from 'ws'
import type { EventFeed } from '../modules/events/index.ts'
import type { Workspace } from '../platform/context.ts'
import { newId } from '../platform/ids.ts'
import type { Installation } from '../platform/installation.ts'
import type { Log } from '../platform/log.ts'
import { systemPrincipal } from '../platform/principal.ts'
import { type ChatWatches, createChatWatches } from './chat-watches.ts'
import { closeCodes, type Connection, openConnection } from './connection.ts'
import { readClientFrame, textOf } from './frames.ts'
import { type Handshake, isForRealtime, judgeHandshake } from './handshake.ts'
import { createReception, type Door } from './reception.ts'
import { createTicketViewers, type TicketViewers, type ViewersTiming } from './ticket-viewers.ts'
import { type RoundsTiming, startRounds } from './rounds.ts'
import type { Visitor } from './visitor.ts'
import { createWorkspaceStream } from './workspace-stream.ts'
import { createWorkspaceStreams } from './workspace-streams.ts'

type Wish = Extract<Handshake, { status: 101 }>

export interface RealtimeTiming extends RoundsTiming, ViewersTiming {
  /** How long a socket may keep to itself whose it is. */
  readonly authenticateMs: number
}

export interface RealtimeHubOptions {
  readonly installation: Installation
  /** Started before the first socket comes. */
  readonly feed: EventFeed
  readonly log: Pick<Log, 'warn'>
  /** Our own pages' origin and nothing like it; `host` is what the request asked for. */
  readonly isOwnOrigin: (origin: string, host: string | undefined) => boolean
  readonly timing?: Partial<RealtimeTiming>
}

/** The sockets of `/v1/realtime`: consoles and service tokens that follow the event log of their workspace. */
export interface RealtimeHub {
  /** Takes the server's upgrades of this address. */
  attach(server: FastifyInstance['server']): void
  /** Open sockets of somebody known. */
  count(): number
  /** Takes no new sockets and sends the others elsewhere (1012); settles when all are closed. */
  drain(): Promise<void>
}

const usualTiming: RealtimeTiming = {
  authenticateMs: 5_000,
  heartbeatMs: 15_000,
  pingMs: 25_000,
  recheckMs: 4_000,
  renewMs: 15_000,
  viewerMs: 45_000,
}
const reconnectSpreadMs = 10_000

export function createRealtimeHub(options: RealtimeHubOptions): RealtimeHub {
  const { installation, feed, log, isOwnOrigin } = options
  const timing = { ...usualTiming, ...options.timing }
  const connections = new Set<Connection>()
  const contextOf = (workspace: Workspace) =>
    installation.openContext({ workspace, principal: systemPrincipal, requestId: newId() })
  const onTrouble = (job: string, error: unknown) =>
    log.warn('job.failed', { job, error: error instanceof Error ? error : new Error(String(error)) })

  const streams = createWorkspaceStreams((workspace) =>
    createWorkspaceStream({
      context: contextOf(workspace),
      feed,
      heartbeatMs: timing.heartbeatMs,
      onTrouble: (error) => onTrouble('realtime.stream', error),
    }),
  )
  const ears = createEars({ installation, feed, timing, onTrouble })
  const rounds = startRounds({ installation, connections, timing, contextOf, onTrouble })
  const reception = createReception({
    installation,
    door: doorFor(isOwnOrigin),
    authenticateMs: timing.authenticateMs,
    onTrouble: (error) => onTrouble('realtime.reception', error),
    onVisitor: enter,
  })
  const unsubscribe = feed.subscribe((headers) => {
    for (const { workspaceId, seq, type } of headers) {
      streams.advance(workspaceId, seq)
      if (type === 'token.revoked') rounds.recheck(workspaceId)
    }
  })

  function enter(socket: WebSocket, visitor: Visitor, { after, isAboutMe }: Wish): void {
    if (socket.readyState !== socket.OPEN) return
    const connection = openConnection(socket, visitor, isAboutMe ? visitor.principal.agentId : null)
    connections.add(connection)
    rounds.note(connection)
    socket.on('pong', () => rounds.note(connection))
    socket.on('message', (data, isBinary) => {
      rounds.note(connection)
      hear(connection, ears, textOf(data, isBinary))
    })
    socket.once('close', () => {
      connections.delete(connection)
      rounds.note(connection)
      ears.leave(connection)
      streams.leave(connection)
    })
    streams.join(connection, after).catch((error: unknown) => {
      onTrouble('realtime.join', error)
      connection.fail('unavailable')
      connection.close(closeCodes.tooSlow, 'unavailable')
    })
  }

  async function drain(): Promise<void> {
    reception.close()
    unsubscribe()
    for (const connection of connections) {
      const reconnectInMs = Math.floor(Math.random() * reconnectSpreadMs)
      connection.close(closeCodes.restarting, `reconnect-in-ms=${reconnectInMs}`)
    }
    while (connections.size > 0) await new Promise((resolve) => setTimeout(resolve, 20))
    ears.stop()
    await rounds.stop()
  }

  return { attach: (server) => reception.attach(server), count: () => connections.size, drain }
}

/** What hears what a desk has before it: chats, a ticket. */
interface Ears {
  readonly watches: ChatWatches
  readonly viewers: TicketViewers
  leave(connection: Connection): void
  stop(): void
}

function createEars({
  onTrouble,
  ...options
}: Pick<RealtimeHubOptions, 'installation' | 'feed'> & {
  readonly timing: RealtimeTiming
  readonly onTrouble: (job: string, error: unknown) => void
}): Ears {
  const watches = createChatWatches({ ...options, onTrouble: (error) => onTrouble('realtime.watch', error) })
  const viewers = createTicketViewers({ ...options, onTrouble: (error) => onTrouble('realtime.viewers', error) })
  return {
    watches,
    viewers,
    leave: (connection) => {
      watches.leave(connection)
      viewers.leave(connection)
    },
    stop: () => {
      watches.stop()
      viewers.stop()
    },
  }
}

function hear(connection: Connection, { watches, viewers }: Ears, text: string | null): void {
  if (!connection.countFrame()) {
    connection.fail('too_many_frames')
    return connection.close(closeCodes.refused, 'too_many_frames')
  }
  const frame = text === null ? 'malformed_frame' : readClientFrame(text)
  if (typeof frame === 'string') connection.fail(frame)
  else if (frame.type === 'watch') watches.watch(connection, frame.chatIds)
  else if (frame.type === 'look') viewers.look(connection, frame)
}

function doorFor(isOwnOrigin: RealtimeHubOptions['isOwnOrigin']): Door<Wish, Wish> {
  return {
    isFor: isForRealtime,
    judge: (request) => judgeHandshake(request, isOwnOrigin),
    // Nothing can be about somebody who is no agent.
    admit: async ({ principal }, wish) => (wish.isAboutMe && principal.agentId === null ? 400 : wish),
  }
}
