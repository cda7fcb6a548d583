import { type ChatSignal, getChat, onChatSignals } from '../modules/chat/index.ts'
import type { EventFeed } from '../modules/events/index.ts'
import { encodeId, newId } from '../platform/ids.ts'
import type { Installation } from '../platform/installation.ts'
import type { Connection } from './connection.ts'

/** Who of the desk has which chats before them, and is told of the moment there: that somebody types, or has read. */
export interface ChatWatches {
  /** These chats from now on, and no others; those that its visitor may not see are left out. */
  watch(connection: Connection, chatIds: readonly string[]): void
  leave(connection: Connection): void
  stop(): void
}

export interface ChatWatchesOptions {
  readonly installation: Installation
  /** Where something became of a ticket, it is asked again whether its chat may still be seen. */
  readonly feed: EventFeed
  readonly onTrouble: (error: unknown) => void
}

export function createChatWatches({ installation, feed, onTrouble }: ChatWatchesOptions): ChatWatches {
  /** What each asked for last; a slow answer to an earlier wish changes nothing. */
  const wishes = new Map<Connection, ReadonlySet<string>>()
  const watchers = new Map<string, { readonly ticketId: string; readonly members: Set<Connection> }>()

  async function admit(connection: Connection, chatId: string): Promise<void> {
    const wish = wishes.get(connection)
    const { workspace, principal } = connection.visitor
    const chat = await getChat(installation.openContext({ workspace, principal, requestId: newId() }), { chatId })
    if (wish === undefined || wishes.get(connection) !== wish) return
    if (chat === null) return remove(connection, chatId)
    const known = watchers.get(chatId) ?? { ticketId: chat.ticketId, members: new Set<Connection>() }
    known.members.add(connection)
    watchers.set(chatId, known)
  }

  function remove(connection: Connection, chatId: string): void {
    const known = watchers.get(chatId)
    known?.members.delete(connection)
    if (known?.members.size === 0) watchers.delete(chatId)
  }

  function leave(connection: Connection): void {
    for (const chatId of wishes.get(connection) ?? []) remove(connection, chatId)
    wishes.delete(connection)
  }

  function watch(connection: Connection, chatIds: readonly string[]): void {
    const known = wishes.get(connection)
    const wish = new Set(chatIds)
    for (const chatId of known ?? []) if (!wish.has(chatId)) remove(connection, chatId)
    wishes.set(connection, wish)
    for (const chatId of wish)
      if (watchers.get(chatId)?.members.has(connection) !== true) admit(connection, chatId).catch(onTrouble)
  }

  function tell(signal: ChatSignal): void {
    // That an agent types tells the other agents nothing; how far one has read clears the marks in its other windows.
    if (signal.kind === 'typing' && signal.by === 'agent') return
    const members = watchers.get(signal.chatId)?.members
    if (members === undefined) return
    const text = chatFrame(signal)
    for (const member of members) member.sendText(text)
  }

  function recheck(ticketIds: ReadonlySet<string>): void {
    for (const [chatId, { ticketId, members }] of watchers)
      if (ticketIds.has(ticketId)) for (const member of members) admit(member, chatId).catch(onTrouble)
  }

  const ends = [
    onChatSignals(installation.memory, tell),
    feed.subscribe((headers) => {
      if (watchers.size === 0) return
      const moved = headers.filter(({ type, subjectKind }) => subjectKind === 'ticket' && type !== 'message.added')
      recheck(new Set(moved.map(({ subjectId }) => subjectId)))
    }),
  ]
  return { watch, leave, stop: () => ends.forEach((end) => end()) }
}

function chatFrame({ chatId, kind, by, seq }: ChatSignal): string {
  return JSON.stringify({ type: 'chat', chatId: encodeId('chat', chatId), kind, by, seq })
}
