import { encodeId, newId } from '../../../server/platform/ids.ts'
import { addOffer } from './add-offer.ts'
import { openPlace, type Place, type Things } from './place.ts'
import { addAccessRequest, addBulk, addChat } from './make-things.ts'
import { addMarket } from './partner-things.ts'
import type { RunningService } from './running-service.ts'

/** A workspace with one of everything that an address or a body can name. */
export interface FullPlace extends Place {
  readonly things: Things
}

/** Opens a workspace and fills it; `firstNumber` is the number of its first ticket. */
export async function openFullPlace(service: RunningService, slug: string, firstNumber?: number): Promise<FullPlace> {
  const place = await openPlace(service, slug, firstNumber)
  await addMarket(place)
  return { ...place, things: { ...(await fill(place)), ...(await addAccessRequest(place)) } }
}

async function fill(place: Place): Promise<Things> {
  const offered = await addOffer(place)
  const callbackUrl = 'https://partner.example/ticket-update'
  const first = await place.addTicket({ callbackUrl, message: `Help ${place.mark}` })
  const second = await place.addTicket()
  const url = `/v1/tickets/${first['ticket']}`
  const { file = '' } = await place.addFile()
  await place.call('POST', `${url}/messages`, { body: `See ${place.mark}`, attachments: [file] })
  const said = await place.call('GET', `${url}/messages`)
  const links = await place.call('POST', `${url}/links`, { kind: 'related', ticketId: second['ticket'] })
  const orderKey = `ORD-${newId()}`
  const order = await place.call('PUT', `/v1/orders/${orderKey}`, {
    placedAt: '2026-11-20T08:45:00.000Z',
    status: 'PREPARING',
    customerId: first['cust'],
    storeId: place.mark,
  })
  const agent = await place.call('POST', '/v1/agents', { name: `Bea ${place.mark}`, queues: ['frontline'] })
  const webhook = await place.addWebhook()
  const mail = await place.addMail()
  const view = await place.call('POST', '/v1/views', { name: `View ${place.mark}`, sharedWith: 'workspace' })
  const person = await place.person('admin')
  const review = await place.call('POST', '/v1/qa/reviews', {
    ticketId: second['ticket'],
    note: place.mark,
    answers: ['understood', 'solved', 'tone', 'privacy'].map((criterion) => ({ criterion, rating: null })),
  })
  const called = await place.addCall()
  const reviewed = await place.addCase()
  await place.call('POST', `${url}/messages`, {
    body: `Have a look ${place.mark}`,
    visibility: 'internal',
    mentions: [agent.body.id],
  })
  const mentions = await place.call('GET', `/v1/mentions?agent=${agent.body.id}`)
  const { tokenId } = await place.token({ name: `Kept ${place.mark}` })
  return {
    ...offered,
    ...first,
    ...webhook,
    offeredTo: offered['agent'] ?? '',
    offeredTicket: offered['ticket'] ?? '',
    agent: agent.body.id,
    review: review.body.id,
    view: view.body.id,
    task: offered['task'] ?? '',
    ticket2: second['ticket'] ?? '',
    clock: await resolutionOf(place, url),
    link: links.body.data[0].id,
    file,
    msg: said.body.data[0].id,
    dlv: (await place.call('GET', `${url}/deliveries`)).body.data[0].id,
    order: order.body.id,
    orderKey,
    mail: mail['mail'] ?? '',
    member: person.memberId,
    sess: person.sessionId,
    token: tokenId,
    call: called['call'] ?? '',
    chat: (await addChat(place))['chat'] ?? '',
    channelKey: `${place.workspace.slug}.live-chat`,
    case: reviewed['case'] ?? '',
    bulk: (await addBulk(place))['bulk'] ?? '',
    mention: mentions.body.data[0].id,
    evd: reviewed['evd'] ?? '',
    evt: reviewed['evt'] ?? '',
    partner: await addPartner(place),
    slug: 'frontline',
  }
}

/** The clock of a ticket that no reply ends. */
async function resolutionOf(place: Place, url: string): Promise<string> {
  const { clocks } = (await place.call('GET', `${url}/sla`)).body as { clocks: { id: string; metric: string }[] }
  return clocks.find(({ metric }) => metric === 'resolution')?.id ?? ''
}

/** Partners have no address yet; a workspace may have them. */
async function addPartner(place: Place): Promise<string> {
  const id = newId()
  await place.service.query('insert into partners (workspace_id, id, slug, name) values ($1, $2, $3, $3)', [
    place.workspace.id,
    id,
    `partner-${id.slice(-12)}`,
  ])
  return encodeId('partner', id)
}

/** Names of nothing: of the right form, and nowhere. */
export function absentThings(like: Things): Things {
  return Object.fromEntries(Object.entries(like).map(([name, text]) => [name, absent(name, text)]))
}

function absent(name: string, text: string): string {
  if (name === 'number') return '888888'
  if (name === 'slug') return 'nowhere'
  if (name === 'orderKey') return `ORD-${newId()}`
  return `${text.split('_', 1)[0] ?? ''}${encodeId('ticket', newId()).slice('ticket'.length)}`
}

/** Names and marks of a place that a text shows; none when the place kept to itself. */
export function namesShown(place: FullPlace, text: string): string[] {
  const names = Object.entries(place.things).flatMap(([kind, name]) =>
    kind === 'number' || kind === 'slug' ? [] : [name],
  )
  return [...names, place.mark].filter((name) => text.includes(name))
}
