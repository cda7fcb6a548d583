import { useEffect, useSyncExternalStore } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import { ApiProblem } from '@switchyard/sdk'
import type { Attachment, Message } from '@switchyard/sdk'
import { readStored, storedNames, writeStored } from '../ui/stored.ts'
import { cacheKeys } from './cache-keys.ts'
import { sayInChat } from './chats.ts'
import { api } from './client.ts'

/** What an agent says in a chat: kept in this browser until the server has it. */
interface ChatWord {
  /** Sent under this id however often, it is said once. */
  clientId: string
  /** Who said it: nobody else who signs in here sends it. */
  memberId: string
  chatId: string
  ticketId: string
  body: string
  /** What it does besides, in the same step. */
  macroKey: string | null
  files: readonly Pick<Attachment, 'id' | 'name'>[]
  at: string
}

/** `waiting`: it was not heard back from, and goes again by itself. `said`: until the history shows it. */
export interface ShownWord extends ChatWord {
  phase: 'sending' | 'waiting' | 'refused' | 'said'
  error: Error | null
  messageId: string | null
}

const prefix = 'chatWord.'
const firstRetryMs = 1_000
const longestRetryMs = 15_000
let words: readonly ShownWord[] = []
const watchers = new Set<() => void>()
const pumping = new Set<string>()
let failures = 0
let retry: ReturnType<typeof setTimeout> | undefined

function set(next: readonly ShownWord[]): void {
  words = next
  watchers.forEach((watcher) => watcher())
}

const change = (clientId: string, more: Partial<ShownWord>) =>
  set(words.map((word) => (word.clientId === clientId ? { ...word, ...more } : word)))

const forget = (clientId: string) => writeStored(prefix + clientId, null)

async function deliver({ chatId, ticketId, body, clientId, macroKey, files }: ShownWord): Promise<string | null> {
  const attachments = files.map(({ id }) => id)
  if (macroKey === null) return (await sayInChat(chatId, { body, clientId, attachments })).id
  const { message } = await api.request<{ message: Message | null }>({
    method: 'POST',
    path: `/v1/tickets/${ticketId}/macros/${macroKey}`,
    body: { ...(body === '' ? {} : { body }), ...(attachments.length === 0 ? {} : { attachments }) },
    headers: { 'idempotency-key': clientId },
  })
  return message?.id ?? null
}

/** It came too late, or was one of too many: later it is taken. */
const laterStatuses = new Set([0, 408, 429])

/** Whether nobody knows if it arrived, or it only came at the wrong moment: then it goes again. */
const isPassing = (error: unknown) =>
  !(error instanceof ApiProblem) || laterStatuses.has(error.status) || error.status >= 500

/** Sends what waits in a chat, one after the other, so that it is read in the order it was written. */
async function pump(client: QueryClient, chatId: string): Promise<void> {
  if (pumping.has(chatId)) return
  pumping.add(chatId)
  try {
    for (let word = nextOf(chatId); word !== undefined; word = nextOf(chatId)) {
      change(word.clientId, { phase: 'sending', error: null })
      if (!(await attempt(client, word))) return
    }
  } finally {
    pumping.delete(chatId)
  }
}

const nextOf = (chatId: string) =>
  words.find((word) => word.chatId === chatId && (word.phase === 'waiting' || word.phase === 'sending'))

/** False when the line is down: what comes after it waits too. */
async function attempt(client: QueryClient, word: ShownWord): Promise<boolean> {
  const { clientId, ticketId } = word
  try {
    const messageId = await deliver(word)
    failures = 0
    forget(clientId)
    if (messageId === null) set(words.filter((one) => one.clientId !== clientId))
    else change(clientId, { phase: 'said', messageId })
    void client.invalidateQueries({ queryKey: cacheKeys.timeline(ticketId) })
    if (word.macroKey !== null) void client.invalidateQueries({ queryKey: cacheKeys.ticket(ticketId) })
    return true
  } catch (error) {
    const reason = error instanceof Error ? error : new ApiProblem({ status: 0 }, null)
    if (!isPassing(error)) {
      change(clientId, { phase: 'refused', error: reason })
      return true
    }
    change(clientId, { phase: 'waiting', error: reason })
    later(client)
    return false
  }
}

function later(client: QueryClient): void {
  clearTimeout(retry)
  const waitMs = Math.min(longestRetryMs, firstRetryMs * 2 ** failures)
  failures += 1
  retry = setTimeout(() => pumpAll(client), waitMs)
}

function pumpAll(client: QueryClient): void {
  for (const chatId of new Set(words.map((word) => word.chatId))) void pump(client, chatId)
}

/** Says something: shown at once, and sent until the server has it or refuses it. */
export function sayNow(client: QueryClient, said: ChatWord): void {
  writeStored(prefix + said.clientId, said)
  set([...words, { ...said, phase: 'sending', error: null, messageId: null }])
  void pump(client, said.chatId)
}

/** Sends again what was refused. */
export function sayAgain(client: QueryClient, { clientId, chatId }: ShownWord): void {
  change(clientId, { phase: 'sending', error: null })
  void pump(client, chatId)
}

/** Takes back what was not said. */
export function unsay({ clientId }: ShownWord): void {
  forget(clientId)
  set(words.filter((word) => word.clientId !== clientId))
}

/** The history shows these messages now. */
export function settleWords(messageIds: ReadonlySet<string>): void {
  const left = words.filter(({ messageId }) => messageId === null || !messageIds.has(messageId))
  if (left.length < words.length) set(left)
}

/** Sends what this person's pages before this one left behind; and whatever waits, when the network is back. */
export function useKeptWords(memberId: string): void {
  const client = useQueryClient()
  useEffect(() => {
    const known = new Set(words.map(({ clientId }) => clientId))
    const left = storedNames(prefix)
      .map((name) => readStored<ChatWord | null>(name, null))
      .filter((word) => word !== null)
      .filter((word) => word.memberId === memberId && !known.has(word.clientId))
      .toSorted((one, other) => one.at.localeCompare(other.at))
    set([...words, ...left.map((word): ShownWord => ({ ...word, phase: 'waiting', error: null, messageId: null }))])
    pumpAll(client)
    const hurry = () => {
      failures = 0
      pumpAll(client)
    }
    window.addEventListener('online', hurry)
    return () => window.removeEventListener('online', hurry)
  }, [client, memberId])
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher)
  return () => void watchers.delete(watcher)
}

/** All that is on its way, in the order it was written. */
export function useWords(): readonly ShownWord[] {
  return useSyncExternalStore(watch, () => words)
}
