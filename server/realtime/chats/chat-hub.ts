import type { FastifyInstance } from 'fastify'
import { getChat, onChatSignals, onSaid } from '../../modules/chat/index.ts'
import type { EventFeed } from '../../modules/events/index.ts'
import type { Workspace } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import type { Installation } from '../../platform/installation.ts'
import type { Log } from '../../platform/log.ts'
import { systemPrincipal } from '../../platform/principal.ts'
import { closeCodes } from '../connection.ts'
import { createReception } from '../reception.ts'
import type { Visitor } from '../visitor.ts'
import { createChatEar } from './chat-ear.ts'
import { type ChatWish, isForChat, judgeChatHandshake } from './chat-handshake.ts'
import { type ChatArrival, type ChatLobby, enterChat, type EnterOptions } from './chat-lobby.ts'
import { createChatRooms } from './chat-rooms.ts'
import { type ChatRoundsTiming, startChatRounds } from './chat-rounds.ts'
import { createGreeting } from './greet-customers.ts'

export interface ChatTiming extends ChatRoundsTiming {
  /** How long a socket may keep to itself whose it is. */
  readonly authenticateMs: number
}

export interface ChatHubOptions {
  readonly installation: Installation
  /** Started before the first socket comes. */
  readonly feed: EventFeed
  readonly log: Pick<Log, 'warn'>
  readonly isOwnOrigin: (origin: string, host: string | undefined) => boolean
  readonly timing?: Partial<ChatTiming>
}

/** The sockets of chats, at their `streamUrl`: of customers' pages, and of whoever of the desk may see the chat. */
export interface ChatHub {
  attach(server: FastifyInstance['server']): void
  count(): number
  /** Takes no new sockets and sends the others elsewhere (1012); settles when all are closed. */
  drain(): Promise<void>
}

const usualTiming: ChatTiming = { authenticateMs: 5_000, pingMs: 25_000, recheckMs: 4_000, keepMs: 15_000 }
const reconnectSpreadMs = 10_000

export function createChatHub(options: ChatHubOptions): ChatHub {
  const { installation, feed, isOwnOrigin } = options
  const timing = { ...usualTiming, ...options.timing }
  const lobby: ChatLobby = { connections: new Set(), sockets: new Map(), ofChat: new Map(), rooms: new Map() }
  const { onTrouble, systemIn, contextOf } = helpersOf(options)
  const ear = createChatEar({ contextOf, onTrouble: (error) => onTrouble('chats.hear', error) })
  const entering: EnterOptions = {
    lobby,
    ear,
    greet: createGreeting(systemIn),
    openRooms: (workspace) =>
      createChatRooms({ context: systemIn(workspace), onTrouble: (error) => onTrouble('chats.rooms', error) }),
    onTrouble,
  }
  const reception = createReception<ChatWish, ChatArrival>({
    installation,
    door: {
      isFor: isForChat,
      judge: (request) => judgeChatHandshake(request, isOwnOrigin),
      admit: async (visitor, { chatId, after }) => {
        const chat = await getChat(contextOf(visitor), { chatId })
        return chat === null ? 404 : { chat, after }
      },
    },
    authenticateMs: timing.authenticateMs,
    onTrouble: (error) => onTrouble('chats.reception', error),
    onVisitor: (socket, visitor, arrival) => void enterChat(entering, socket, visitor, arrival),
  })
  const onKept = () => lobby.rooms.forEach((own) => own.stir())
  const rounds = startChatRounds({ installation, ...lobby, timing, contextOf: systemIn, onKept, onTrouble })
  const ends = [
    feed.subscribe((headers) => follow(lobby, headers, rounds.recheck)),
    onSaid(installation.memory, (news) => news.forEach((one) => lobby.rooms.get(one.workspaceId)?.hear(one))),
    onChatSignals(installation.memory, (signal) => lobby.rooms.forEach((own) => own.signal(signal))),
    rounds.stop,
  ]

  async function drain(): Promise<void> {
    reception.close()
    for (const end of ends) end()
    for (const connection of lobby.connections) {
      const reconnectInMs = Math.floor(Math.random() * reconnectSpreadMs)
      connection.close(closeCodes.restarting, `reconnect-in-ms=${reconnectInMs}`)
    }
    while (lobby.connections.size > 0) await new Promise((resolve) => setTimeout(resolve, 20))
    await ear.settled()
  }

  return { attach: (server) => reception.attach(server), count: () => lobby.connections.size, drain }
}

function helpersOf({ installation, log }: ChatHubOptions) {
  return {
    onTrouble: (job: string, error: unknown) =>
      log.warn('job.failed', { job, error: error instanceof Error ? error : new Error(String(error)) }),
    systemIn: (workspace: Workspace) =>
      installation.openContext({ workspace, principal: systemPrincipal, requestId: newId() }),
    contextOf: ({ workspace, principal }: Visitor) =>
      installation.openContext({ workspace, principal, requestId: newId() }),
  }
}

type Headers = Parameters<Parameters<EventFeed['subscribe']>[0]>[0]

/** What events mean for the chats that have sockets here. */
function follow({ rooms }: ChatLobby, headers: Headers, recheck: (workspaceId: string) => void): void {
  for (const { workspaceId, id, type, subjectKind, subjectId } of headers) {
    const own = rooms.get(workspaceId)
    if (own === undefined) continue
    if (subjectKind === 'ticket') own.advance(subjectId, id)
    if (/^(?:task|offer|agent)\./.test(type)) own.stir()
    if (type === 'token.revoked') recheck(workspaceId)
  }
}
