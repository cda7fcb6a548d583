import type { ChatMessage } from './chat-message.ts'

/** What became of a message. */
export interface SaidInChat {
  readonly message: ChatMessage
  /** It was said before under the same `clientId`. */
  readonly isRepeat: boolean
}
