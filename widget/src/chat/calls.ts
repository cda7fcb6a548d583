import type { components } from '@switchyard/sdk'
import type { Message } from './conversation.ts'

type Schemas = components['schemas']

/** A session as the server tells it: the part of it that a page shows. */
export type Session = Pick<Schemas['Chat'], 'status' | 'endReason' | 'position'> & {
  readonly estimatedWait: EstimatedWait | null
  readonly agent: { readonly name: string } | null
  readonly read?: { readonly agent: number }
  readonly rating?: { readonly score: number } | null
  readonly redacted?: readonly number[]
}

export type EstimatedWait = Pick<NonNullable<Schemas['Chat']['estimatedWait']>, 'p50Seconds' | 'p90Seconds'>
export type OpenedSession = Session & Pick<Schemas['OpenedChat'], 'id' | 'token' | 'streamUrl'>
/** What is undefined is not sent. */
export type Opening = { [Name in keyof Schemas['WidgetSession']]: Schemas['WidgetSession'][Name] | undefined }

/** What is asked before a chat, by the names of the questions. */
export type Answers = Readonly<Record<string, string>>

/** The server said no, in words for the customer where it gave any; status 0 = it was not reached. */
export class Refusal extends Error {
  readonly status: number
  readonly retryAfterMs: number | null

  constructor(status: number, words: string, retryAfterMs: number | null) {
    super(words)
    this.status = status
    this.retryAfterMs = retryAfterMs
  }

  /** Whether the same call may succeed later. */
  get isPassing(): boolean {
    return [0, 408, 429].includes(this.status) || this.status >= 500
  }
}

export interface Credential {
  readonly sessionId: string
  readonly token: string
}

export type Leaving = Schemas['ChatLeave']

export interface Calls {
  open(opening: Opening): Promise<OpenedSession>
  read(credential: Credential): Promise<Session>
  messagesAfter(credential: Credential, after: number): Promise<readonly Message[]>
  say(
    credential: Credential,
    message: { clientId: string; body: string; attachments: readonly string[] },
  ): Promise<Message>
  /** Gives up waiting: to be answered later, or called. */
  leave(credential: Credential, leaving: Leaving): Promise<Session>
  end(credential: Credential): Promise<unknown>
  /** Sends what was said to the customer's own address. */
  mail(credential: Credential): Promise<unknown>
  rate(credential: Credential, rating: { score: number; comment?: string }): Promise<unknown>
}

const limitMs = 15_000

/** The calls of the public API that a chat's page makes, at the service that `origin` names. */
export function createCalls(origin: string): Calls {
  const call = async <T>(method: string, path: string, token: string | null, body?: object): Promise<T> => {
    const response = await fetch(`${origin}${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      credentials: 'omit',
      signal: AbortSignal.timeout(limitMs),
    }).catch(() => {
      throw new Refusal(0, '', null)
    })
    const answer: unknown = await response.json().catch(() => null)
    if (!response.ok) throw refusalOf(response, answer)
    return answer as T
  }
  const at = (sessionId: string, rest = '') => `/v1/chat/sessions/${sessionId}${rest}`
  return {
    open: (opening) => call('POST', '/v1/widget/sessions', null, opening),
    read: ({ sessionId, token }) => call('GET', at(sessionId), token),
    messagesAfter: async ({ sessionId, token }, after) => {
      const page = await call<{ data: Message[] }>('GET', at(sessionId, `/messages?limit=200&after=${after}`), token)
      return page.data
    },
    say: ({ sessionId, token }, message) => call('POST', at(sessionId, '/messages'), token, message),
    leave: ({ sessionId, token }, leaving) => call('POST', at(sessionId, '/leave'), token, leaving),
    end: ({ sessionId, token }) => call('POST', at(sessionId, '/close'), token, {}),
    mail: ({ sessionId, token }) => call('POST', at(sessionId, '/transcript'), token, {}),
    rate: ({ sessionId, token }, rating) => call('POST', at(sessionId, '/rating'), token, rating),
  }
}

function refusalOf(response: Response, answer: unknown): Refusal {
  const { detail } = (answer ?? {}) as { detail?: unknown }
  const after = Number(response.headers.get('retry-after'))
  return new Refusal(response.status, typeof detail === 'string' ? detail : '', after > 0 ? after * 1000 : null)
}
