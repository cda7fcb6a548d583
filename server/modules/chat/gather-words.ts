import type { Context } from '../../platform/context.ts'
import { memoryKey } from '../../platform/memory.ts'
import type { SaidInChat } from './said.ts'

/** A plain message: words, and nothing to look up beside its chat. */
export interface Word {
  readonly chatId: string
  readonly body: string
  readonly clientId: string | null
  readonly asCustomer: boolean
}

export interface WaitingWord {
  readonly context: Context
  readonly word: Word
  /** `alone`: it is not plain after all, and is to be said in a transaction of its own. */
  readonly resolve: (said: SaidInChat | 'alone') => void
  readonly reject: (error: unknown) => void
}

/** More than this in one statement gains nothing and makes the first ones wait. */
const largestBatch = 250
/** A second batch is decided and sent while the first is being committed. */
const mostWriters = 2
/** A smaller second batch would cost the database more than its waiting costs who waits. */
const worthASecondWriter = 16

interface Queue {
  waiting: WaitingWord[]
  /** Chats of the batches on their way: each chat is in one at a time, so its words keep their order. */
  readonly busy: Set<string>
  writers: number
}

const queues = memoryKey('chat.words', () => new Map<string, Queue>())

/**
 * Says a word together with what is said in other chats of the workspace at the same time. What arrives while one batch is
 * committed makes the next; nothing is ever delayed for it.
 */
export function gatherWord(
  context: Context,
  word: Word,
  write: (batch: readonly WaitingWord[]) => Promise<void>,
): Promise<SaidInChat | 'alone'> {
  const all = context.memory.of(queues)
  const queue = all.get(context.workspace.id) ?? { waiting: [], busy: new Set(), writers: 0 }
  all.set(context.workspace.id, queue)
  return new Promise((resolve, reject) => {
    queue.waiting.push({ context, word, resolve, reject })
    if (queue.writers >= mostWriters || !isWorthWriting(queue, queue.writers)) return
    queue.writers++
    setImmediate(() => void drain(queue, write))
  })
}

async function drain(queue: Queue, write: (batch: readonly WaitingWord[]) => Promise<void>): Promise<void> {
  while (isWorthWriting(queue, queue.writers - 1)) {
    const batch = takeBatch(queue)
    if (batch.length === 0) break
    try {
      await write(batch)
    } catch (error) {
      for (const entry of batch) entry.reject(error)
    }
    for (const { word } of batch) queue.busy.delete(word.chatId)
  }
  queue.writers--
}

/** The next words of chats that no other batch has. Whoever has the others comes back to them. */
function takeBatch(queue: Queue): WaitingWord[] {
  const taken: WaitingWord[] = []
  const left: WaitingWord[] = []
  for (const entry of queue.waiting) {
    const isFree = taken.length < largestBatch && !queue.busy.has(entry.word.chatId)
    if (isFree) taken.push(entry)
    else left.push(entry)
  }
  for (const { word } of taken) queue.busy.add(word.chatId)
  queue.waiting = left
  return taken
}

/** Whether what waits deserves a batch beside `others`. Somebody who writes always comes back to what does not. */
function isWorthWriting({ waiting }: Queue, others: number): boolean {
  return waiting.length >= (others === 0 ? 1 : worthASecondWriter)
}
