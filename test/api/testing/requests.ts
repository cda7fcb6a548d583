import type { InjectOptions } from 'fastify'
import { addressesOf } from '../../../server/http/register-routes.ts'
import type { Route } from '../../../server/http/route.ts'
import { exampleCallRequest } from '../../../server/http/routes/call-schemas.ts'
import { newId } from '../../../server/platform/ids.ts'
import { accessRequestRows } from './access-request-rows.ts'
import { addActiveTask, addOffer } from './add-offer.ts'
import { addRollout } from './add-rollout.ts'
import { addressOf, fillExample, fillParams } from './fill-example.ts'
import { formOf, type SentForm } from './form.ts'
import type { FullPlace } from './full-place.ts'
import { exampleWorkflow, type Headers, type Place, type Things } from './place.ts'
import {
  addCertifiable,
  addCertification,
  addMarketDraft,
  addMarketVersion,
  addPartner,
  addPartnerSide,
  addRehearsal,
  addSubscription,
  exampleMarket,
} from './partner-things.ts'
import { publicUrl } from './running-service.ts'
import {
  addAgent,
  addAnsweredChat,
  addBulk,
  addCase,
  addCaseToDecide,
  addChat,
  addChecklist,
  addConsult,
  addCustomers,
  addErased,
  addHeldTask,
  addIssue,
  addKeptMail,
  addLink,
  addLinkSecret,
  addMemberOnly,
  addMerged,
  addMergedCustomer,
  addMessage,
  addMonitored,
  addParkedTask,
  addOrder,
  addPausedTask,
  addPerson,
  addPortal,
  addPortalCustomer,
  addPortalLink,
  addPullable,
  addServedSupport,
  addSupport,
  addToken,
  addTwins,
  addView,
  addWrapup,
  otherCustomer,
  password,
} from './make-things.ts'

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

const becknContext = (action: string) => ({
  action,
  transaction_id: newId(),
  message_id: newId(),
  timestamp: '2026-11-20T09:00:00.000Z',
})

const own = { origin: publicUrl }
const fromOwnPage = { headers: () => own }
/** By a customer who came by a link, about a request of theirs. */
const ofPortal: RequestRow = {
  fresh: addPortal,
  headers: ({ portalToken = '' }) => ({ authorization: `Bearer ${portalToken}` }),
}

/** Every route that is not listed is called with its example as it is. */
export const requestRows: Readonly<Record<string, RequestRow>> = {
  transitionTicket: { fresh: addActiveTask, isSlow: true },
  unassignTicket: { fresh: addActiveTask, isSlow: true },
  snoozeTicket: { body: () => ({ until: new Date(Date.now() + 3_600_000).toISOString() }) },
  overrideDue: { body: () => ({ dueAt: new Date(Date.now() + 3_600_000).toISOString(), reason: 'Agreed.' }) },
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
  redactMessage: { fresh: addMessage },
  // A second first save would be a conflict.
  saveDraft: { fresh: (place) => place.addTicket() },
  previewCustomerMerge: { fresh: addCustomers, params: otherCustomer },
  mergeCustomer: { fresh: addCustomers, params: otherCustomer },
  unmergeCustomer: { fresh: addMergedCustomer, params: otherCustomer },
  eraseCustomer: { fresh: (place) => place.addTicket() },
  getErasure: { fresh: addErased },
  archiveAgent: { fresh: addAgent },
  setPresence: { params: (things) => ({ id: things['agent'] ?? '' }) },
  getWorkflowRollout: { fresh: addRollout },
  publishWorkflow: { body: () => ({ document: `${exampleWorkflow}\n# Published once more.\n` }) },
  acceptOffer: { fresh: addOffer, isSlow: true },
  declineOffer: { fresh: addOffer, isSlow: true },
  completeTask: { fresh: addActiveTask, isSlow: true },
  pauseTask: { fresh: addActiveTask, isSlow: true },
  resumeTask: { fresh: addPausedTask, isSlow: true },
  transferTask: { fresh: addActiveTask, isSlow: true },
  consultAgent: { fresh: addHeldTask },
  endConsult: { fresh: addConsult },
  monitorTask: { fresh: addHeldTask },
  endMonitor: { fresh: addMonitored },
  listMonitors: { fresh: addMonitored },
  pullTask: { fresh: addPullable },
  returnTask: { fresh: addHeldTask },
  requeueTask: { fresh: addHeldTask },
  parkTask: { fresh: (place) => place.addTicket() },
  unparkTask: { fresh: addParkedTask },
  endWrapup: { fresh: addWrapup },
  createCall: { body: () => ({ ...exampleCallRequest, callRef: `pbx-${newId()}` }) },
  hangUpCall: { fresh: (place) => place.addCall() },
  requestCallback: { fresh: (place) => place.addCall() },
  closeChat: { fresh: addChat },
  transferChat: { fresh: addChat },
  sayInChat: { fresh: addChat },
  leaveChat: { fresh: addChat },
  typeInChat: { fresh: addChat },
  rateChat: { fresh: addAnsweredChat },
  mailChatTranscript: { body: () => ({ to: 'ben@example.com' }) },
  readWidget: { params: ({ channelKey = '' }) => ({ key: channelKey }) },
  openWidgetChat: {
    body: ({ channelKey }) => ({ channel: channelKey, form: { issueSummary: 'Help.' } }),
    ...fromOwnPage,
  },
  suggestArticles: { body: ({ channelKey }) => ({ channel: channelKey, text: 'My deposit.' }), ...fromOwnPage },
  noteArticleShowings: {
    body: ({ channelKey }) => ({ channel: channelKey, visit: 'v'.repeat(24), articles: ['missing-deposit'] }),
    ...fromOwnPage,
  },
  answerArticle: { body: ({ channelKey }) => ({ channel: channelKey, helped: true }), ...fromOwnPage },
  requestPortalLink: fromOwnPage,
  signInToPortal: {
    fresh: addPortalLink,
    body: ({ portal, portalLink }) => ({ workspace: portal, link: portalLink }),
    ...fromOwnPage,
  },
  readPortalSession: ofPortal,
  signOutOfPortal: ofPortal,
  signOutOfPortalEverywhere: ofPortal,
  listPortalTickets: ofPortal,
  getPortalTicket: ofPortal,
  replyInPortal: { ...ofPortal, fresh: addPortalCustomer },
  rateTicket: { ...ofPortal, fresh: addPortalCustomer },
  readPortalFile: ofPortal,
  getSupport: { fresh: addSupport },
  openSupport: { fresh: addOrder },
  updateSupport: { fresh: addSupport },
  closeSupport: { fresh: addSupport },
  getSupportAgent: { fresh: addServedSupport },
  setSupportAgent: { fresh: addSupport },
  removeSupportAgent: { fresh: addServedSupport },
  requestSupport: {
    fresh: addOrder,
    body: ({ orderKey = '' }) => ({ context: becknContext('support'), message: { support: { order_id: orderKey } } }),
  },
  rate: {
    fresh: addOrder,
    body: ({ orderKey = '' }) => ({
      context: becknContext('rating'),
      message: { ratings: [{ rating_category: 'Order', id: orderKey, value: '4' }] },
    }),
  },
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
  // Asked of work that is over it is refused, and others end theirs.
  explainWhyNot: { fresh: (place) => place.addTicket() },
  // A second rotation within the overlap is refused.
  rotateWebhookSecret: { fresh: (place) => place.addWebhook() },
  replayCallbacks: { body: () => ({ from: new Date(Date.now() - 3_600_000).toISOString() }) },
  resendMail: { fresh: addKeptMail },
  publishMarket: { body: () => ({ document: `${exampleMarket}\n# Published once more: ${newId()}.\n` }) },
  rollBackMarket: { fresh: addMarketVersion },
  getMarketDraft: { fresh: addMarketDraft },
  dropMarketDraft: { fresh: addMarketDraft },
  createPartner: { body: () => ({ slug: `p-${newId()}`, name: 'Acme' }) },
  createIntegration: { fresh: addPartner },
  deleteSubscription: { fresh: addSubscription },
  listSubscriptionDeliveries: { fresh: addSubscription },
  submitPartnerTicket: { fresh: addPartnerSide, headers: asPartner },
  listPartnerTickets: { fresh: addPartnerSide, headers: asPartner },
  getPartnerTicket: { fresh: addPartnerSide, headers: asPartner },
  updatePartnerTicket: { fresh: addPartnerSide, headers: asPartner },
  listPartnerDeliveries: { fresh: addPartnerSide, headers: asPartner },
  getPartnerDelivery: { fresh: addPartnerSide, headers: asPartner },
  replayPartnerDelivery: { fresh: addPartnerSide, headers: asPartner },
  listPartnerWebhooks: { fresh: addPartnerSide, headers: asPartner },
  listPartnerIntegrations: { fresh: addPartnerSide, headers: asPartner },
  testPartnerWebhook: { fresh: addPartnerSide, headers: asPartner },
  savePartnerWebhook: { fresh: addPartnerSide, headers: asPartner },
  moveClock: { fresh: addRehearsal, body: () => ({ forward: 'PT1S' }) },
  startCertification: { fresh: addCertifiable, headers: asPartner },
  listPartnerCertifications: { fresh: addCertification, headers: asPartner },
  getPartnerCertification: { fresh: addCertification, headers: asPartner },
  getCertification: { fresh: addCertification },
  deletePartnerWebhook: { fresh: addPartnerSide, headers: asPartner },
  deleteView: { fresh: addView },
  deleteWebhook: { fresh: (place) => place.addWebhook() },
  revokeToken: { fresh: addToken },
  rotateToken: { fresh: addToken },
  changeMemberRole: { fresh: addMemberOnly },
  ...accessRequestRows,
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

function asPartner(things: Things): Headers {
  return { authorization: `Bearer ${things['partnerToken'] ?? ''}` }
}

function asPerson(things: Things): Headers {
  return { cookie: things['cookie'] ?? '', ...own }
}
