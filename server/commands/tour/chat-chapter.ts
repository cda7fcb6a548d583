import { waitForOffer } from './offer-chapter.ts'
import { idOf } from './ticket-chapters.ts'
import type { Answer, TourGuide } from './tour-client.ts'

const members = ['id', 'status', 'queue', 'position', 'estimatedWait', 'agent', 'messages', 'endReason', 'rating']

interface ChatTour {
  readonly workspace: string
  /** Of the server: its own pages may open chats. */
  readonly address: string
  readonly agentId: string
}

/**
 * A visitor of a web page is given something to read, talks to an agent all the same, and says how it was; gives the id of
 * the ticket, null where the workspace has no chat for pages.
 */
export async function playChat(guide: TourGuide, { workspace, address, agentId }: ChatTour): Promise<string | null> {
  guide.chapter('A chat from a web page', 'position and estimatedWait; seq counts what is said without holes')
  const channel = `${workspace}.live-chat`
  const headers = { origin: address }
  const look = await guide.ask({ method: 'GET', path: `/v1/widget/channels/${channel}` })
  if (look.status !== 200) {
    guide.note('This workspace has no chat for web pages, so this is left out.')
    return null
  }
  const search = { channel, text: 'Cannot join a ranked lobby', language: 'en' }
  const found = await guide.show({ method: 'POST', path: '/v1/widget/articles', headers, body: search })
  guide.expect('what may be read before is told', found.status, 200)
  const form = { name: 'Tour', email: 'tour@mail.example', issueSummary: search.text }
  const open = { channel, language: 'en', form, message: 'Is anybody there?' }
  const opened = await guide.show({ method: 'POST', path: '/v1/widget/sessions', headers, body: open }, members)
  guide.expect('the chat waits', [opened.status, opened.body['status']], [201, 'queued'])
  const elsewhere = { ...headers, origin: 'https://not-our-page.example' }
  const foreign = await guide.ask({ method: 'POST', path: '/v1/widget/sessions', headers: elsewhere, body: open })
  guide.expect('a page of another origin opens none', foreign.status, 403)

  const ticketId = String(opened.body['ticketId'])
  const presence = { state: 'available', ttlSeconds: 120 }
  await guide.ask({ method: 'PUT', path: `/v1/agents/${agentId}/presence`, body: presence })
  const offer = await waitForOffer(guide, { agentId, ticketId })
  guide.expect('it is offered', offer !== null, true)
  const accepted = await guide.ask({ method: 'POST', path: `/v1/offers/${offer?.id ?? ''}/accept` })
  guide.expect('it is accepted', accepted.status, 200)
  await talk(guide, { opened, agentId })
  await end(guide, { opened, ticketId })
  // Nobody said what it is about before; what is closed has a category.
  const about = { category: 'user_system', type: 'service_request' }
  await guide.ask({ method: 'PATCH', path: `/v1/tickets/${ticketId}`, body: about })
  return ticketId
}

/** What a customer's page sends its calls with: it opens this chat and nothing else. */
function asCustomer({ body }: Answer) {
  return { authorization: `Bearer ${String(body['token'])}` }
}

async function talk(guide: TourGuide, { opened, agentId }: { opened: Answer; agentId: string }): Promise<void> {
  const path = `/v1/chat/sessions/${idOf(opened)}`
  const headers = asCustomer(opened)
  const active = await guide.show({ method: 'GET', path, headers }, members)
  guide.expect('its customer sees who came', active.body['status'], 'active')
  const body = { body: 'I see your name in no lobby.', agentId }
  const answered = await guide.show({ method: 'POST', path: `${path}/messages`, body }, ['seq', 'author', 'body'])
  guide.expect('the agent answers', [answered.status, answered.body['seq']], [201, 2])
  const thanks = {
    method: 'POST',
    path: `${path}/messages`,
    headers,
    body: { body: 'Since noon.', clientId: 'm-1' },
  } as const
  const said = await guide.show(thanks, ['seq', 'clientId', 'body'])
  const again = await guide.ask(thanks)
  guide.expect('said twice, it is there once', [said.body['seq'], again.body['seq']], [3, 3])
  const list = await guide.ask({ method: 'GET', path: `${path}/messages?after=1`, headers })
  const seqs = ((list.body['data'] ?? []) as { seq: number }[]).map(({ seq }) => seq)
  guide.expect('after a loss it goes on from the last number', seqs, [2, 3])
  const other = await guide.ask({ method: 'GET', path: '/v1/tickets', headers })
  guide.expect('its token opens nothing else', other.status, 403)
}

async function end(guide: TourGuide, { opened, ticketId }: { opened: Answer; ticketId: string }): Promise<void> {
  const path = `/v1/chat/sessions/${idOf(opened)}`
  const headers = asCustomer(opened)
  const closed = await guide.show({ method: 'POST', path: `${path}/close`, headers, body: {} }, members)
  guide.expect('it ends', [closed.status, closed.body['status'], closed.body['endReason']], [200, 'closed', 'closed'])
  const late = await guide.ask({ method: 'POST', path: `${path}/messages`, headers, body: { body: 'One more thing' } })
  guide.expect('and nothing is said in it any more', late.status, 409)
  const rating = { score: 5, comment: 'Quick and kind.' }
  const rated = await guide.show({ method: 'POST', path: `${path}/rating`, headers, body: rating }, ['rating'])
  guide.expect('its customer says how it was', rated.status, 200)
  const read = await guide.show({ method: 'GET', path: `/v1/tickets/${ticketId}/rating` })
  const [told] = (read.body['chats'] ?? []) as { score: number; comment: string }[]
  guide.expect('in words that stay on the ticket', [told?.score, told?.comment], [rating.score, rating.comment])
  const sent = await guide.show({ method: 'POST', path: `${path}/transcript`, headers, body: {} })
  guide.expect('the transcript goes to its own address', sent.status, 202)
  const mail = await guide.ask({ method: 'GET', path: `/v1/outbox/${String(sent.body['mailId'])}` })
  guide.expect('with what was said', String(mail.body['text']).includes('Since noon.'), true)
}
