import { requestAccess } from '../../../server/modules/access-requests/index.ts'
import { issuePortalLink } from '../../../server/modules/portal/index.ts'
import { decodeId, encodeId, newId } from '../../../server/platform/ids.ts'
import { addActiveTask } from './add-offer.ts'
import type { Place, Things } from './place.ts'
import { publicUrl, send } from './running-service.ts'

export const password = 'the old long sentence'

export async function addMemberOnly(place: Place): Promise<Things> {
  return { member: (await place.person('agent')).memberId }
}

export async function addPerson(place: Place): Promise<Things> {
  const person = await place.person('agent')
  const { headers, email } = person
  await send(place.service, { method: 'PUT', url: '/v1/me/password', headers, payload: { newPassword: password } })
  return { email, sess: person.sessionId, cookie: headers['cookie'] ?? '' }
}

export async function addLinkSecret(place: Place): Promise<Things> {
  const { email } = await place.person('agent')
  return { linkSecret: await place.linkSecret(email) }
}

export async function addPausedTask(place: Place): Promise<Things> {
  const things = await addActiveTask(place)
  await place.call('POST', `/v1/tasks/${things['task']}/pause`)
  return things
}

/** In the hands of one agent; the one it names is another, who can be asked. */
export async function addHeldTask(place: Place): Promise<Things> {
  const things = await addPullable(place)
  await place.call('POST', `/v1/tasks/${things['task']}/pull`, { agentId: things['agent'] })
  const other = await addAgent(place)
  await place.call('PUT', `/v1/agents/${other['agent']}/presence`, { state: 'away' })
  return { ...things, ...other }
}

/** A task in an agent's hands who asks another one about it. */
export async function addConsult(place: Place): Promise<Things> {
  const things = await addHeldTask(place)
  await place.call('POST', `/v1/tasks/${things['task']}/consult`, { agentId: things['agent'] })
  return things
}

/** A task in an agent's hands that the admin watches. */
export async function addMonitored(place: Place): Promise<Things> {
  const things = await addHeldTask(place)
  await place.call('POST', `/v1/tasks/${things['task']}/monitor`, { mode: 'listen' })
  return things
}

export async function addPullable(place: Place): Promise<Things> {
  const { agent = '' } = await addAgent(place)
  await place.call('PUT', `/v1/agents/${agent}/presence`, { state: 'available' })
  return { ...(await place.addTicket()), agent }
}

export async function addParkedTask(place: Place): Promise<Things> {
  const things = await place.addTicket()
  await place.call('POST', `/v1/tasks/${things['task']}/park`)
  return things
}

/** The example's queues have no wrap-up: the row is put where a conversation of one that has would leave it. */
export async function addWrapup(place: Place): Promise<Things> {
  const things = await addHeldTask(place)
  const taskId = decodeId('task', things['task'] ?? '')
  await place.service.query(
    `with armed as (
       insert into timers (workspace_id, kind, subject_id, due_at) values ($1, 'task.wrapup', $2, now() + '1 hour'))
     update tasks set state = 'wrapup', wrapup_until = now() + '1 hour' where workspace_id = $1 and id = $2`,
    [place.workspace.id, taskId],
  )
  return things
}

export async function addLink(place: Place): Promise<Things> {
  const [one, other] = [await place.addTicket(), await place.addTicket()]
  const payload = { kind: 'related', ticketId: other['ticket'] }
  const { body } = await place.call('POST', `/v1/tickets/${one['ticket']}/links`, payload)
  return { ...one, link: body.data[0].id }
}

/** Kept as it would be where nothing sends mail. */
export async function addKeptMail(place: Place): Promise<Things> {
  const things = await place.addMail()
  await place.service.query(
    `update outbox_mails
     set state = 'kept', kept_because = 'no_server', ended_at = now(), next_attempt_at = null
     where workspace_id = $1 and id = $2`,
    [place.workspace.id, decodeId('mail', things['mail'] ?? '')],
  )
  return things
}

/** Opened by somebody else than who calls. */
export async function addCase(place: Place): Promise<Things> {
  return place.addCase()
}

export async function addCaseToDecide(place: Place): Promise<Things> {
  const things = await addCase(place)
  const url = `/v1/cases/${things['case']}`
  for (const name of ['payment_match', 'account_history']) {
    await place.call('POST', `${url}/checks/${name}`, { result: 'pass' })
  }
  for (const to of ['triage', 'investigating', 'decision']) await place.call('POST', `${url}/transitions`, { to })
  return things
}

/** Three tickets that say the same and nothing else, and the key of what they tell of. */
export async function addIssue(place: Place): Promise<Things> {
  const issueSummary = newId().slice(-12)
  const tickets = [0, 1, 2].map(() => place.addTicket({ issueSummary }))
  const [first] = await Promise.all(tickets)
  const { body } = await place.call('GET', '/v1/reports/recurring')
  const issues: { key: string; tickets: { issueSummary: string }[] }[] = body.issues
  const issue = issues.find((one) => one.tickets.some((ticket) => ticket.issueSummary === issueSummary))
  return { ...first, issue: issue?.key ?? '' }
}

/** Two tickets of one customer. */
export async function addTwins(place: Place): Promise<Things> {
  const customerId = `customer-${newId()}`
  const other = await place.addTicket({ customerId })
  return { ...(await place.addTicket({ customerId })), other: other['ticket'] ?? '' }
}

export async function addMerged(place: Place): Promise<Things> {
  const things = await addTwins(place)
  await place.call('POST', `/v1/tickets/${things['ticket']}/merge`, { into: things['other'] })
  return things
}

/** Two customers with a ticket each. */
export async function addCustomers(place: Place): Promise<Things> {
  const other = await place.addTicket()
  return { ...(await place.addTicket()), other: other['cust'] ?? '' }
}

export function otherCustomer({ other, cust = '' }: Things): Readonly<Record<string, string>> {
  return { id: other ?? cust }
}

export async function addMergedCustomer(place: Place): Promise<Things> {
  const things = await addCustomers(place)
  await place.call('POST', `/v1/customers/${things['other']}/merge`, { into: things['cust'] })
  return things
}

export async function addErased(place: Place): Promise<Things> {
  const things = await place.addTicket()
  await place.call('POST', `/v1/customers/${things['cust']}/erase`, { closeOpen: true })
  return things
}

export async function addMessage(place: Place): Promise<Things> {
  const things = await place.addTicket()
  const { body } = await place.call('POST', `/v1/tickets/${things['ticket']}/messages`, { body: 'And an invoice.' })
  return { ...things, msg: body.id }
}

export async function addChecklist(place: Place): Promise<Things> {
  const things = await place.addTicket()
  await place.call('POST', `/v1/tickets/${things['ticket']}/checklist`, { text: 'Logs are kept' })
  return things
}

export async function addBulk(place: Place): Promise<Things> {
  const things = await place.addTicket()
  const payload = { ids: [things['ticket']], action: { update: { priority: 'high' } } }
  const { body } = await place.call('POST', '/v1/tickets/bulk', payload)
  return { ...things, bulk: body.id }
}

export async function addView(place: Place): Promise<Things> {
  const { body } = await place.call('POST', '/v1/views', { name: 'Passing', sharedWith: 'workspace' })
  return { view: body.id }
}

export async function addAgent(place: Place): Promise<Things> {
  const { body } = await place.call('POST', '/v1/agents', { name: 'Caio Reis' })
  return { agent: body.id }
}

/** Somebody who asks for the token of a partner. */
export async function addAccessRequest(place: Place): Promise<Things> {
  const { id } = await requestAccess(place.context, {
    kind: 'partner',
    name: `Lena ${place.mark}`,
    email: `${newId()}@example.com`,
    organization: 'Acme Games',
    purpose: 'Our lobby opens tickets.',
    language: 'en',
    role: 'partner',
    permissions: [],
    channels: [],
    queues: [],
  })
  return { areq: encodeId('accessRequest', id) }
}

export async function addToken(place: Place): Promise<Things> {
  return { token: (await place.token()).tokenId }
}

/** A chat that waits, with a message; its `chat`, `ticket` and `task`. */
export async function addChat(place: Place): Promise<Things> {
  const { body } = await place.call('POST', '/v1/chat/sessions', {
    customerId: `customer-${newId()}`,
    customer: { name: `Rui ${place.mark}` },
    serviceLine: 'game-support',
    language: 'en',
    issueSummary: `Chats about signing in ${place.mark}`,
    message: `Hello ${place.mark}`,
  })
  return { chat: body.id, ticket: body.ticketId, task: body.taskId }
}

/** A chat in the hands of an agent. */
export async function addAnsweredChat(place: Place): Promise<Things> {
  const chat = await addChat(place)
  const agent = await place.call('POST', '/v1/agents', { name: `Bea ${place.mark}`, queues: ['frontline'] })
  await place.call('PUT', `/v1/tickets/${chat['ticket']}/assignee`, { agentId: agent.body.id })
  return chat
}

/** A link to the portal for the customer of a new, solved request; its `portalLink`, `portal` and `ticket`. */
export async function addPortalLink(place: Place): Promise<Things> {
  const email = `${newId()}@example.com`
  const made = await place.addTicket({ customer: { name: `Rui ${place.mark}`, email }, message: 'Help' })
  await place.service.query(`update tickets set status_category = 'solved', solved_at = now() where number = $1`, [
    made['number'],
  ])
  await issuePortalLink(place.context, { email, languages: [] })
  const [mail] = await place.service.query<{ text: string }>(
    `select body_text as text from outbox_mails where to_address = $1`,
    [email],
  )
  return { ...made, portal: place.workspace.slug, portalLink: /#link=(\S+)/.exec(mail?.text ?? '')?.[1] ?? '' }
}

/** A token made for a customer with a solved request, which may use the portal as often as it likes. */
export async function addPortalCustomer(place: Place): Promise<Things> {
  const made = await addPortalLink(place)
  const customerId = decodeId('customer', made['cust'] ?? '')
  const { headers } = await place.token({ permissions: ['portal:use'], customerId })
  return { ...made, portalToken: headers['authorization']?.slice('Bearer '.length) ?? '' }
}

/** A session in the portal with a request of its own that has a file; its `portalToken`, `ticket` and `file`. */
export async function addPortal(place: Place): Promise<Things> {
  const { portal = '', portalLink = '', ...made } = await addPortalLink(place)
  const session = await send(place.service, {
    method: 'POST',
    url: '/v1/portal/sessions',
    headers: { origin: publicUrl },
    payload: { workspace: portal, link: portalLink },
  })
  const { file = '' } = await place.addFile()
  await place.call('POST', `/v1/tickets/${made['ticket']}/messages`, { body: 'See', attachments: [file] })
  return { ...made, file, portalToken: session.body.token }
}

/** An order nobody has asked support for. */
export async function addOrder(place: Place): Promise<Things> {
  const orderKey = `ORD-${newId()}`
  const order = { placedAt: '2026-11-20T08:45:00.000Z', status: 'PREPARING', storeId: place.mark }
  const { body } = await place.call('PUT', `/v1/orders/${orderKey}`, order)
  return { orderKey, order: body.id }
}

/** An order with an open support session. */
export async function addSupport(place: Place): Promise<Things> {
  const made = await addOrder(place)
  const { body } = await place.call('POST', `/support/${made['orderKey']}`, {
    descriptor: { name: `Late ${place.mark}` },
  })
  return { ...made, chat: body.chat.session_id }
}

/** The same in the hands of an agent. */
export async function addServedSupport(place: Place): Promise<Things> {
  const made = await addSupport(place)
  const agent = await addAgent(place)
  await place.call('PUT', `/support/${made['orderKey']}/agent`, { agent: { id: agent['agent'] } })
  return { ...made, ...agent }
}
