import { encodeId } from '../../platform/ids.ts'
import { type Message, presentMessage } from '../tickets/index.ts'

/** A message by its place in a chat: `seq` and `clientId` are the chat's, not the ticket's. */
export interface ChatMessage extends Message {
  readonly chatId: string
}

/** A message of a chat as the API writes it. */
export function presentChatMessage(message: ChatMessage) {
  const { id, seq, clientId, author, automatic, body, attachments, createdAt, redaction } = presentMessage(message)
  return {
    id,
    chatId: encodeId('chat', message.chatId),
    seq,
    clientId,
    author,
    automatic,
    body,
    attachments,
    createdAt,
    redaction,
  }
}
