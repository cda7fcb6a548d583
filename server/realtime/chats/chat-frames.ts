import type { ChatWithOutlook } from '../../modules/chat/index.ts'
import { type ChatMessage, presentChatMessage } from '../../modules/chat/index.ts'
import { type ChatSide, presentChat, type ShownChat } from '../../modules/chats/index.ts'
import type { FrameError } from '../frames.ts'

/** What somebody in a chat says. */
export type ChatClientFrame =
  | { readonly type: 'heartbeat' | 'authenticate' | 'typing' }
  | { readonly type: 'read'; readonly seq: number }
  | { readonly type: 'message'; readonly clientId: string; readonly body: string; readonly fileIds: readonly string[] }

const longestBody = 10_000
const mostFiles = 10

/** Reads a text frame; what is none of ours becomes the code to answer with. */
export function readChatFrame(
  text: string | null,
  fileIdOf: (text: string) => string | null,
): ChatClientFrame | FrameError {
  const frame = text === null ? null : objectOf(text)
  if (frame === null) return 'malformed_frame'
  const { type, seq } = frame
  if (type === 'heartbeat' || type === 'authenticate' || type === 'typing') return { type }
  if (type === 'read') return isSeq(seq) ? { type, seq } : 'malformed_frame'
  if (type === 'message') return readMessage(frame, fileIdOf)
  return typeof type === 'string' ? 'unknown_frame' : 'malformed_frame'
}

function readMessage(
  { clientId, body = '', attachments = [] }: Readonly<Record<string, unknown>>,
  fileIdOf: (text: string) => string | null,
): ChatClientFrame | FrameError {
  if (typeof clientId !== 'string' || clientId.length === 0 || clientId.length > 100) return 'invalid_message'
  if (typeof body !== 'string' || body.length > longestBody) return 'invalid_message'
  // No text of the database can hold it, and one such message would cost the others of its batch.
  if (`${clientId}${body}`.includes('\0')) return 'invalid_message'
  if (!Array.isArray(attachments) || attachments.length > mostFiles) return 'invalid_message'
  const fileIds = attachments.map((file) => (typeof file === 'string' ? fileIdOf(file) : null))
  const known = fileIds.filter((fileId) => fileId !== null)
  if (known.length !== fileIds.length || new Set(known).size !== known.length) return 'invalid_message'
  return { type: 'message', clientId, body, fileIds: known }
}

function isSeq(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 2 ** 31
}

function objectOf(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text)
    return value !== null && typeof value === 'object' && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : null
  } catch {
    return null
  }
}

/** The frames of the server, as text that many readers share. */
export const chatFrames = {
  hello: (chatId: string, seq: number) => JSON.stringify({ type: 'hello', chatId, seq }),
  message: (message: ChatMessage) => JSON.stringify({ type: 'message', message: presentChatMessage(message) }),
  state: (chat: ShownChat) => {
    const { id, status, queue, agent, endedBy, endReason, read, rating, redacted } = presentChat(chat)
    return JSON.stringify({
      type: 'state',
      chatId: id,
      status,
      queue,
      agent,
      endedBy,
      endReason,
      read,
      rating,
      redacted,
    })
  },
  position: ({ position, estimatedWait }: ChatWithOutlook) =>
    JSON.stringify({ type: 'position', position, estimatedWait }),
  typing: (by: ChatSide) => JSON.stringify({ type: 'typing', by }),
  read: (by: ChatSide, seq: number) => JSON.stringify({ type: 'read', by, seq }),
  ack: (clientId: string, seq: number) => JSON.stringify({ type: 'ack', clientId, seq }),
  error: (code: FrameError, requestId: string, clientId: string) =>
    JSON.stringify({ type: 'error', code, requestId, clientId }),
}
