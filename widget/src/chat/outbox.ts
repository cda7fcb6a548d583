import { pauseMs } from './backoff.ts'
import { Refusal } from './calls.ts'
import type { Message, Pending } from './conversation.ts'

export interface OutboxOptions {
  /** What waits, the oldest first. */
  readonly waiting: () => readonly Pending[]
  readonly send: (pending: Pending) => Promise<Message>
  readonly onSent: (message: Message) => void
  readonly onRefused: (pending: Pending, refusal: Refusal) => void
}

export interface Outbox {
  /** Sends what waits, unless that is going on. */
  work(): void
  stop(): void
}

/**
 * Sends one message at a time, in the order they were written, again and again until the server has answered: each
 * carries its `clientId`, so a message whose answer was lost is not said twice.
 */
export function createOutbox({ waiting, send, onSent, onRefused }: OutboxOptions): Outbox {
  let timer: ReturnType<typeof setTimeout> | undefined
  let isWorking = false
  let failures = 0

  const work = async () => {
    clearTimeout(timer)
    if (isWorking) return
    isWorking = true
    try {
      await sendAll()
    } finally {
      isWorking = false
    }
  }
  const sendAll = async () => {
    for (let next = oldest(waiting()); next !== undefined; next = oldest(waiting())) {
      try {
        onSent(await send(next))
        failures = 0
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        if (error.isPassing) {
          timer = setTimeout(() => void work(), error.retryAfterMs ?? pauseMs(++failures))
          return
        }
        onRefused(next, error)
      }
    }
  }
  return { work: () => void work(), stop: () => clearTimeout(timer) }
}

function oldest(waiting: readonly Pending[]): Pending | undefined {
  return waiting.find(({ isRefused }) => !isRefused)
}
