import { type ChatSignal, newsTogether, readChatNews, type SaidNews, withOutlooks } from '../../modules/chat/index.ts'
import { chatStatusOf, type ShownChat } from '../../modules/chats/index.ts'
import type { Context } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import type { Connection } from '../connection.ts'
import { chatFrames } from './chat-frames.ts'
import { createRepeatedWork } from './repeated-work.ts'
import { catchUp, createRoomBook, giveMessage, type Room, type RoomBook } from './room-book.ts'

/** Feeds the sockets of the chats of one workspace: what is new is read once for all of them, and written once a chat. */
export interface ChatRooms {
  /** Brings a socket up to date from `connection.cursor` and feeds it from then on. Throws when the database fails. */
  join(connection: Connection, chat: ShownChat): Promise<void>
  leave(connection: Connection, chatId: string): void
  isEmpty(): boolean
  /** Something happened to a ticket of this workspace: the event tells what. */
  advance(ticketId: string, eventId: string): void
  /** This process has just stored a message. */
  hear(news: SaidNews): void
  /** Something moved in its queues: places may have changed. */
  stir(): void
  signal(signal: ChatSignal): void
}

export interface ChatRoomsOptions {
  /** The system's context in the workspace. */
  readonly context: Context
  readonly onTrouble: (error: unknown) => void
}

const chatsTogether = 200
const retryMs = 500
/** Places are worked out again this long after they may have changed. */
const stirMs = 1_000
/** Events whose messages were given before they came; more than these are forgotten, and read again. */
const givenAtMost = 20_000

export function createChatRooms({ context, onTrouble }: ChatRoomsOptions): ChatRooms {
  const book = createRoomBook()
  const pump = createPump(context, book, onTrouble)
  const given = new Set<string>()
  const places = createRepeatedWork(() => tellPositions(context, book), { afterMs: stirMs, onTrouble })

  return {
    isEmpty: book.isEmpty,
    stir: places.ask,
    join: async (member, chat) => {
      const isFirst = book.get(chat.id) === undefined
      const room = book.enter(member, chat)
      // What a page claims to have and is not there yet would hide what comes.
      member.cursor = Math.min(member.cursor, chat.messageSeq)
      member.sendText(chatFrames.hello(encodeId('chat', chat.id), Math.max(chat.messageSeq, room.seq)))
      member.sendText(room.stateText)
      if (room.positionText !== null) member.sendText(room.positionText)
      if (isFirst) {
        // What happened since the chat was read, before this room was there. A room that was, has heard of it.
        pump([chat.id])
        places.ask()
      }
      await catchUp(context, member, room)
    },
    leave: book.leave,
    advance: (ticketId, eventId) => {
      if (!given.delete(eventId)) pump(book.ofTicket(ticketId))
    },
    hear: ({ message, eventIds }) => {
      const room = book.get(message.chatId)
      if (room === undefined) return
      // What came before it is still to be read, and then this as well.
      if (message.seq > room.seq + 1) return pump([message.chatId])
      if (message.seq === room.seq + 1) giveMessage(room, message)
      if (given.size >= givenAtMost) given.clear()
      for (const eventId of eventIds) given.add(eventId)
    },
    signal: ({ chatId, kind, by, seq }) => {
      const text = kind === 'read' ? chatFrames.read(by, seq ?? 0) : chatFrames.typing(by)
      for (const member of book.get(chatId)?.members ?? []) {
        const side = member.visitor.principal.kind === 'customer' ? 'customer' : 'agent'
        if (side !== by) member.sendText(text)
      }
    },
  }
}

/** Gives a way to say which chats have news; they are read in turns, many together, and again when that fails. */
function createPump(
  context: Context,
  book: RoomBook,
  onTrouble: (error: unknown) => void,
): (chatIds: Iterable<string>) => void {
  const stale = new Set<string>()
  let isPumping = false

  async function turn(): Promise<void> {
    const ids = [...stale].slice(0, chatsTogether)
    for (const id of ids) stale.delete(id)
    try {
      for (const id of await refresh(context, book, ids)) stale.add(id)
    } catch (error) {
      for (const id of ids) stale.add(id)
      throw error
    }
  }

  async function run(): Promise<void> {
    if (isPumping) return
    isPumping = true
    try {
      while (stale.size > 0) await turn()
    } catch (error) {
      onTrouble(error)
      setTimeout(() => void run(), retryMs).unref()
    } finally {
      isPumping = false
    }
  }

  return (chatIds) => {
    for (const id of chatIds) stale.add(id)
    if (stale.size > 0) void run()
  }
}

/** Tells the rooms of these chats what is new; gives those in which there is more. */
async function refresh(context: Context, book: RoomBook, ids: readonly string[]): Promise<string[]> {
  const asked = ids.flatMap((chatId) => {
    const room = book.get(chatId)
    return room === undefined ? [] : [{ chatId, after: room.seq }]
  })
  if (asked.length === 0) return []
  const { chats, messages } = await readChatNews(context, asked)
  const byChat = Map.groupBy(messages, ({ chatId }) => chatId)
  for (const [chatId, said] of byChat) {
    const room = book.get(chatId)
    if (room !== undefined) for (const message of said) giveMessage(room, message)
  }
  const moved = chats.filter((chat) => tellState(book.get(chat.id), chat))
  if (moved.length > 0) await tellPositions(context, book)
  return [...byChat].flatMap(([chatId, said]) => (said.length >= newsTogether ? [chatId] : []))
}

/** True when the state has changed. */
function tellState(room: Room | undefined, chat: ShownChat): boolean {
  if (room === undefined) return false
  const text = chatFrames.state(chat)
  const isNews = text !== room.stateText
  const hasMoved = isNews || chat.task.state !== room.chat.task.state
  room.chat = chat
  room.stateText = text
  if (isNews) for (const member of room.members) member.sendText(text)
  return hasMoved
}

async function tellPositions(context: Context, book: RoomBook): Promise<void> {
  const waiting = book
    .all()
    .filter(({ chat, positionText }) => chatStatusOf(chat) === 'queued' || positionText !== null)
    .map(({ chat }) => chat)
  if (waiting.length === 0) return
  for (const one of await withOutlooks(context, waiting)) {
    const room = book.get(one.chat.id)
    if (room === undefined) continue
    const text = one.position === null ? null : chatFrames.position(one)
    if (text !== null && text !== room.positionText) for (const member of room.members) member.sendText(text)
    room.positionText = text
  }
}
