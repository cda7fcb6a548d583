import type { RawData } from 'ws'
import type { PublicEvent } from '../modules/events/index.ts'
import type { ChatSide } from '../modules/chats/index.ts'
import { type Visibility, visibilities } from '../modules/tickets/index.ts'
import { decodeId } from '../platform/ids.ts'
import type { GivenProof } from './handshake.ts'

/** What may be wrong with a client's frame or connection: the closed list, and all a client is ever told. */
export type FrameError =
  | 'malformed_frame'
  | 'unknown_frame'
  | 'unauthenticated'
  | 'too_many_frames'
  | 'unavailable'
  /** Of what somebody says in a chat. */
  | 'chat_over'
  | 'conflict'
  | 'invalid_message'
  | 'not_allowed'

/** What the server says. */
export type ServerFrame =
  /** The stream begins after `seq`. */
  | { readonly type: 'hello'; readonly seq: number; readonly heartbeatMs: number }
  | { readonly type: 'event'; readonly event: PublicEvent }
  /** Too much was missed to be sent again: load the state anew; the stream goes on after `seq`. */
  | { readonly type: 'resync'; readonly seq: number }
  /**
   * To a socket about oneself: something happened here that it was not told of. What it shows of others it may read again,
   * at a moment of its own within `withinMs`, so that not all come at once. All of its own up to `seq` it has.
   */
  | { readonly type: 'stir'; readonly seq: number; readonly withinMs: number }
  /** Of a chat that is watched: somebody types there, or has read so far (`seq`). Of this moment only. */
  | {
      readonly type: 'chat'
      readonly chatId: string
      readonly kind: 'typing' | 'read'
      readonly by: ChatSide
      readonly seq: number | null
    }
  /** Who else has the ticket before them that this socket looks at, and what they are writing: all of them, each time. */
  | { readonly type: 'viewers'; readonly ticketId: string; readonly viewers: readonly ShownViewer[] }
  /** A draft on that ticket was saved (`revision`), or is gone (null). */
  | {
      readonly type: 'draft'
      readonly ticketId: string
      readonly visibility: Visibility
      readonly isMine: boolean
      readonly revision: number | null
    }
  /** Answer it with a heartbeat. */
  | { readonly type: 'beat'; readonly at: string }
  | { readonly type: 'error'; readonly code: FrameError; readonly requestId: string }

/** Somebody else at a ticket. */
export interface ShownViewer {
  readonly id: string
  readonly name: string
  readonly writing: Visibility | null
}

/** What a client says. */
export type ClientFrame =
  | { readonly type: 'heartbeat' }
  | { readonly type: 'authenticate'; readonly proof: GivenProof }
  /** The chats that its desk has open or holds: those from now on, and no others. */
  | { readonly type: 'watch'; readonly chatIds: readonly string[] }
  /** The ticket before it, null for none, and what is being written on it: said again while that goes on. */
  | { readonly type: 'look'; readonly ticketId: string | null; readonly writing: Visibility | null }

/** Of one socket; who has more open does not look at all of them. */
const mostWatched = 50

/** Reads a text frame; what is none of ours becomes the code to answer with. */
export function readClientFrame(text: string): ClientFrame | FrameError {
  let frame: unknown
  try {
    frame = JSON.parse(text)
  } catch {
    return 'malformed_frame'
  }
  if (frame === null || typeof frame !== 'object' || Array.isArray(frame)) return 'malformed_frame'
  const { type, pass, token, chats, ticket, writing } = frame as Record<string, unknown>
  if (typeof type !== 'string') return 'malformed_frame'
  if (type === 'heartbeat') return { type }
  if (type === 'watch') return readWatch(chats)
  if (type === 'look') return readLook(ticket, writing ?? null)
  if (type !== 'authenticate') return 'unknown_frame'
  if (typeof pass === 'string') return { type, proof: { kind: 'pass', pass } }
  return typeof token === 'string' ? { type, proof: { kind: 'token', token } } : 'malformed_frame'
}

function readWatch(chats: unknown): ClientFrame | FrameError {
  if (!Array.isArray(chats) || chats.length > mostWatched) return 'malformed_frame'
  const chatIds = chats.map((id) => (typeof id === 'string' ? decodeId('chat', id) : null)).filter((id) => id !== null)
  return chatIds.length === chats.length ? { type: 'watch', chatIds } : 'malformed_frame'
}

function readLook(ticket: unknown, writing: unknown): ClientFrame | FrameError {
  const known = writing === null ? null : visibilities.find((visibility) => visibility === writing)
  const ticketId = typeof ticket === 'string' ? decodeId('ticket', ticket) : null
  if (known === undefined || (ticket !== null && ticketId === null)) return 'malformed_frame'
  return { type: 'look', ticketId, writing: ticketId === null ? null : known }
}

/** A message as text; null when it came as bytes. */
export function textOf(data: RawData, isBinary: boolean): string | null {
  return isBinary || !Buffer.isBuffer(data) ? null : data.toString('utf8')
}
