import { setTimeout as pause } from 'node:timers/promises'

/** People and a program of the two processes' workspace, who speak to whichever address they are given. */
export interface PairClient {
  /** Ids of tickets whose creation was answered. */
  readonly created: readonly string[]
  addAgents(address: string, count: number): Promise<void>
  create(address: string): Promise<string>
  untilOffered(address: string, ticketId: string): Promise<string>
  /** Accepts the offer of a ticket and completes its task. */
  finish(address: string, ticketId: string): Promise<void>
  /** Creates so many tickets and finishes each, several at once. */
  work(address: string, tickets: number): Promise<void>
}

interface Offer {
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

  async function findOffer(address: string, ticketId: string): Promise<Offer> {
    const startedAt = performance.now()
    while (performance.now() - startedAt < patienceMs) {
      const { data } = await ask<{ data: Offer[] }>(address, '/v1/offers?state=pending&limit=100')
      const offer = data.find((one) => one.ticketId === ticketId)
      if (offer !== undefined) return offer
      await pause(10)
    }
    throw new Error(`Ticket ${ticketId} was not offered to anybody.`)
  }

  async function finish(address: string, ticketId: string): Promise<void> {
    const { id, taskId } = await findOffer(address, ticketId)
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
    untilOffered: async (address, ticketId) => (await findOffer(address, ticketId)).id,
    finish,
    work: async (address, tickets) => {
      let left = tickets
      const one = async () => {
        while (left-- > 0) await finish(address, await create(address))
      }
      await Promise.all(Array.from({ length: atOnce }, one))
    },
  }
}
