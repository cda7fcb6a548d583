import { isMovedByReply } from '../../core/lifecycle/index.ts'
import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context } from '../../platform/context.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import { can } from '../access/index.ts'
import { actorOf, type EventType, type TicketEventRow, ticketEventRows } from '../events/index.ts'
import { clockFacts } from '../handling/index.ts'
import {
  changedClocks,
  clockEventsOf,
  clockRow,
  type DecidedClocks,
  decideClocks,
  isPromisedAnew,
  type StoredClock,
} from '../sla/index.ts'
import type { AuthorKey, AuthorKind } from '../tickets/index.ts'
import type { ChatMessage } from './chat-message.ts'
import type { WaitingWord } from './gather-words.ts'
import type { SaidRows } from './said-store.ts'
import type { Talk } from './talk-view.ts'

/** What the batch has read under its locks. */
export interface TalksRead {
  readonly talks: ReadonlyMap<string, Talk>
  /** Ids of senders that have a message already, as `chatId clientId`. */
  readonly taken: ReadonlySet<string>
  /** By `kind id`. */
  readonly names: ReadonlyMap<string, string>
  readonly workflow: WorkflowSnapshot
  readonly at: number
}

/** A word with its number. */
export interface DecidedWord {
  readonly entry: WaitingWord
  readonly message: ChatMessage
  readonly eventIds: readonly string[]
}

export interface DecidedWords {
  readonly said: readonly DecidedWord[]
  /** What asks for more than a message, or is refused. */
  readonly alone: readonly WaitingWord[]
  readonly rows: SaidRows
}

/** A talk as it is after the words so far. */
interface Progress {
  readonly talk: Talk
  chatSeq: number
  agentReadSeq: number
  messageSeq: number
  eventSeq: number
  changes: number
  /** The customer has said something, or somebody for it. */
  isHeard: boolean
  clocks: readonly StoredClock[]
  /** Null while no clock has changed. */
  due: { readonly timerAt: number | null; readonly nextDueAt: number | null } | null
  readonly changed: Set<string>
}

/** Who says a word, as its message has it. */
export function authorOf({ context, word }: Pick<WaitingWord, 'context' | 'word'>, talk: Talk | null): AuthorKey {
  if (word.asCustomer || context.principal.kind === 'customer') return { kind: 'customer', id: talk?.customerId ?? '' }
  return actorOf(context.principal)
}

/** Gives words their places, one after the other: what each adds is decided on what those before it have left. */
export function decideWords(batch: readonly WaitingWord[], read: TalksRead): DecidedWords {
  const progress = new Map([...read.talks].map(([id, talk]) => [id, beginOf(talk)]))
  const used = new Set(read.taken)
  const said: DecidedWord[] = []
  const alone: WaitingWord[] = []
  const rows: SaidRows = {
    said_messages: [],
    said_places: [],
    spoken_chats: [],
    spoken_tickets: [],
    ticket_events: [],
    kept_clocks: [],
    hastened_timers: [],
  }
  for (const entry of batch) {
    const { chatId, clientId } = entry.word
    const state = progress.get(chatId)
    const key = `${chatId} ${clientId}`
    const isRepeat = clientId !== null && used.has(key)
    if (state === undefined || isRepeat || !isPlain(entry, state.talk, read)) {
      alone.push(entry)
      continue
    }
    const clocks = clocksAfterWord(entry, state, read)
    // What escalation steps ask for is more than the word.
    if (clocks !== null && clocks.escalated.length > 0) {
      alone.push(entry)
      continue
    }
    if (clientId !== null) used.add(key)
    said.push(sayOne(entry, state, { read, rows, clocks }))
  }
  for (const state of progress.values()) if (state.changes > 0) finish(state, rows)
  return { said, alone, rows }
}

function beginOf(talk: Talk): Progress {
  const { chatSeq, agentReadSeq, messageSeq, eventSeq, clocks } = talk
  const nothing = { changes: 0, isHeard: false, due: null, changed: new Set<string>() }
  return { talk, chatSeq, agentReadSeq, messageSeq, eventSeq, clocks, ...nothing }
}

/** Whether nothing but the message, its clocks and its event comes of it. */
function isPlain(entry: WaitingWord, talk: Talk, { workflow }: TalksRead): boolean {
  const { principal, cause } = entry.context
  if (talk.isSpecial || cause !== null || principal.kind === 'system') return false
  const place = { ...talk, chatId: talk.id }
  if (!can(principal, 'chat:read', place) || !can(principal, 'chat:write', place)) return false
  const status = workflow.lifecycles.get(talk.lifecycle)?.statuses.get(talk.status)
  if (status === undefined) return false
  // Bringing clocks up to date may begin some late, which asks for what has happened so far.
  if (isPromisedAnew({ ticket: { ...talk, id: talk.ticketId }, workflow, clocks: talk.clocks })) return false
  const { kind } = authorOf(entry, talk)
  return !((kind === 'customer' || kind === 'partner') && isMovedByReply(status, kind))
}

function clocksAfterWord(
  entry: WaitingWord,
  { talk, clocks }: Progress,
  { workflow, at }: TalksRead,
): DecidedClocks | null {
  const events = clockEventsOf(authorOf(entry, talk).kind as AuthorKind, 'public', at)
  return decideClocks({ ticket: { ...talk, id: talk.ticketId }, workflow, events, clocks })
}

function sayOne(
  entry: WaitingWord,
  state: Progress,
  { read, rows, clocks }: { read: TalksRead; rows: SaidRows; clocks: DecidedClocks | null },
): DecidedWord {
  const { context, word } = entry
  const { talk } = state
  const author = authorOf(entry, talk)
  const kind = author.kind as AuthorKind
  const messageId = newId()
  const seq = ++state.messageSeq
  // The desk has read what it says itself, where it had read all before.
  if (kind !== 'customer' && state.agentReadSeq === state.chatSeq) state.agentReadSeq++
  const chatSeq = ++state.chatSeq
  state.changes++
  state.isHeard ||= kind === 'customer'
  rows.said_messages.push({
    id: messageId,
    ticket_id: talk.ticketId,
    seq,
    author_kind: kind,
    author_id: author.id,
    body: word.body,
  })
  rows.said_places.push({ chat_id: talk.id, seq: chatSeq, message_id: messageId, client_id: word.clientId })
  const eventIds: string[] = []
  const record = recorderOf(context, state, { events: rows.ticket_events, eventIds })
  record('message.added', {
    messageId: encodeId('message', messageId),
    seq,
    visibility: 'public',
    authorKind: kind,
    chatId: encodeId('chat', talk.id),
    chatSeq,
  })
  if (clocks?.isChanged === true) {
    for (const { id } of changedClocks(clocks.clocks, state.clocks)) state.changed.add(id)
    state.clocks = clocks.clocks
    state.due = clocks
    for (const { type, data } of clockFacts(clocks)) record(type, data)
  }
  const name = kind === 'customer' ? talk.customerName : (read.names.get(`${kind} ${author.id}`) ?? null)
  const message: ChatMessage = {
    id: messageId,
    ticketId: talk.ticketId,
    chatId: talk.id,
    seq: chatSeq,
    clientId: word.clientId,
    author: { kind, id: author.id, name },
    visibility: 'public',
    body: word.body,
    isQuestion: false,
    attachments: [],
    createdAt: read.at,
    redaction: null,
  }
  return { entry, message, eventIds }
}

/** Gives the way to add events of one word, each at the ticket's next place. */
function recorderOf(
  context: Context,
  state: Progress,
  { events, eventIds }: { events: TicketEventRow[]; eventIds: string[] },
) {
  const rowOf = ticketEventRows(context)
  return (type: EventType, data: object): void => {
    const row = rowOf({ ticketId: state.talk.ticketId, seq: ++state.eventSeq, type, data })
    eventIds.push(row.id)
    events.push(row)
  }
}

/** The rows of a chat and its ticket as they are after all words of the batch. */
function finish(state: Progress, rows: SaidRows): void {
  const { talk, chatSeq, agentReadSeq, messageSeq, eventSeq, changes, isHeard, clocks, due, changed } = state
  rows.spoken_chats.push({
    id: talk.id,
    message_seq: chatSeq,
    agent_read_seq: agentReadSeq,
    is_heard: isHeard ? 1 : 0,
  })
  rows.spoken_tickets.push({
    id: talk.ticketId,
    message_seq: messageSeq,
    event_seq: eventSeq,
    changes,
    is_due_new: due === null ? 0 : 1,
    next_due_at: dateOf(due?.nextDueAt ?? null),
  })
  if (due === null) return
  for (const clock of clocks) if (changed.has(clock.id)) rows.kept_clocks.push(clockRow(talk.ticketId, clock))
  const { timerAt } = due
  if (timerAt !== null) rows.hastened_timers.push({ kind: 'sla', subject_id: talk.ticketId, due_at: new Date(timerAt) })
}

function dateOf(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms)
}
