import { expect, it } from 'vitest'
import { nextChat } from './next-chat.ts'

const chat = (ticketId: string, unread = 0) => ({ ticketId, messages: 5, read: { customer: 5, agent: 5 - unread } })
const nextOf = (chats: ReturnType<typeof chat>[], open: string | null) => nextChat(chats, open)?.ticketId ?? null

it('goes to the next conversation with something unread, round from the open one', () => {
  const chats = [chat('a', 1), chat('b'), chat('c'), chat('d', 2)]
  expect([nextOf(chats, 'b'), nextOf(chats, 'd'), nextOf(chats, null)]).toEqual(['d', 'a', 'a'])
})

it('goes to the next one where nothing is unread, and nowhere where there is no other', () => {
  const chats = [chat('a'), chat('b')]
  expect([nextOf(chats, 'a'), nextOf(chats, 'b'), nextOf(chats, 'elsewhere')]).toEqual(['b', 'a', 'a'])
  expect([nextOf([chat('a', 3)], 'a'), nextOf([], null)]).toEqual([null, null])
})
