import type { components } from '@switchyard/sdk'
import { Refusal } from '../../src/chat/calls.ts'
import { patientFetch } from './patient-fetch.ts'
import { upload } from './upload.ts'

type Schemas = components['schemas']

export type Ticket = Schemas['PortalTicket']
export type TicketDetail = Schemas['PortalTicketDetail']
export type Message = Schemas['PortalMessage']
export type Attached = Message['attachments'][number]
export type Said = Schemas['PortalReply']
export type Signed = Schemas['NewPortalSession']
export type Shown = 'all' | 'open' | 'ended'

export interface NewReply {
  readonly clientId: string
  readonly body: string
  readonly attachments: readonly string[]
}

/** An upload under way. */
export interface Upload {
  readonly ended: Promise<{ readonly id: string }>
  stop(): void
}

/** The calls of the public API that the page makes; each may throw `Refusal`. */
export interface Calls {
  askForLink(email: string): Promise<unknown>
  signIn(link: string): Promise<Signed>
  signOut(everywhere: boolean): Promise<unknown>
  tickets(shown: Shown, page: { after: string | null; limit: number }): Promise<Schemas['PortalTicketPage']>
  ticket(id: string): Promise<TicketDetail>
  reply(id: string, reply: NewReply): Promise<Said>
  rate(id: string, rating: { score: number; comment: string | null }): Promise<TicketDetail>
  /** Tells how much has gone, from 0 to 1. */
  upload(file: File, onProgress: (share: number) => void): Upload
  content(fileId: string): Promise<Blob>
}

const limitMs = 20_000

export interface CallSettings {
  readonly workspace: string
  readonly language: () => string
  readonly token: () => string | null
  /** The service does not know the token any more. */
  readonly onEnded: () => void
}

export function createCalls({ workspace, language, token, onEnded }: CallSettings): Calls {
  async function send(method: string, path: string, body?: object, bearer = token()): Promise<Response> {
    const response = await patientFetch(`/v1${path}`, () => ({
      method,
      headers: {
        ...(bearer !== null && { authorization: `Bearer ${bearer}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(limitMs),
    })).catch(() => {
      throw new Refusal(0, '', null)
    })
    if (response.status === 401 && bearer !== null) onEnded()
    if (!response.ok) throw new Refusal(response.status, '', null)
    return response
  }
  const call = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const response = await send(method, path, body)
    return (response.status === 204 ? null : await response.json()) as T
  }
  /** At the door: a link that does not work says nothing of a session that another page has. */
  const knock = async <T>(path: string, body: object): Promise<T> =>
    (await send('POST', path, body, null)).json() as Promise<T>
  const of = (id: string) => `/portal/tickets/${id}`
  return {
    askForLink: (email) => knock('/portal/link-requests', { workspace, email, language: language() }),
    signIn: (link) => knock('/portal/sessions', { workspace, link }),
    signOut: (everywhere) => call('DELETE', everywhere ? '/portal/sessions' : '/portal/session'),
    tickets: (shown, { after, limit }) => {
      const query = new URLSearchParams({ language: language(), limit: String(limit) })
      if (shown !== 'all') query.set('state', shown)
      if (after !== null) query.set('after', after)
      return call('GET', `/portal/tickets?${query.toString()}`)
    },
    ticket: (id) => call('GET', `${of(id)}?language=${language()}`),
    reply: (id, reply) => call('POST', `${of(id)}/messages`, reply),
    rate: (id, rating) => call('POST', `${of(id)}/rating`, rating),
    upload: (file, onProgress) => upload({ file, token: token(), onProgress }),
    content: async (fileId) => (await send('GET', `/portal/files/${fileId}/content`)).blob(),
  }
}
