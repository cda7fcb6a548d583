import type { RawData } from 'ws'
import type { PublicEvent } from '../modules/events/index.ts'
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
  /** Answer it with a heartbeat. */
  | { readonly type: 'beat'; readonly at: string }
  | { readonly type: 'error'; readonly code: FrameError; readonly requestId: string }

/** What a client says. */
export type ClientFrame = { readonly type: 'heartbeat' } | { readonly type: 'authenticate'; readonly proof: GivenProof }

/** Reads a text frame; what is none of ours becomes the code to answer with. */
export function readClientFrame(text: string): ClientFrame | FrameError {
  let frame: unknown
  try {
    frame = JSON.parse(text)
  } catch {
    return 'malformed_frame'
  }
  if (frame === null || typeof frame !== 'object' || Array.isArray(frame)) return 'malformed_frame'
  const { type, pass, token } = frame as Record<string, unknown>
  if (typeof type !== 'string') return 'malformed_frame'
  if (type === 'heartbeat') return { type }
  if (type !== 'authenticate') return 'unknown_frame'
  if (typeof pass === 'string') return { type, proof: { kind: 'pass', pass } }
  return typeof token === 'string' ? { type, proof: { kind: 'token', token } } : 'malformed_frame'
}

/** A message as text; null when it came as bytes. */
export function textOf(data: RawData, isBinary: boolean): string | null {
  return isBinary || !Buffer.isBuffer(data) ? null : data.toString('utf8')
}
