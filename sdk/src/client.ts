import type { ProblemBody } from './types.ts'

/** A refusal or failure of the API (RFC 9457). `status` 0 means that the server could not be reached. */
export class ApiProblem extends Error {
  readonly status: number
  readonly code: string
  readonly requestId: string | null
  readonly body: ProblemBody

  constructor(body: ProblemBody, requestId: string | null) {
    super(body.detail ?? body.title ?? `status ${body.status}`)
    this.name = 'ApiProblem'
    this.status = body.status
    this.code = body.code ?? 'unknown'
    this.requestId = body.requestId ?? requestId
    this.body = body
  }
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
export type Query = Record<string, string | number | boolean | null | undefined>
export interface Call {
  method: Method
  path: string
  query?: Query
  body?: unknown
  headers?: Record<string, string>
  signal?: AbortSignal
}
export interface ClientOptions {
  /** `''` for the page's own origin. */
  baseUrl: string
  /** Headers of every request, asked anew each time. */
  headers: (call: Call) => Record<string, string>
  onCall?: (call: Call) => void
}
export interface Client {
  /** Sends one request; gives the parsed body (null for 204). Throws ApiProblem. */
  request: <T>(call: Call) => Promise<T>
}

/** `/v1/tickets?limit=50`; empty values are left out. */
export function pathWithQuery(path: string, query: Query = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value))
  const text = search.toString()
  return text === '' ? path : `${path}?${text}`
}

async function readProblem(response: Response): Promise<ApiProblem> {
  const body = await response.json().catch(() => null)
  const known = typeof body === 'object' && body !== null ? (body as Partial<ProblemBody>) : {}
  return new ApiProblem(
    { title: response.statusText, ...known, status: response.status },
    response.headers.get('x-request-id'),
  )
}

/** A thin client over fetch: JSON in, JSON out, problems thrown. */
export function createClient(options: ClientOptions): Client {
  return {
    async request<T>(call: Call): Promise<T> {
      options.onCall?.(call)
      const hasBody = call.body !== undefined
      const response = await fetch(options.baseUrl + pathWithQuery(call.path, call.query), {
        method: call.method,
        headers: {
          accept: 'application/json',
          ...(hasBody ? { 'content-type': 'application/json' } : {}),
          ...options.headers(call),
          ...call.headers,
        },
        ...(hasBody ? { body: JSON.stringify(call.body) } : {}),
        ...(call.signal ? { signal: call.signal } : {}),
      }).catch((cause: unknown) => {
        if (cause instanceof Error && cause.name === 'AbortError') throw cause
        throw new ApiProblem({ status: 0, code: 'unreachable', title: 'The server did not answer' }, null)
      })
      if (!response.ok) throw await readProblem(response)
      if (response.status === 204) return null as T
      return (await response.json()) as T
    },
  }
}
