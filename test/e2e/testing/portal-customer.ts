import { expect } from 'vitest'
import { type Agent, createClient, type Listing, type Ticket } from '@switchyard/sdk'
import type { RunningServer } from './running-server.ts'
import { patientFetch } from './visit.ts'

/** A customer of the portal, by their address, and the team on the other side. */
export interface PortalSide {
  /** A new request of the customer's. */
  ask(issueSummary: string, message?: string): Promise<Ticket>
  /** What the team says. */
  say(ticketId: string, body: string): Promise<unknown>
  /** What the team says and takes back for good. */
  sayAndRedact(ticketId: string, body: string): Promise<unknown>
  solve(ticketId: string, resolution: string): Promise<unknown>
  publish(change: (document: string) => string): Promise<unknown>
  /** The address of the last link that was mailed; of this server, whatever its mails are told it is called. */
  link(after: string | null): Promise<string>
}

export function openPortalSide(server: RunningServer, email: string): PortalSide {
  const api = createClient({ baseUrl: server.address, token: server.token, fetch: patientFetch })
  const call = <T>(method: 'GET' | 'POST' | 'PUT', path: string, body?: object) =>
    api.request<T>({ method, path, ...(body && { body }) })
  const say = (ticketId: string, body: string) =>
    call<{ id: string }>('POST', `/v1/tickets/${ticketId}/messages`, { body, visibility: 'public' })
  const lastLink = async () => {
    const { data } = await call<Listing<{ id: string; kind: string; to: { address: string } }>>('GET', '/v1/outbox')
    const mail = data.find(({ kind, to }) => kind === 'portal_link' && to.address === email)
    if (mail === undefined) return null
    const { text } = await call<{ text: string }>('GET', `/v1/outbox/${mail.id}`)
    const found = /\/portal\/\S+#link=[\w-]+/.exec(text)?.[0]
    return found === undefined ? null : `${server.address}${found}`
  }
  return {
    ask: async (issueSummary, message) => {
      const customer = { name: 'Elif Aydın', email, language: 'en' }
      const kind = { serviceLine: 'guest-support', type: 'service_request', category: 'user_system', language: 'en' }
      const body = { customerId: email, customer, channel: 'ticket', issueSummary, ...kind }
      return call<Ticket>('POST', '/v1/tickets', { ...body, ...(message !== undefined && { message }) })
    },
    say,
    sayAndRedact: async (ticketId, body) => {
      const { id } = await say(ticketId, body)
      return call('POST', `/v1/messages/${id}/redact`, { reason: 'personal_data' })
    },
    solve: async (ticketId, resolution) => {
      const { data } = await call<Listing<Agent>>('GET', '/v1/agents')
      const agentId = data.find(({ name }) => name === 'Inês Duarte')?.id
      await call('PUT', `/v1/tickets/${ticketId}/assignee`, { agentId })
      return call('POST', `/v1/tickets/${ticketId}/transitions`, { to: 'solved', resolution })
    },
    publish: async (change) => {
      const { document } = await call<{ document: string }>('GET', '/v1/workflow')
      return call('PUT', '/v1/workflow', { document: change(document) })
    },
    link: async (after) => {
      let found: string | null = null
      await expect
        .poll(async () => (found = await lastLink()) !== null && found !== after, { timeout: 60_000, interval: 200 })
        .toBe(true)
      return found ?? ''
    },
  }
}
