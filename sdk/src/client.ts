import createTypedClient, { type Client as TypedClient } from 'openapi-fetch'
import type { paths } from './schema.gen.d.ts'
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
  /** Goes on after the page that asked has been left. */
  keepalive?: boolean
}
export interface ClientOptions {
  /** `https://desk.example.com`, or `''` for the page's own origin. */
  baseUrl: string
  /** A service token, sent as `Authorization: Bearer`. A page of the console has a cookie instead. */
  token?: string
  /** Headers of every request, asked anew each time. */
  headers?: (call: Call) => Record<string, string>
  onCall?: (call: Call) => void
  /** Sends instead of the global `fetch`: for proxies, retries and tests. */
  fetch?: (request: Request) => Promise<Response>
}
/** `GET('/v1/tickets/{id}', ...)` and the others are typed by the reference; they give `{data, error, response}`. */
export interface Client extends Omit<TypedClient<paths>, 'request'> {
  /** Sends one request to any path; gives the parsed body (null for 204). Throws ApiProblem. */
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

/** A client over fetch: typed calls by the reference, and `request` for any path, with problems thrown. */
export function createClient(options: ClientOptions): Client {
  const { baseUrl, token, fetch: sendRequest = (request: Request) => fetch(request) } = options
  const headersFor = (call: Call) => ({
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...options.headers?.(call),
  })
  const typed = createTypedClient<paths>({ baseUrl, fetch: sendRequest })
  typed.use({
    onRequest({ request }) {
      const { pathname, search } = new URL(request.url)
      const call: Call = { method: request.method as Method, path: pathname + search }
      options.onCall?.(call)
      for (const [name, value] of Object.entries(headersFor(call))) request.headers.set(name, value)
      return request
    },
  })
  return {
    ...typed,
    async request<T>(call: Call): Promise<T> {
      options.onCall?.(call)
      const response = await sendRequest(requestOf(baseUrl, call, headersFor(call))).catch((cause: unknown) => {
        if (cause instanceof Error && cause.name === 'AbortError') throw cause
        throw new ApiProblem({ status: 0, code: 'unreachable', title: 'The server did not answer' }, null)
      })
      if (!response.ok) throw await readProblem(response)
      if (response.status === 204) return null as T
      return (await response.json()) as T
    },
  }
}

function requestOf(baseUrl: string, call: Call, headers: Record<string, string>): Request {
  const hasBody = call.body !== undefined
  return new Request(baseUrl + pathWithQuery(call.path, call.query), {
    method: call.method,
    headers: {
      accept: 'application/json',
      ...(hasBody ? { 'content-type': 'application/json' } : {}),
      ...headers,
      ...call.headers,
    },
    ...(hasBody ? { body: JSON.stringify(call.body) } : {}),
    ...(call.signal ? { signal: call.signal } : {}),
    ...(call.keepalive ? { keepalive: true } : {}),
  })
}
