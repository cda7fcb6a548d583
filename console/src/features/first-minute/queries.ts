import type { Ticket } from '@switchyard/sdk'
import { api } from '../../live/client.ts'

/** The example request of the first minute. */
export const exampleRequest = {
  customerId: 'demo-customer-1024',
  serviceLine: 'game-support',
  channel: 'ticket',
  language: 'en',
  issueSummary: 'Deposit captured twice',
} as const

/** Sends the example request as the signed-in person. */
export async function sendExample(): Promise<Ticket> {
  return api.request<Ticket>({ method: 'POST', path: '/v1/tickets', body: exampleRequest })
}

/** Makes a token to paste into a terminal; the server shows it once. */
export async function makeToken(): Promise<string> {
  const made = await api.request<{ token: string }>({
    method: 'POST',
    path: '/v1/tokens',
    body: { name: 'First minute', role: 'engineer' },
  })
  return made.token
}
