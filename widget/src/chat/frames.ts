import type { EstimatedWait, Session } from './calls.ts'
import type { Message } from './conversation.ts'
import { type ChatState, follow } from './state.ts'

/** What a session's socket says. */
export type Frame =
  | { readonly type: 'message'; readonly message: Message }
  | { readonly type: 'typing'; readonly by: string }
  | { readonly type: 'read'; readonly by: string; readonly seq: number }
  | ({ readonly type: 'state' } & Partial<Session>)
  | { readonly type: 'position'; readonly position: number | null; readonly estimatedWait: EstimatedWait | null }

/** What a frame that is no message changes; an unknown one changes nothing. */
export function applyFrame(state: ChatState, frame: Exclude<Frame, { type: 'message' }>): ChatState {
  // What this customer does in another window is no news of the other side.
  if ('by' in frame && frame.by === 'customer') return state
  switch (frame.type) {
    case 'typing':
      return { ...state, isTyping: state.phase === 'live' }
    case 'read':
      return { ...state, isTyping: false, theirSeen: Math.max(state.theirSeen, frame.seq) }
    case 'state':
    case 'position':
      return follow(state, frame)
    default:
      return state
  }
}
