import { type ChatMessage, readMissed } from '../../modules/chat/index.ts'
import type { ShownChat } from '../../modules/chats/index.ts'
import { messageFor } from '../../modules/tickets/index.ts'
import type { Context } from '../../platform/context.ts'
import type { Connection } from '../connection.ts'
import { chatFrames } from './chat-frames.ts'

/** The sockets of one chat, and what they were given last. */
export interface Room {
  readonly members: Set<Connection>
  chat: ShownChat
  stateText: string
  positionText: string | null
  /** Live members have got every message up to here. */
  seq: number
}

/** The chats that have sockets, by themselves and by their tickets. */
export interface RoomBook {
  get(chatId: string): Room | undefined
  all(): Room[]
  isEmpty(): boolean
  ofTicket(ticketId: string): Iterable<string>
  enter(member: Connection, chat: ShownChat): Room
  leave(member: Connection, chatId: string): void
}

export function createRoomBook(): RoomBook {
  const rooms = new Map<string, Room>()
  const byTicket = new Map<string, Set<string>>()

  function open(chat: ShownChat): Room {
    const stateText = chatFrames.state(chat)
    const room: Room = { members: new Set(), chat, stateText, positionText: null, seq: chat.messageSeq }
    rooms.set(chat.id, room)
    byTicket.set(chat.ticketId, (byTicket.get(chat.ticketId) ?? new Set<string>()).add(chat.id))
    return room
  }

  return {
    get: (chatId) => rooms.get(chatId),
    all: () => [...rooms.values()],
    isEmpty: () => rooms.size === 0,
    ofTicket: (ticketId) => byTicket.get(ticketId) ?? [],
    enter: (member, chat) => {
      const room = rooms.get(chat.id) ?? open(chat)
      room.members.add(member)
      return room
    },
    leave: (member, chatId) => {
      const room = rooms.get(chatId)
      room?.members.delete(member)
      if (room === undefined || room.members.size > 0) return
      rooms.delete(chatId)
      const chats = byTicket.get(room.chat.ticketId)
      chats?.delete(chatId)
      if (chats?.size === 0) byTicket.delete(room.chat.ticketId)
    },
  }
}

/** Gives a message to the live members that have not got it; who catches up finds it by itself. */
export function giveMessage(room: Room, message: ChatMessage): void {
  const text = chatFrames.message(message)
  room.seq = Math.max(room.seq, message.seq)
  for (const member of room.members) {
    if (!member.isLive || message.seq <= member.cursor) continue
    member.cursor = message.seq
    const said = messageFor(member.visitor, message)
    member.sendText(said === message ? text : chatFrames.message(said))
  }
}

/** Sends a member what it has missed, up to what the live ones have got: from then on it is one of them. */
export async function catchUp(context: Context, member: Connection, room: Room): Promise<void> {
  // Compared right after the last wait, and live in the same step, so nothing can be given to the others in between.
  while (member.cursor < room.seq) {
    const messages = await readMissed(context, { chatId: room.chat.id, after: member.cursor })
    for (const message of messages) {
      member.cursor = message.seq
      member.sendText(chatFrames.message(messageFor(member.visitor, message)))
    }
    if (messages.length === 0) member.cursor = room.seq
    if (!(await member.calm())) return
  }
  member.isLive = true
}
