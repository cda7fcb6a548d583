import { setTimeout as pause } from 'node:timers/promises'

/** People and a program of the two processes' workspace, who speak to whichever address they are given. */
export interface PairClient {
  /** Ids of tickets whose creation was answered. */
  readonly created: readonly string[]
  addAgents(address: string, count: number): Promise<void>
  create(address: string): Promise<string>
  /** The pending offers, as soon as there are this many. */
  untilPending(address: string, count: number): Promise<readonly Offer[]>
  /** False = nobody answered, whatever became of it. */
  accept(address: string, offer: Offer): Promise<boolean>
  /** Accepts the offer of a ticket, as soon as there is one, and completes its task. */
  finish(address: string, ticketId: string): Promise<void>
  /** The same from an offer that may have been accepted already. */
  finishOffered(address: string, offer: Offer): Promise<void>
  /** Creates so many tickets and finishes each, several at once. */
  work(address: string, tickets: number): Promise<void>
}

export interface Offer {
  readonly id: string
  readonly taskId: string
  readonly ticketId: string
}

const patienceMs = 60_000
const atOnce = 4

export function openPairClient(token: string): PairClient {
  const created: string[] = []

  async function ask<Answer>(address: string, path: string, call: { method?: string; body?: object } = {}) {
    const response = await fetch(`${address}${path}`, {
      method: call.method ?? 'GET',
      headers: {
        authorization: `Bearer ${token}`,
        ...(call.body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(call.body !== undefined && { body: JSON.stringify(call.body) }),
      signal: AbortSignal.timeout(20_000),
    })
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as Answer
  }

  async function create(address: string): Promise<string> {
    const body = { customerId: 'pair', channel: 'email', language: 'en', issueSummary: 'Cannot sign in' }
    const { id } = await ask<{ id: string }>(address, '/v1/ticket/create', { method: 'POST', body })
    created.push(id)
    return id
  }

  /** What is found among the pending offers, looked for until it is there. */
  async function lookFor<T>(address: string, what: string, find: (pending: readonly Offer[]) => T | undefined) {
    const startedAt = performance.now()
    while (performance.now() - startedAt < patienceMs) {
      const { data } = await ask<{ data: Offer[] }>(address, '/v1/offers?state=pending&limit=100')
      const found = find(data)
      if (found !== undefined) return found
      await pause(10)
    }
    throw new Error(`There was no ${what}.`)
  }

  async function finish(address: string, ticketId: string): Promise<void> {
    const find = (pending: readonly Offer[]) => pending.find((one) => one.ticketId === ticketId)
    await finishOffered(address, await lookFor(address, `offer of ticket ${ticketId}`, find))
  }

  async function finishOffered(address: string, { id, taskId }: Offer): Promise<void> {
    await ask(address, `/v1/offers/${id}/accept`, { method: 'POST', body: {} })
    await ask(address, `/v1/tasks/${taskId}/complete`, { method: 'POST', body: {} })
  }

  return {
    created,
    addAgents: async (address, count) => {
      for (let number = 0; number < count; number++) {
        const body = { name: `Agent ${number}`, queues: ['frontline'] }
        const { id } = await ask<{ id: string }>(address, '/v1/agents', { method: 'POST', body })
        await ask(address, `/v1/agents/${id}/presence`, { method: 'PUT', body: { state: 'available' } })
      }
    },
    create,
    untilPending: (address, count) =>
      lookFor(address, `${count} offers`, (pending) => (pending.length === count ? pending : undefined)),
    accept: (address, { id }) =>
      ask(address, `/v1/offers/${id}/accept`, { method: 'POST', body: {} }).then(
        () => true,
        () => false,
      ),
    finish,
    finishOffered,
    work: async (address, tickets) => {
      let left = tickets
      const one = async () => {
        while (left-- > 0) await finish(address, await create(address))
      }
      await Promise.all(Array.from({ length: atOnce }, one))
    },
  }
}
