import { setTimeout as pause } from 'node:timers/promises'

export type Call = (path: string, body?: object, method?: 'PUT') => Promise<Record<string, unknown>>

/** By admission control, which answers 503: to be asked again, and not measured. */
class Refused extends Error {}

/** Calls the API with a token: GET, or POST with a body, unless it says PUT. Throws what was answered when it is no success. */
export function callerOf(address: string, token: string): Call {
  return async (path, body, method) => {
    const response = await fetch(`${address}${path}`, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    if (response.ok) return JSON.parse(text) as Record<string, unknown>
    const Problem = response.status === 503 ? Refused : Error
    throw new Problem(`${path} was answered ${response.status}: ${text}`)
  }
}

/** Asks again every second while the server is too busy, so often at most. */
export async function untilTaken<Answer>(work: () => Promise<Answer>, mostRefused: number): Promise<Answer> {
  for (let refused = 0; ; refused++) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof Refused) || refused === mostRefused) throw error
      await pause(1_000)
    }
  }
}
