import { setTimeout as pause } from 'node:timers/promises'
import { closeTicket, idOf } from './ticket-chapters.ts'
import type { Answer, TourGuide } from './tour-client.ts'

const patienceMs = 15_000
const lookEveryMs = 50
const members = ['number', 'subject', 'status', 'state', 'reply', 'mayRate', 'rating']

interface PortalTour {
  readonly workspace: string
  /** Of the server: links are asked for from its own pages. */
  readonly address: string
  readonly agentId: string
}

/** A customer comes in by a mailed link, reads, answers, opens again and rates. */
export async function playPortal(guide: TourGuide, { workspace, address, agentId }: PortalTour): Promise<void> {
  guide.chapter('A customer’s own view', 'status is in plain words; reply says what an answer will do')
  const name = `tour-${crypto.randomUUID()}`
  const email = `${name}@mail.example`
  const request = {
    customerId: name,
    customer: { name: 'Tour', email },
    channel: 'api',
    serviceLine: 'game-support',
    language: 'en',
    issueSummary: 'The lamp flickers',
  }
  const ticketId = idOf(await guide.ask({ method: 'POST', path: '/v1/tickets', body: request }))
  const headers = await signIn(guide, { workspace, address, email })
  if (headers !== null) {
    await read(guide, { ticketId, headers })
    await openAgain(guide, { ticketId, headers, agentId })
    await rate(guide, { ticketId, headers })
    const left = await guide.ask({ method: 'DELETE', path: '/v1/portal/session', headers })
    const after = await guide.ask({ method: 'GET', path: '/v1/portal/tickets', headers })
    guide.expect('signed out, nothing is shown', [left.status, after.status], [204, 401])
  } else await closeTicket(guide, { ticketId, agentId })
}

type Headers = Readonly<Record<string, string>>
type Visit = { readonly ticketId: string; readonly headers: Headers }

/** By the link that the outbox has; null where a mail server took it, which only its reader has then. */
async function signIn(
  guide: TourGuide,
  { workspace, address, email }: { workspace: string; address: string; email: string },
): Promise<Headers | null> {
  const headers = { origin: address }
  const ask = {
    method: 'POST',
    path: '/v1/portal/link-requests',
    headers,
    body: { workspace, email, language: 'en' },
  } as const
  const asked = await guide.show(ask)
  guide.expect('a link is on its way', asked.status, 202)
  const text = await mailTo(guide, email)
  if (text === null) {
    guide.note('A mail server is set, and the link is in a mail that only its reader has: the rest is left out.')
    return null
  }
  const link = /#link=([\w-]+)/.exec(text)?.[1] ?? ''
  const open = { method: 'POST', path: '/v1/portal/sessions', headers, body: { workspace, link } } as const
  const opened = await guide.ask(open)
  guide.expect('the link opens a session', [opened.status, opened.body['email']], [201, email])
  const again = await guide.ask(open)
  guide.expect('once', again.status, 401)
  return { authorization: `Bearer ${String(opened.body['token'])}` }
}

/** The text of the mail with the link; null where this installation sends its mail. */
async function mailTo(guide: TourGuide, email: string): Promise<string | null> {
  const until = performance.now() + patienceMs
  const path = `/v1/outbox?kind=portal_link&to=${encodeURIComponent(email)}`
  while (performance.now() < until) {
    const { body } = await guide.ask({ method: 'GET', path })
    if (body['sends'] === true) return null
    const [mail] = (body['data'] ?? []) as { id: string }[]
    if (mail !== undefined)
      return String((await guide.ask({ method: 'GET', path: `/v1/outbox/${mail.id}` })).body['text'])
    await pause(lookEveryMs)
  }
  return ''
}

async function read(guide: TourGuide, { ticketId, headers }: Visit): Promise<void> {
  const say = (body: object) => guide.ask({ method: 'POST', path: `/v1/tickets/${ticketId}/messages`, body })
  await say({ body: 'Which lamp is it?' })
  await say({ body: 'The third this week.', visibility: 'internal' })
  const list = await guide.ask({ method: 'GET', path: '/v1/portal/tickets', headers })
  const subjects = ((list.body['data'] ?? []) as { subject: string }[]).map(({ subject }) => subject)
  guide.expect('its own requests are there, and no others', subjects, ['The lamp flickers'])
  const shown = await guide.show({ method: 'GET', path: `/v1/portal/tickets/${ticketId}`, headers }, members)
  guide.expect('what was said in public is read, and no note', bodiesIn(shown).slice(-1), ['Which lamp is it?'])
  const reply = answerBy({ ticketId, headers }, 'The one in the hall.', 'tour-1')
  const said = await guide.ask(reply)
  const twice = await guide.ask(reply)
  guide.expect('answered twice, it is there once', [said.status, twice.text], [201, said.text])
}

async function openAgain(guide: TourGuide, { agentId, ...visit }: Visit & { agentId: string }): Promise<void> {
  const { ticketId, headers } = visit
  const path = `/v1/portal/tickets/${ticketId}`
  await closeTicket(guide, { ticketId, agentId })
  const closed = await guide.show({ method: 'GET', path, headers }, members)
  guide.expect('closed, an answer opens it again', [closed.body['state'], closed.body['reply']], ['closed', 'reopen'])
  await guide.ask(answerBy(visit, 'It flickers again.', 'tour-2'))
  const opened = await guide.show({ method: 'GET', path, headers }, members)
  guide.expect('and did', [opened.body['state'], opened.body['mayRate']], ['in_progress', false])
  await closeTicket(guide, { ticketId, agentId })
}

async function rate(guide: TourGuide, { ticketId, headers }: Visit): Promise<void> {
  const body = { score: 4, comment: 'Took two tries.' }
  const call = { method: 'POST', path: `/v1/portal/tickets/${ticketId}/rating`, headers, body } as const
  const rated = await guide.show(call, ['state', 'rating'])
  guide.expect('it is rated', rated.status, 200)
  const told = await guide.ask({ method: 'GET', path: `/v1/tickets/${ticketId}/rating` })
  const { score, comment } = (told.body['rating'] ?? {}) as Partial<typeof body>
  guide.expect('and the team reads how it was', { score, comment }, body)
}

function answerBy({ ticketId, headers }: Visit, body: string, clientId: string) {
  return { method: 'POST', path: `/v1/portal/tickets/${ticketId}/messages`, headers, body: { body, clientId } } as const
}

function bodiesIn({ body }: Answer): string[] {
  return ((body['messages'] ?? []) as { body: string }[]).map((message) => message.body)
}
