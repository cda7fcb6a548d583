import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { endWithBench } from '../machine/leave-nothing.ts'

/** Which endpoint heard of which event, and when (epoch ms). */
export type Heard = readonly [endpoint: number, eventId: string, at: number]

export type ReceiverOrder =
  | { readonly kind: 'count' }
  | { readonly kind: 'take' }
  | { readonly kind: 'hang'; readonly endpoint: number }

export type ReceiverAnswer = number | readonly Heard[]

/** Real HTTP endpoints in another process. */
export interface Receivers {
  readonly urls: readonly string[]
  readonly pid: number
  /** How many requests were heard since the last `take`. */
  count(): Promise<number>
  /** What was heard, which is then forgotten. */
  take(): Promise<readonly Heard[]>
  /** Lets an endpoint hear, and answer nothing from now on. */
  hang(endpoint: number): Promise<void>
  close(): void
}

const program = join(import.meta.dirname, 'receivers.ts')

/** Opens so many endpoints, each on a port of its own. */
export async function openReceivers(count: number): Promise<Receivers> {
  const child = endWithBench(fork(program, [String(count)]))
  const [ports] = (await once(child, 'message')) as [readonly number[]]
  async function ask<T>(order: ReceiverOrder): Promise<T> {
    const answer = once(child, 'message')
    child.send(order)
    const [said] = (await answer) as [T]
    return said
  }
  return {
    urls: ports.map((port) => `http://127.0.0.1:${port}/hooks`),
    pid: child.pid ?? 0,
    count: () => ask<number>({ kind: 'count' }),
    take: () => ask<readonly Heard[]>({ kind: 'take' }),
    hang: async (endpoint) => void (await ask<number>({ kind: 'hang', endpoint })),
    close: () => void child.kill('SIGKILL'),
  }
}
