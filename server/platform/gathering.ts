import type { Context } from './context.ts'
import { type Memory, memoryKey } from './memory.ts'

/** Something that waits to be done with others, and the way to answer it. */
export interface Answerable<Outcome> {
  readonly resolve: (outcome: Outcome) => void
  readonly reject: (error: unknown) => void
}

/** Something that waits to be done with others of its workspace. */
export interface Gathered<Outcome> extends Answerable<Outcome> {
  readonly context: Context
}

/** What is yet to be gathered: all but the way to answer it. */
type Ungathered<Entry> = Omit<Entry, keyof Answerable<never>>

/** Does a batch and answers each of it. What it throws is the answer to all that it has not answered. */
type WriteBatch<Entry> = (batch: readonly Entry[]) => Promise<void>

interface GatheringTerms<Entry> {
  readonly name: string
  /** More than this in one statement gains nothing and makes the first ones wait. */
  readonly largestBatch: number
  /** Of entries about the same thing only one is on its way at a time, so they keep their order. Left out: no order. */
  readonly subjectOf?: (entry: Entry) => string
}

/** A second batch is decided, sent and parsed while the first is being committed. */
const mostWriters = 2
/** A smaller second batch would cost the database more than its waiting costs who waits. */
const worthASecondWriter = 16

interface Queue<Entry> {
  waiting: Entry[]
  /** Subjects of the batches on their way. */
  readonly busy: Set<string>
  writers: number
}

/**
 * Gathers what calls of one workspace ask for at the same time: what arrives while one batch is being committed makes the
 * next, and nothing is ever delayed for it (architecture.md, The hot path). Writing begins once what has arrived already
 * is read from its sockets.
 */
export function createGathering<Outcome, Entry extends Gathered<Outcome>>(
  terms: GatheringTerms<Entry>,
): (entry: Ungathered<Entry>, write: WriteBatch<Entry>) => Promise<Outcome> {
  const gather = createGatheringAt<Outcome, Entry>(terms)
  return (asked, write) => {
    // Each entry of a workspace has its context.
    const { context } = asked as unknown as Pick<Entry, 'context'>
    return gather({ memory: context.memory, place: context.workspace.id }, asked, write)
  }
}

/** The same for what is asked before a workspace is known, or beside any: what names the same place is gathered. */
export function createGatheringAt<Outcome, Entry extends Answerable<Outcome>>(
  terms: GatheringTerms<Entry>,
): (
  at: { readonly memory: Memory; readonly place: string },
  entry: Ungathered<Entry>,
  write: WriteBatch<Entry>,
) => Promise<Outcome> {
  const queues = memoryKey(terms.name, () => new Map<string, Queue<Entry>>())
  return ({ memory, place }, asked, write) => {
    const all = memory.of(queues)
    const queue = all.get(place) ?? { waiting: [], busy: new Set(), writers: 0 }
    all.set(place, queue)
    return new Promise((resolve, reject) => {
      // An entry is what was asked with the way to answer it.
      queue.waiting.push({ ...asked, resolve, reject } as unknown as Entry)
      if (queue.writers >= mostWriters || !isWorthWriting(queue, queue.writers)) return
      queue.writers++
      setImmediate(() => void drain(queue, terms, write))
    })
  }
}

async function drain<Entry extends Answerable<never>>(
  queue: Queue<Entry>,
  terms: GatheringTerms<Entry>,
  write: WriteBatch<Entry>,
): Promise<void> {
  while (isWorthWriting(queue, queue.writers - 1)) {
    const batch = takeBatch(queue, terms)
    if (batch.length === 0) break
    try {
      await write(batch)
    } catch (error) {
      for (const entry of batch) entry.reject(error)
    }
    if (terms.subjectOf !== undefined) for (const entry of batch) queue.busy.delete(terms.subjectOf(entry))
  }
  queue.writers--
}

/** The next entries whose subjects no other batch has. Whoever has the others comes back to them. */
function takeBatch<Entry>(queue: Queue<Entry>, { largestBatch, subjectOf }: GatheringTerms<Entry>): Entry[] {
  const taken: Entry[] = []
  const left: Entry[] = []
  for (const entry of queue.waiting) {
    const isFree = taken.length < largestBatch && (subjectOf === undefined || !queue.busy.has(subjectOf(entry)))
    if (isFree) taken.push(entry)
    else left.push(entry)
  }
  if (subjectOf !== undefined) for (const entry of taken) queue.busy.add(subjectOf(entry))
  queue.waiting = left
  return taken
}

/** Whether what waits deserves a batch beside `others`. Somebody who writes always comes back to what does not. */
function isWorthWriting({ waiting }: Queue<unknown>, others: number): boolean {
  return waiting.length >= (others === 0 ? 1 : worthASecondWriter)
}
