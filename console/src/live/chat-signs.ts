import { useEffect, useId, useSyncExternalStore } from 'react'
import type { ChatSign } from '@switchyard/sdk'

/** Who types says so every few seconds; when that stops, so does the word of it. */
const typingMs = 6_000

const typing = new Map<string, ReturnType<typeof setTimeout>>()
const watchers = new Set<() => void>()
const wishes = new Map<string, readonly string[]>()
let tellServer: ((chatIds: readonly string[]) => void) | null = null

const tell = () => watchers.forEach((watcher) => watcher())

/** Their customer types, or has stopped: by saying it. */
export function noteTyping({ chatId, kind, by }: Pick<ChatSign, 'chatId' | 'kind' | 'by'>): void {
  if (kind === 'typing' && by === 'customer') {
    clearTimeout(typing.get(chatId))
    typing.set(
      chatId,
      setTimeout(() => noteSaid(chatId), typingMs),
    )
    tell()
  }
}

/** What was typed has been said, or was given up. */
export function noteSaid(chatId: string): void {
  clearTimeout(typing.get(chatId))
  if (typing.delete(chatId)) tell()
}

/** Whether the customer of a chat is typing. */
export function useIsTyping(chatId: string | undefined): boolean {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    () => chatId !== undefined && typing.has(chatId),
  )
}

function tellWatched(): void {
  tellServer?.([...new Set([...wishes.values()].flat())])
}

/** What names the watched chats to the server; null once it is gone. */
export function carryWatches(carry: typeof tellServer): void {
  tellServer = carry
  if (carry !== null && wishes.size > 0) tellWatched()
}

/** Hears of the moment in these chats while they are shown. */
export function useWatchedChats(chatIds: readonly string[]): void {
  const owner = useId()
  const wanted = chatIds.join(' ')
  useEffect(() => {
    if (wanted === '') return
    wishes.set(owner, wanted.split(' '))
    tellWatched()
    return () => {
      wishes.delete(owner)
      tellWatched()
    }
  }, [owner, wanted])
}
