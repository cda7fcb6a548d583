import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import { Webhook } from 'standardwebhooks'
import { startReceiver } from '../../platform/outbound/testing/receivers.ts'

/** The ways in which the endpoint of a partner may be wrong. */
export type Mistake =
  | 'unsigned'
  | 'doubles'
  | 'remembers-failures'
  | 'takes-anything'
  | 'disorder'
  | 'one-ticket'
  | 'gone'
  | 'slow'
  | 'silent'
  | 'no-ids'

interface Told {
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

/** The endpoint of a partner as it should be, but for one mistake: it makes a ticket of its own of each of ours. */
export async function startPartnerReceiver(secret: string, mistake: Mistake | null = null) {
  const told: Told[] = []
  const seen = new Set<string>()
  const tickets = new Map<string, string>()
  let made = 0

  function take({ headers, text }: Told): { status: number; body?: object } {
    const id = String(headers['webhook-id'])
    try {
      if (mistake !== 'unsigned') new Webhook(secret).verify(text, headers as Record<string, string>)
    } catch (error) {
      // The library reads the text, too: what is signed and no JSON is another matter.
      if (!(error instanceof SyntaxError)) return { status: 401 }
    }
    if (mistake === 'remembers-failures') {
      if (seen.has(id)) return { status: 200, ...(tickets.has(id) && { body: { externalId: tickets.get(id) } }) }
      seen.add(id)
    }
    const data = read(text)
    if (data === null) return { status: mistake === 'takes-anything' ? 200 : 500 }
    if (data.subcategoryId.startsWith('unknown')) return { status: mistake === 'gone' ? 410 : 422 }
    const key = keyOf(id, data.id)
    const externalId = tickets.get(key) ?? `A-${mistake === 'one-ticket' ? 1 : ++made}`
    tickets.set(key, externalId)
    if (mistake === 'remembers-failures') tickets.set(id, externalId)
    return { status: 200, ...(mistake !== 'no-ids' && { body: { answer: 'accept', externalId } }) }
  }

  const keyOf = (id: string, ticketId: string) => {
    if (mistake === 'doubles') return `${told.length}`
    return mistake === 'disorder' ? id : ticketId
  }

  const receiver = await startReceiver((request, response) => {
    let text = ''
    request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
    request.on('end', () => {
      told.push({ headers: request.headers, text })
      const { status, body } = take({ headers: request.headers, text })
      const send = () => end(response, status, body)
      if (mistake === 'silent' && told.length === 3) return
      if (mistake === 'slow' && told.length === 1) setTimeout(send, 3_100)
      else send()
    })
  })
  return { url: `http://127.0.0.1:${receiver.port}/tickets`, told, close: receiver.close }
}

function end(response: ServerResponse, status: number, body?: object): void {
  response.writeHead(status).end(body === undefined ? undefined : JSON.stringify(body))
}

function read(text: string): { id: string; subcategoryId: string } | null {
  try {
    const { data } = JSON.parse(text) as { data: { id: string; subcategoryId: string } }
    return data
  } catch {
    return null
  }
}
