import type { WebSocket } from 'ws'
import type { ShownChat } from '../../modules/chats/index.ts'
import type { Workspace } from '../../platform/context.ts'
import { closeCodes, type Connection, openConnection } from '../connection.ts'
import { textOf } from '../frames.ts'
import type { Visitor } from '../visitor.ts'
import type { ChatEar } from './chat-ear.ts'
import type { ChatRooms } from './chat-rooms.ts'
import type { Greet } from './greet-customers.ts'

/** The open sockets of this process, the chat of each, and the rooms of each workspace that has any. */
export interface ChatLobby {
  readonly connections: Set<Connection>
  readonly sockets: Map<Connection, string>
  /** By chat. */
  readonly ofChat: Map<string, Set<Connection>>
  readonly rooms: Map<string, ChatRooms>
}

/** What a socket comes to. */
export interface ChatArrival {
  /** As it was read when the visitor was let in. */
  readonly chat: ShownChat
  /** The number of the last message the page has; 0 = none. */
  readonly after: number
}

export interface EnterOptions {
  readonly lobby: ChatLobby
  readonly ear: ChatEar
  readonly greet: Greet
  readonly openRooms: (workspace: Workspace) => ChatRooms
  readonly onTrouble: (job: string, error: unknown) => void
}

/** Of one chat: tabs of its customer, and desks of those who help. More is a page gone wild. */
const socketsAtMost = { customer: 5, desk: 15 } as const

/** Lets a socket into its chat: what is said there it hears, and what it says is done, until it is closed. */
export async function enterChat(
  options: EnterOptions,
  socket: WebSocket,
  visitor: Visitor,
  { chat, after }: ChatArrival,
): Promise<void> {
  if (socket.readyState !== socket.OPEN) return
  const chatId = chat.id
  const { lobby, ear } = options
  const connection = openConnection(socket, visitor, null)
  connection.cursor = after
  if (isFull(lobby, connection, chatId)) return connection.close(closeCodes.tooSlow, 'too_many_sockets')
  take(lobby, connection, chatId)
  socket.on('pong', () => void (connection.lastSeenAt = performance.now()))
  socket.on('message', (data, isBinary) => ear.hear(connection, chatId, textOf(data, isBinary)))
  socket.once('close', () => {
    lobby.connections.delete(connection)
    forget(lobby, connection, chatId)
    const { id } = visitor.workspace
    const own = lobby.rooms.get(id)
    own?.leave(connection, chatId)
    if (own?.isEmpty() === true) lobby.rooms.delete(id)
  })
  try {
    await join(options, connection, chat)
  } catch (error) {
    options.onTrouble('chats.join', error)
    connection.fail('unavailable')
    connection.close(closeCodes.tooSlow, 'unavailable')
  }
}

const sideOf = ({ visitor }: Connection) => (visitor.principal.kind === 'customer' ? 'customer' : 'desk')

function isFull({ ofChat }: ChatLobby, connection: Connection, chatId: string): boolean {
  const side = sideOf(connection)
  const own = [...(ofChat.get(chatId) ?? [])].filter((other) => sideOf(other) === side)
  return own.length >= socketsAtMost[side]
}

function forget({ sockets, ofChat }: ChatLobby, connection: Connection, chatId: string): void {
  sockets.delete(connection)
  const own = ofChat.get(chatId)
  own?.delete(connection)
  if (own?.size === 0) ofChat.delete(chatId)
}

function take({ connections, sockets, ofChat }: ChatLobby, connection: Connection, chatId: string): void {
  connections.add(connection)
  sockets.set(connection, chatId)
  ofChat.set(chatId, (ofChat.get(chatId) ?? new Set<Connection>()).add(connection))
}

async function join(options: EnterOptions, connection: Connection, chat: ShownChat): Promise<void> {
  const { workspace, principal } = connection.visitor
  if (principal.kind === 'customer') await options.greet(workspace, chat.id)
  if (connection.isOpen()) await roomsOf(options, workspace).join(connection, chat)
}

/** Asked for in the very step that enters them: rooms nobody is in are dropped, and would never hear of anything again. */
function roomsOf({ lobby, openRooms }: EnterOptions, workspace: Workspace): ChatRooms {
  const own = lobby.rooms.get(workspace.id) ?? openRooms(workspace)
  lobby.rooms.set(workspace.id, own)
  return own
}
