import type { InjectOptions } from 'fastify'
import { addressesOf } from '../../../server/http/register-routes.ts'
import type { Route } from '../../../server/http/route.ts'
import { exampleCallRequest } from '../../../server/http/routes/call-schemas.ts'
import { newId } from '../../../server/platform/ids.ts'
import { addActiveTask, addOffer } from './add-offer.ts'
import { decodeId } from '../../../server/platform/ids.ts'
import { addressOf, fillExample, fillParams } from './fill-example.ts'
import { formOf, type SentForm } from './form.ts'
import type { FullPlace } from './full-place.ts'
import { exampleWorkflow, type Headers, type Place, type Things } from './place.ts'
import { publicUrl, send } from './running-service.ts'

/** How a route's example becomes a request that a prepared place can answer, where filling in its ids is not enough. */
export interface RequestRow {
  /** Makes what the call uses up, anew for every call that may succeed. */
  readonly fresh?: (place: Place) => Promise<Things>
  /** `fresh` lets the router work, which takes a while. */
  readonly isSlow?: true
  readonly params?: (things: Things) => Readonly<Record<string, string>>
  readonly body?: (things: Things) => unknown
  /** A form instead of a JSON body. */
  readonly form?: () => SentForm
  /** The usual caller where that is not the admin's token: nobody yet, or a person in a browser. */
  readonly headers?: (things: Things) => Headers
}

const own = { origin: publicUrl }
const fromOwnPage = { headers: () => own }
const password = 'the old long sentence'

/** Every route that is not listed is called with its example as it is. */
export const requestRows: Readonly<Record<string, RequestRow>> = {
  transitionTicket: { fresh: addActiveTask, isSlow: true },
  unassignTicket: { fresh: addActiveTask, isSlow: true },
  assignTicket: { fresh: (place) => place.addTicket() },
  unlinkTickets: { fresh: addLink },
  changeChecklistItem: { fresh: addChecklist },
  removeChecklistItem: { fresh: addChecklist },
  undoBulkChange: { fresh: addBulk },
  mergeTicket: {
    fresh: addTwins,
    body: ({ other, ticket }) => ({ into: other ?? ticket, reason: 'The same lobby fault.' }),
  },
  unmergeTicket: { fresh: addMerged },
  splitTicket: { fresh: addMessage },
  previewCustomerMerge: { fresh: addCustomers, params: otherCustomer },
  mergeCustomer: { fresh: addCustomers, params: otherCustomer },
  unmergeCustomer: { fresh: addMergedCustomer, params: otherCustomer },
  eraseCustomer: { fresh: (place) => place.addTicket() },
  getErasure: { fresh: addErased },
  archiveAgent: { fresh: addAgent },
  setPresence: { params: (things) => ({ id: things['agent'] ?? '' }) },
  publishWorkflow: { body: () => ({ document: `${exampleWorkflow}\n# Published once more.\n` }) },
  acceptOffer: { fresh: addOffer, isSlow: true },
  declineOffer: { fresh: addOffer, isSlow: true },
  completeTask: { fresh: addActiveTask, isSlow: true },
  pauseTask: { fresh: addActiveTask, isSlow: true },
  resumeTask: { fresh: addPausedTask, isSlow: true },
  transferTask: { fresh: addActiveTask, isSlow: true },
  consultAgent: { fresh: addHeldTask },
  endConsult: { fresh: addConsult },
  pullTask: { fresh: addPullable },
  returnTask: { fresh: addHeldTask },
  requeueTask: { fresh: addHeldTask },
  parkTask: { fresh: (place) => place.addTicket() },
  unparkTask: { fresh: addParkedTask },
  endWrapup: { fresh: addWrapup },
  createCall: { body: () => ({ ...exampleCallRequest, callRef: `pbx-${newId()}` }) },
  hangUpCall: { fresh: (place) => place.addCall() },
  requestCallback: { fresh: (place) => place.addCall() },
  escalateCase: { fresh: (place) => place.addTicket() },
  linkRecurringIssue: {
    fresh: addIssue,
    body: ({ issue = 'cause:none:none', ticket }) => ({ key: issue, ticketId: ticket }),
  },
  createReview: { fresh: (place) => place.addTicket() },
  moveCase: { fresh: addCase },
  addCaseEvidence: { fresh: addCase },
  setCaseCheck: { fresh: addCase },
  decideCase: { fresh: addCaseToDecide },
  pauseCase: { fresh: addCase },
  resumeCase: { fresh: addCase },
  uploadFile: { form: () => formOf({ content: `Seen at ${newId()}.` }) },
  deleteFile: { fresh: (place) => place.addFile() },
  cancelTask: { fresh: (place) => place.addTicket() },
  // A second rotation within the overlap is refused.
  rotateWebhookSecret: { fresh: (place) => place.addWebhook() },
  replayCallbacks: { body: () => ({ from: new Date(Date.now() - 3_600_000).toISOString() }) },
  resendMail: { fresh: addKeptMail },
  deleteView: { fresh: addView },
  deleteWebhook: { fresh: (place) => place.addWebhook() },
  revokeToken: { fresh: addToken },
  rotateToken: { fresh: addToken },
  changeMemberRole: { fresh: addMemberOnly },
  addMember: {
    body: (things) => ({ email: `new-${things['member']}@example.com`, name: 'Ada Young', role: 'manager' }),
  },
  signIn: { fresh: addPerson, body: ({ email }) => ({ email, password }), ...fromOwnPage },
  signInWithLink: { fresh: addLinkSecret, body: ({ linkSecret }) => ({ token: linkSecret }), ...fromOwnPage },
  requestSignInLink: fromOwnPage,
  signOut: fromOwnPage,
  listSessions: { fresh: addPerson, headers: asPerson },
  revokeSession: { fresh: addPerson, headers: asPerson },
  setPassword: { fresh: addPerson, headers: asPerson },
  getNotifications: { fresh: addPerson, headers: asPerson },
  setNotifications: { fresh: addPerson, headers: asPerson },
  createRealtimePass: { fresh: addPerson, headers: asPerson },
}

/** What a call is about; `fresh` things where the route has them. */
export async function freshThings(route: Route, place: FullPlace): Promise<Things> {
  const made = await requestRows[route.operationId]?.fresh?.(place)
  return { ...place.things, ...made }
}

/** A request as tests send it. */
export interface Request extends Omit<InjectOptions, 'url'> {
  readonly url: string
  readonly method: Route['method']
}

/** A route's example as a request about these things, at its address or one of its aliases. */
export function requestFor(route: Route, things: Things, call: { headers: Headers; alias?: number }): Request {
  const row = requestRows[route.operationId] ?? {}
  const { example } = route
  const params = row.params?.(things) ?? fillParams(example.params ?? {}, things)
  const template = addressesOf(route)[call.alias ?? 0] ?? route.url
  const form = row.form?.()
  const body = row.body?.(things) ?? (example.body === undefined ? undefined : fillExample(example.body, things))
  return {
    method: route.method,
    url: addressOf(template, params, fillExample(example.query ?? {}, things)),
    headers: { ...call.headers, ...form?.headers },
    ...(form !== undefined && { payload: form.payload }),
    ...(body !== undefined && { payload: body as object }),
  }
}

/** Who calls a route when all is well: the admin, unless the route is for somebody else. */
export function usualCaller(route: Route, place: Place, things: Things): Headers {
  const row = requestRows[route.operationId]
  return row?.headers?.(things) ?? (route.permission === 'public' ? {} : place.admin)
}

function asPerson(things: Things): Headers {
  return { cookie: things['cookie'] ?? '', ...own }
}

async function addMemberOnly(place: Place): Promise<Things> {
  return { member: (await place.person('agent')).memberId }
}

async function addPerson(place: Place): Promise<Things> {
  const person = await place.person('agent')
  const { headers, email } = person
  await send(place.service, { method: 'PUT', url: '/v1/me/password', headers, payload: { newPassword: password } })
  return { email, sess: person.sessionId, cookie: headers['cookie'] ?? '' }
}

async function addLinkSecret(place: Place): Promise<Things> {
  const { email } = await place.person('agent')
  return { linkSecret: await place.linkSecret(email) }
}

async function addPausedTask(place: Place): Promise<Things> {
  const things = await addActiveTask(place)
  await place.call('POST', `/v1/tasks/${things['task']}/pause`)
  return things
}

/** In the hands of one agent; the one it names is another, who can be asked. */
async function addHeldTask(place: Place): Promise<Things> {
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

async function addPullable(place: Place): Promise<Things> {
  const { agent = '' } = await addAgent(place)
  await place.call('PUT', `/v1/agents/${agent}/presence`, { state: 'available' })
  return { ...(await place.addTicket()), agent }
}

async function addParkedTask(place: Place): Promise<Things> {
  const things = await place.addTicket()
  await place.call('POST', `/v1/tasks/${things['task']}/park`)
  return things
}

/** The example's queues have no wrap-up: the row is put where a conversation of one that has would leave it. */
async function addWrapup(place: Place): Promise<Things> {
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

async function addLink(place: Place): Promise<Things> {
  const [one, other] = [await place.addTicket(), await place.addTicket()]
  const payload = { kind: 'related', ticketId: other['ticket'] }
  const { body } = await place.call('POST', `/v1/tickets/${one['ticket']}/links`, payload)
  return { ...one, link: body.data[0].id }
}

/** Kept as it would be where nothing sends mail. */
async function addKeptMail(place: Place): Promise<Things> {
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
async function addCase(place: Place): Promise<Things> {
  return place.addCase()
}

async function addCaseToDecide(place: Place): Promise<Things> {
  const things = await addCase(place)
  const url = `/v1/cases/${things['case']}`
  for (const name of ['payment_match', 'account_history']) {
    await place.call('POST', `${url}/checks/${name}`, { result: 'pass' })
  }
  for (const to of ['triage', 'investigating', 'decision']) await place.call('POST', `${url}/transitions`, { to })
  return things
}

/** Three tickets that say the same and nothing else, and the key of what they tell of. */
async function addIssue(place: Place): Promise<Things> {
  const issueSummary = newId().slice(-12)
  const tickets = [0, 1, 2].map(() => place.addTicket({ issueSummary }))
  const [first] = await Promise.all(tickets)
  const { body } = await place.call('GET', '/v1/reports/recurring')
  const issues: { key: string; tickets: { issueSummary: string }[] }[] = body.issues
  const issue = issues.find((one) => one.tickets.some((ticket) => ticket.issueSummary === issueSummary))
  return { ...first, issue: issue?.key ?? '' }
}

/** Two tickets of one customer. */
async function addTwins(place: Place): Promise<Things> {
  const customerId = `customer-${newId()}`
  const other = await place.addTicket({ customerId })
  return { ...(await place.addTicket({ customerId })), other: other['ticket'] ?? '' }
}

async function addMerged(place: Place): Promise<Things> {
  const things = await addTwins(place)
  await place.call('POST', `/v1/tickets/${things['ticket']}/merge`, { into: things['other'] })
  return things
}

/** Two customers with a ticket each. */
async function addCustomers(place: Place): Promise<Things> {
  const other = await place.addTicket()
  return { ...(await place.addTicket()), other: other['cust'] ?? '' }
}

function otherCustomer({ other, cust = '' }: Things): Readonly<Record<string, string>> {
  return { id: other ?? cust }
}

async function addMergedCustomer(place: Place): Promise<Things> {
  const things = await addCustomers(place)
  await place.call('POST', `/v1/customers/${things['other']}/merge`, { into: things['cust'] })
  return things
}

async function addErased(place: Place): Promise<Things> {
  const things = await place.addTicket()
  await place.call('POST', `/v1/customers/${things['cust']}/erase`, { closeOpen: true })
  return things
}

async function addMessage(place: Place): Promise<Things> {
  const things = await place.addTicket()
  const { body } = await place.call('POST', `/v1/tickets/${things['ticket']}/messages`, { body: 'And an invoice.' })
  return { ...things, msg: body.id }
}

async function addChecklist(place: Place): Promise<Things> {
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

async function addView(place: Place): Promise<Things> {
  const { body } = await place.call('POST', '/v1/views', { name: 'Passing', sharedWith: 'workspace' })
  return { view: body.id }
}

async function addAgent(place: Place): Promise<Things> {
  const { body } = await place.call('POST', '/v1/agents', { name: 'Caio Reis' })
  return { agent: body.id }
}

async function addToken(place: Place): Promise<Things> {
  return { token: (await place.token()).tokenId }
}
