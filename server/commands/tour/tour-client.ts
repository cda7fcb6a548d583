import { isDeepStrictEqual } from 'node:util'
import { createPatientFetch } from '@switchyard/sdk'
import type { Terminal } from '../command.ts'

/** An answer of the server, whole. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The body's members; of something that is no JSON object, none. */
  readonly body: Readonly<Record<string, unknown>>
}

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** Plays requests, shows them and what came back, and counts what differs from what was expected. */
export interface TourGuide {
  /** A heading with what to look at. */
  chapter(title: string, lookAt: string): void
  /** Sends a request and shows both sides; `members` are the answer's members to show. */
  show(call: Call, members?: readonly string[]): Promise<Answer>
  /** Sends a request without a word. */
  ask(call: Call): Promise<Answer>
  /** Shows a tick, or what differs. */
  expect(what: string, actual: unknown, expected: unknown): void
  note(text: string): void
  readonly differences: () => number
}

/** A guide that talks to one server with one token. */
export function createTourGuide(server: { address: string; token: string }, terminal: Terminal): TourGuide {
  let chapters = 0
  let differences = 0
  const ask = (call: Call) => send(server, call)
  return {
    chapter: (title, lookAt) => terminal.out(`\n${++chapters}. ${title}\n   Look at: ${lookAt}`),
    ask,
    show: async (call, members) => {
      terminal.out(`\n   ${call.method} ${call.path}`)
      for (const [name, value] of Object.entries(call.headers ?? {}))
        terminal.out(`   ${name}: ${name === 'authorization' ? 'Bearer …' : value}`)
      if (call.body !== undefined) terminal.out(indent(JSON.stringify(call.body, null, 2)))
      const answer = await ask(call)
      terminal.out(`   → ${answer.status}`)
      const shown = members === undefined ? answer.body : pick(answer.body, members)
      if (Object.keys(shown).length > 0) terminal.out(indent(JSON.stringify(shown, null, 2)))
      return answer
    },
    expect: (what, actual, expected) => {
      if (isDeepStrictEqual(actual, expected)) return terminal.out(`   ✓ ${what}`)
      differences++
      terminal.out(`   ✗ ${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`)
    },
    note: (text) => terminal.out(`   ${text}`),
    differences: () => differences,
  }
}

/** A server that has too much to do at the moment is asked again, as it says. */
const patientFetch = createPatientFetch({
  limitMs: 30_000,
  send: (request) => fetch(request, { signal: AbortSignal.timeout(10_000) }),
})

async function send({ address, token }: { address: string; token: string }, call: Call): Promise<Answer> {
  const request = new Request(address + call.path, {
    method: call.method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(call.body !== undefined && { 'content-type': 'application/json' }),
      ...call.headers,
    },
    ...(call.body !== undefined && { body: JSON.stringify(call.body) }),
  })
  const answer = await patientFetch(request)
  const text = await answer.text()
  return { status: answer.status, headers: answer.headers, text, body: membersOf(text) }
}

function membersOf(text: string): Record<string, unknown> {
  try {
    const body: unknown = JSON.parse(text)
    return typeof body === 'object' && body !== null ? { ...body } : {}
  } catch {
    return {}
  }
}

function pick(body: Readonly<Record<string, unknown>>, members: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(members.flatMap((name) => (name in body ? [[name, body[name]]] : [])))
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '   ')
}
