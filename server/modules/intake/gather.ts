import type { Context } from '../../platform/context.ts'
import { memoryKey } from '../../platform/memory.ts'
import type { KeyedCall } from '../idempotency/index.ts'
import type { TicketRequest } from './ticket-request.ts'

/** A request in the queue of its workspace, with the way to answer it. */
export interface WaitingRequest {
  readonly context: Context
  readonly request: TicketRequest
  readonly key: KeyedCall | null
  readonly resolve: (outcome: RequestOutcome) => void
  readonly reject: (error: unknown) => void
}

export type RequestOutcome =
  /** Recorded now; `answer` is the ticket, or the call when it is one, as JSON. */
  | { readonly kind: 'created'; readonly answer: string; readonly location: string }
  /** Its idempotency key was used before; the stored answer is to be looked up. */
  | { readonly kind: 'key_taken' }
  /** A call with its reference is live; nothing was recorded. */
  | { readonly kind: 'call_live'; readonly callId: string }

/** More than this in one statement gains nothing and makes the first ones wait. */
const largestBatch = 200
/** A second batch is decided, sent and parsed while the first is being written; the counter row keeps them in order. */
const mostWriters = 2
/** A smaller second batch would cost the database more than its waiting costs the caller. */
const worthASecondWriter = 16

interface Queue {
  waiting: WaitingRequest[]
  /** Batches on their way. */
  writers: number
}

const queues = memoryKey('intake.queues', () => new Map<string, Queue>())

/**
 * Puts a request in the queue of its workspace and starts writing, once what has arrived already is read from its
 * sockets. What arrives while batches are being committed makes the next: no delay is ever added (architecture.md, The
 * hot path).
 */
export function gather(
  entry: Omit<WaitingRequest, 'resolve' | 'reject'>,
  write: (batch: readonly WaitingRequest[]) => Promise<void>,
): Promise<RequestOutcome> {
  const all = entry.context.memory.of(queues)
  const queue = all.get(entry.context.workspace.id) ?? { waiting: [], writers: 0 }
  all.set(entry.context.workspace.id, queue)
  return new Promise((resolve, reject) => {
    queue.waiting.push({ ...entry, resolve, reject })
    if (queue.writers >= mostWriters || !isWorthWriting(queue, queue.writers)) return
    queue.writers++
    setImmediate(() => void drain(queue, write))
  })
}

async function drain(queue: Queue, write: (batch: readonly WaitingRequest[]) => Promise<void>): Promise<void> {
  while (isWorthWriting(queue, queue.writers - 1)) {
    const batch = queue.waiting.slice(0, largestBatch)
    queue.waiting = queue.waiting.slice(largestBatch)
    try {
      await write(batch)
    } catch (error) {
      for (const entry of batch) entry.reject(error)
    }
  }
  queue.writers--
}

/** Whether what waits deserves a batch beside `others`. Somebody who writes always comes back to what does not. */
function isWorthWriting({ waiting }: Queue, others: number): boolean {
  return waiting.length >= (others === 0 ? 1 : worthASecondWriter)
}
