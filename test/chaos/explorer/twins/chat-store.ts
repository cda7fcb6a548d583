import type * as real from '../../../../server/modules/chats/chat-store.ts'

/** Tasks of the kind `chat` are explored without the conversation behind them: there is none to begin or end. */
export const answerChat: typeof real.answerChat = () => Promise.resolve()
export const endChat: typeof real.endChat = () => Promise.resolve(null)

const notExplored = () => Promise.reject(new Error('No schedule opens or rates a chat.'))
export const insertChat: typeof real.insertChat = notExplored
export const saveRating: typeof real.saveRating = notExplored
