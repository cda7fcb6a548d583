import type { Answers, Calls, Leaving, OpenedSession, Opening, Refusal } from './calls.ts'
import { type Attachment, enqueue, lastSeq, markRefused, nothingSaid, type Pending } from './conversation.ts'
import { type Line, openLine } from './line.ts'
import { type Memory, randomText, type Remembered } from './memory.ts'
import { atFirst, type ChatState, follow } from './state.ts'
import { createStore, type Store } from './store.ts'

/** What is wanted: to talk, or while nobody is there to be answered later or called. */
export type Mode = NonNullable<Opening['mode']>

export interface ChatParts {
  readonly calls: Calls
  readonly memory: Memory
  /** What an opening with these answers says. */
  readonly opening: (answers: Answers, mode: Mode) => Opening
}

/** A customer's side of one conversation, and of the next one after it. */
export interface Chat {
  readonly state: Store<ChatState>
  /** Goes on with what was remembered; does nothing where nothing was. */
  resume(): void
  open(answers: Answers, mode?: Mode): Promise<void>
  say(body: string, files: readonly Attachment[]): void
  retry(clientId: string): void
  type(): void
  /** What is heard up to here has been seen. */
  see(): void
  end(): Promise<void>
  /** Gives up waiting, with what must be known for that. Throws a `Refusal`. */
  leave(as: Leaving['as'], told: Omit<Leaving, 'as'>): Promise<void>
  /** What opens the session; null while there is none. */
  token(): string | null
  /** Throws a `Refusal` where that is not possible. */
  rate(score: number, comment: string): Promise<void>
  mail(): Promise<void>
  /** Forgets what ended, for a new conversation. */
  startOver(): void
  setOnline(isOnline: boolean): void
  close(): void
}

const typingToldMs = 3000

export function createChat({ calls, memory, opening }: ChatParts): Chat {
  const state = createStore(atFirst)
  let line: Line | null = null
  let typingToldAt = 0

  const connect = (remembered: Remembered) => {
    line?.close()
    const { sessionId, token, streamUrl } = remembered
    line = openLine({ calls, credential: { sessionId, token }, streamUrl, state, onLost: lose })
    memory.write(remembered)
    keep = keeperOf(memory, sessionId)
  }
  let keep: ((value: ChatState) => void) | null = null
  state.listen(() => keep?.(state.get()))
  const forget = () => {
    if (line !== null) {
      const { sessionId } = line.credential
      memory.keep(sessionId, state.get().conversation.outbox, [])
      memory.change(sessionId, () => null)
      line.close()
    }
    line = keep = null
  }
  /** What was said stays readable until the customer starts anew. */
  const lose = () => {
    forget()
    state.set((value) => ({
      ...value,
      phase: value.conversation.messages.length === 0 ? 'form' : 'ended',
      place: null,
    }))
  }
  const begin = ({ id, token, streamUrl, ...session }: OpenedSession) => {
    state.set(({ isLinked }) => follow({ ...atFirst, isLinked }, session))
    connect({ sessionId: id, token, streamUrl, joinedAt: null, seen: 0 })
  }
  return {
    ...wordsOf(state, () => line),
    ...endsOf(calls, state, () => line),
    token: () => line?.credential.token ?? null,
    state,
    resume: () => {
      const remembered = memory.read()
      if (remembered === null) return
      const outbox = memory.waiting(remembered.sessionId)
      state.set((value) => ({ ...value, ...startOf(remembered), conversation: { ...nothingSaid, outbox } }))
      connect(remembered)
      void line?.refresh()
    },
    open: async (answers, mode = 'chat') => {
      state.set((value) => ({ ...value, phase: 'opening', fault: null }))
      try {
        begin(await calls.open(opening(answers, mode)))
      } catch (error) {
        state.set((value) => ({ ...value, phase: 'form', fault: { words: (error as Refusal).message } }))
      }
    },
    type: () => {
      if (Date.now() - typingToldAt < typingToldMs) return
      typingToldAt = Date.now()
      line?.tell({ type: 'typing' })
    },
    startOver: () => {
      forget()
      state.set(({ isLinked }) => ({ ...atFirst, isLinked }))
    },
    close: () => line?.close(),
  }
}

function wordsOf(state: Store<ChatState>, line: () => Line | null): Pick<Chat, 'say' | 'retry' | 'see' | 'setOnline'> {
  return {
    say: (body, files) => {
      const pending = { clientId: randomText(), body, files, at: new Date().toISOString(), isRefused: false }
      state.set((value) => ({ ...value, conversation: enqueue(value.conversation, pending) }))
      line()?.send()
    },
    retry: (clientId) => {
      state.set((value) => ({ ...value, conversation: markRefused(value.conversation, clientId, false) }))
      line()?.send()
    },
    see: () => {
      const last = lastSeq(state.get().conversation)
      if (state.get().seen >= last) return
      state.set((value) => ({ ...value, seen: last }))
      line()?.tell({ type: 'read', seq: last })
    },
    setOnline: (isOnline) => line()?.setOnline(isOnline),
  }
}

/** Where a page that was loaded again begins: the line the customer stood in, and what was seen. */
function startOf({ seen, joinedAt }: Remembered): Partial<ChatState> {
  const place = joinedAt === null ? null : { position: joinedAt, joinedAt, wait: null }
  return { phase: place === null ? 'live' : 'waiting', seen, place }
}

/** Writes down what a reload needs, whenever something changed. */
function keeperOf(memory: Memory, sessionId: string): (value: ChatState) => void {
  let before: readonly Pending[] = []
  return ({ conversation: { outbox }, seen, place }) => {
    memory.keep(sessionId, before, outbox)
    before = outbox
    memory.change(sessionId, (known) => ({
      ...known,
      seen: Math.max(known.seen, seen),
      joinedAt: place?.joinedAt ?? null,
    }))
  }
}

function endsOf(
  calls: Calls,
  state: Store<ChatState>,
  lineNow: () => Line | null,
): Pick<Chat, 'end' | 'leave' | 'rate' | 'mail'> {
  return {
    end: async () => {
      const line = lineNow()
      if (line === null) return
      await calls.end(line.credential).catch(() => null)
      await line.refresh()
    },
    leave: async (as, told) => {
      const line = lineNow()
      if (line === null) return
      try {
        await calls.leave(line.credential, { as, ...told })
      } finally {
        // Somebody may have come just then.
        await line.refresh()
      }
    },
    rate: async (score, comment) => {
      const line = lineNow()
      if (line === null) return
      await calls.rate(line.credential, comment === '' ? { score } : { score, comment })
      state.set((value) => ({ ...value, rated: score }))
    },
    mail: async () => {
      const line = lineNow()
      if (line !== null) await calls.mail(line.credential)
    },
  }
}
