import type { IncomingMessage, ServerResponse } from 'node:http'
import { startReceiver } from '../../platform/outbound/testing/receivers.ts'

/** What an endpoint was told. */
export interface Told {
  readonly headers: IncomingMessage['headers']
  readonly text: string
  readonly body: {
    readonly type:
      | 'offer.created'
      | 'offer.accepted'
      | 'offer.ended'
      | 'offer.released'
      | 'consult.requested'
      | 'consult.ended'
    readonly ticketId: string
    readonly data: {
      readonly offer: { readonly id: string; readonly state: string } & Record<string, unknown>
    } & Record<string, unknown>
  }
}

/** How an endpoint answers one delivery. */
export type Answer = (response: ServerResponse, told: Told) => unknown

/** The endpoint of an agent that is a machine: a real receiver that keeps what it is told. */
export interface Endpoint {
  readonly url: string
  /** Offers it was told of, repeats included, in the order of arrival. */
  readonly offers: Told[]
  /** Questions it was asked, in the same way. */
  readonly consults: Told[]
  /** What it was told of their ends and acceptances. */
  readonly news: Told[]
  /** Answers offers and questions like this from now on. */
  answerBy(answer: Answer): void
  /** Answers everything like this, news of partners' events too. */
  answerAllBy(answer: Answer): void
  close(): Promise<void>
}

/** Starts an endpoint that answers offers and questions as told, and everything else with 204. */
export async function startEndpoint(first: Answer): Promise<Endpoint> {
  const offers: Told[] = []
  const consults: Told[] = []
  const news: Told[] = []
  let answer = first
  let answerNews: Answer = reply(204)
  const receiver = await startReceiver((request, response) => {
    let text = ''
    request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
    request.on('end', () => {
      const told: Told = { headers: request.headers, text, body: JSON.parse(text) as Told['body'] }
      const asked = { 'offer.created': offers, 'consult.requested': consults }[told.body.type as string]
      if (asked !== undefined) {
        asked.push(told)
        answer(response, told)
      } else {
        news.push(told)
        answerNews(response, told)
      }
    })
  })
  return {
    url: `http://127.0.0.1:${receiver.port}/offers`,
    offers,
    consults,
    news,
    answerBy: (next) => void (answer = next),
    answerAllBy: (next) => {
      answer = next
      answerNews = next
    },
    close: receiver.close,
  }
}

/** Answers with a status and, when given, a JSON body. */
export function reply(status: number, body?: object): Answer {
  return (response) => response.writeHead(status).end(body === undefined ? undefined : JSON.stringify(body))
}
