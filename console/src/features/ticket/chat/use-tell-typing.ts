import { useRef } from 'react'
import { typeInChat } from '../../../live/chats.ts'

/** The other side forgets it after twice this time. */
const everyMs = 3_000

/** Gives how to tell the customer of a chat that somebody writes; at most every few seconds, and never of an empty text. */
export function useTellTyping(chatId: string | null): (text: string) => void {
  const toldAt = useRef(0)
  return (text) => {
    if (chatId === null || text.trim() === '' || Date.now() - toldAt.current < everyMs) return
    toldAt.current = Date.now()
    typeInChat(chatId)
  }
}
