import type { Permission } from '../../../server/modules/access/index.ts'
import { chatRows } from './access-chat-rows.ts'
import { partnerRows } from './access-partner-rows.ts'
import { type AccessRow, row } from './access-row.ts'

export type { AccessRow, Outcome } from './access-row.ts'

const open: AccessRow = row('public', 'in in in in in in')
const offerReading = { lacking: [['offer:read', 'offer:act', 'agents:act']] } as const
const offerActing = { lacking: [['offer:act', 'agents:act']] } as const
const ownWork = { lacking: [['task:write'], ['offer:act', 'agents:act']] } as const
const caseAnd = (permission: Permission) => ({ lacking: [[permission], ['case:read']] }) as const
const ofCustomers = { admin: 403 } as const
const ticketAnd = (permission: Permission) => ({ lacking: [[permission], ['ticket:read']] }) as const

/** Every route and what becomes of whom there (domain.md, Access). A route that is not here fails the tests. */
export const accessTable: Readonly<Record<string, AccessRow>> = {
  // Columns: channel queue customer partner agent auditor.
  createTicket: row('ticket:write', '403 in 403 in in 403'),
  createTickets: row('ticket:write', 'void in void in in 403'),
  listTickets: row('ticket:read', 'void void 403 void in in'),
  // Everybody has views of their own; what is shared is staff's to see, and to change for who is limited to nothing.
  listViews: row('ticket:read', 'in in 403 void in in'),
  createView: row('ticket:read', 'in in 403 in in in'),
  countViews: row('ticket:read', 'in in 403 void in in'),
  orderViews: row('ticket:read', '403 403 403 404 403 403', { lacking: [['ticket:read'], ['view:write']] }),
  getView: row('ticket:read', 'in in 403 404 in in'),
  updateView: row('ticket:read', '403 403 403 404 403 403', { lacking: [['ticket:read'], ['view:write']] }),
  deleteView: row('ticket:read', '403 403 403 404 403 403', { lacking: [['ticket:read'], ['view:write']] }),
  searchEverywhere: row('ticket:read', 'void void 403 void in in'),
  describeSearch: row('ticket:read', 'in in 403 in in in'),
  getTicket: row('ticket:read', '404 404 404 404 in in'),
  getTicketByNumber: row('ticket:read', '404 404 404 404 in in'),
  updateTicket: row('ticket:write', '404 404 404 404 in 403', ticketAnd('ticket:write')),
  transitionTicket: row('ticket:write', '404 404 404 404 in 403', ticketAnd('ticket:write')),
  assignTicket: row('ticket:assign', '404 404 404 403 in 403', ticketAnd('ticket:assign')),
  snoozeTicket: row('ticket:write', '404 404 404 404 in 403', ticketAnd('ticket:write')),
  wakeTicket: row('ticket:write', '404 404 404 404 in 403', ticketAnd('ticket:write')),
  unassignTicket: row('ticket:assign', '404 404 404 403 in 403', ticketAnd('ticket:assign')),
  listSuggestions: row('ticket:read', '404 404 404 404 in in'),
  mergeTicket: row('ticket:merge', '404 404 404 403 in 403', ticketAnd('ticket:merge')),
  unmergeTicket: row('ticket:merge', '404 404 404 403 in 403', ticketAnd('ticket:merge')),
  splitTicket: row('ticket:merge', '404 404 404 403 in 403', ticketAnd('ticket:merge')),
  listMessages: row('message:read', '404 404 404 404 in in', ticketAnd('message:read')),
  addMessage: row('signed-in', '404 404 404 404 in 403', ticketAnd('message:write')),
  redactMessage: row('message:redact', '404 404 404 403 403 403', {
    lacking: [['message:redact'], ['ticket:read'], ['message:read']],
  }),
  readTimeline: row('ticket:read', '404 404 404 404 in in'),
  readSla: row('sla:read', '404 404 404 404 in in', ticketAnd('sla:read')),
  explainSla: row('sla:read', '404 404 404 404 in in', ticketAnd('sla:read')),
  overrideDue: row('sla:override', '404 404 403 403 403 403', {
    lacking: [['sla:override'], ['sla:read'], ['ticket:read']],
  }),
  undoOverride: row('sla:override', '404 404 403 403 403 403', {
    lacking: [['sla:override'], ['sla:read'], ['ticket:read']],
  }),
  listLinks: row('ticket:read', '404 404 404 404 in in'),
  linkTickets: row('ticket:write', '404 404 404 404 in 403', ticketAnd('ticket:write')),
  unlinkTickets: row('ticket:write', '404 404 404 404 in 403', ticketAnd('ticket:write')),

  // A file is seen where what it hangs on is seen; only its sender takes it back. The place's hangs on a message.
  uploadFile: row('signed-in', 'in in in in in 403', {
    lacking: [['message:write', 'note:write', 'case:write', 'case:open', 'chat:write', 'portal:use']],
  }),
  getFile: row('signed-in', '404 404 404 404 in in', ticketAnd('message:read')),
  readFileContent: row('signed-in', '404 404 404 404 in in', ticketAnd('message:read')),
  deleteFile: row('signed-in', '404 404 404 404 403 403', { ...ticketAnd('message:read'), admin: 403 }),
  // Drafts are of those who work on tickets; an auditor has none, and reads none of others.
  listDrafts: row('ticket:read', '404 404 404 404 in in'),
  saveDraft: row('signed-in', '404 404 404 404 in 403', ticketAnd('message:write')),
  deleteDraft: row('signed-in', '404 404 404 404 in 403', ticketAnd('message:write')),
  listFollowers: row('agents:read', '404 404 404 403 in in', ticketAnd('agents:read')),
  followTicket: row('note:write', '404 404 404 403 in 403', ticketAnd('note:write')),
  unfollowTicket: row('note:write', '404 404 404 403 in 403', ticketAnd('note:write')),
  readTicketRating: row('ticket:read', '404 404 404 404 in in'),
  readChecklist: row('ticket:read', '404 404 404 404 in in'),
  addToChecklist: row('ticket:write', '404 404 404 404 in 403', ticketAnd('ticket:write')),
  changeChecklistItem: row('ticket:write', '404 404 404 404 in 403', ticketAnd('ticket:write')),
  removeChecklistItem: row('ticket:write', '404 404 404 404 in 403', ticketAnd('ticket:write')),
  listMentions: row('ticket:read', 'void void 403 403 403 403', {
    lacking: [['ticket:read'], ['offer:act', 'agents:act']],
  }),
  readMentions: row('ticket:read', 'void void 403 403 403 403', {
    lacking: [['ticket:read'], ['offer:act', 'agents:act']],
  }),
  listStatuses: row('ticket:read', 'in in 403 in in in'),
  readCatalogue: row('ticket:read', 'in in 403 in in in'),
  // A change of many is seen by whoever asked for it, and by who reads the trail of the whole workspace.
  changeTickets: row('ticket:write', '404 404 403 404 in 403', ticketAnd('ticket:write')),
  listBulkChanges: row('ticket:read', 'void void 403 void void void'),
  readBulkChange: row('ticket:read', '404 404 403 404 404 in'),
  listBulkTickets: row('ticket:read', '404 404 403 404 404 in'),
  undoBulkChange: row('ticket:write', '404 404 403 404 404 403'),

  createCall: row('ticket:write', '403 in 403 in in 403'),
  listCalls: row('ticket:read', 'void void 403 void in in'),
  getCall: row('ticket:read', '404 404 404 404 in in'),
  hangUpCall: row('ticket:write', '404 404 404 404 in 403', ticketAnd('ticket:write')),
  requestCallback: row('ticket:write', '404 404 404 404 in 403', ticketAnd('ticket:write')),

  ...chatRows,
  readWidget: open,
  openWidgetChat: open,
  suggestArticles: open,
  noteArticleShowings: open,
  answerArticle: open,
  // The portal is its customers' alone: who may do everything else is no customer. Only what a link began is ended there.
  requestPortalLink: open,
  signInToPortal: open,
  readPortalSession: row('portal:use', '403 403 in 403 403 403', ofCustomers),
  signOutOfPortal: row('portal:use', '403 403 403 403 403 403', ofCustomers),
  signOutOfPortalEverywhere: row('portal:use', '403 403 403 403 403 403', ofCustomers),
  listPortalTickets: row('portal:use', '403 403 in 403 403 403', ofCustomers),
  getPortalTicket: row('portal:use', '403 403 404 403 403 403', ofCustomers),
  replyInPortal: row('portal:use', '403 403 404 403 403 403', ofCustomers),
  rateTicket: row('portal:use', '403 403 404 403 403 403', ofCustomers),
  readPortalFile: row('portal:use', '403 403 404 403 403 403', ofCustomers),
  readIdentitySecret: row('token:write', 'in in 403 403 403 403', { absent: null }),

  // Cases are seen where they lie: in the lane they wait in, and where their ticket came from.
  escalateCase: row('case:open', '404 404 403 403 in 403', ticketAnd('case:open')),
  listCases: row('case:read', 'void void 403 403 403 in'),
  listCaseLanes: row('case:read', 'void void 403 403 403 in'),
  listCaseReasons: row('case:open', 'in in 403 403 in 403'),
  getCase: row('case:read', '404 404 404 403 403 in'),
  moveCase: row('case:write', '404 404 404 403 403 403', caseAnd('case:write')),
  addCaseEvidence: row('case:write', '404 404 404 403 403 403', caseAnd('case:write')),
  setCaseCheck: row('case:write', '404 404 404 403 403 403', caseAnd('case:write')),
  decideCase: row('case:decide', '404 404 404 403 403 403', caseAnd('case:decide')),
  pauseCase: row('case:write', '404 404 404 403 403 403', caseAnd('case:write')),
  resumeCase: row('case:write', '404 404 404 403 403 403', caseAnd('case:write')),

  listQueues: row('queue:read', 'in void 403 403 in in'),
  listQueueTasks: row('task:read', 'void 404 403 403 in in'),
  readWaitAccuracy: row('queue:read', 'in 404 403 403 in in'),
  getTask: row('task:read', '404 404 404 403 in in'),
  completeTask: row('task:write', '404 404 404 403 in 403'),
  pauseTask: row('task:write', '404 404 404 403 in 403'),
  resumeTask: row('task:write', '404 404 404 403 in 403'),
  cancelTask: row('task:write', '404 404 404 403 in 403'),
  transferTask: row('task:write', '404 404 404 403 403 403', ownWork),
  consultAgent: row('task:write', '404 404 404 403 403 403', ownWork),
  listConsults: row('signed-in', 'void void 403 void in in', offerReading),
  endConsult: row('task:write', '404 404 404 403 403 403', ownWork),
  monitorTask: row('agents:act', '404 404 404 403 403 403'),
  endMonitor: row('agents:act', '404 404 404 403 403 403'),
  listMonitors: row('task:read', '404 404 404 403 in in'),
  pullTask: row('task:write', '404 404 404 403 403 403', ownWork),
  returnTask: row('task:write', '404 404 404 403 403 403', ownWork),
  endWrapup: row('task:write', '404 404 404 403 403 403', ownWork),
  requeueTask: row('agents:act', '404 404 404 403 403 403'),
  parkTask: row('agents:act', '404 404 404 403 403 403'),
  unparkTask: row('agents:act', '404 404 404 403 403 403'),
  listTaskDecisions: row('task:read', '404 404 404 403 in in'),
  explainWhyNot: row('task:read', '404 404 404 403 in in'),
  getDecision: row('task:read', '404 404 404 403 in in'),
  listOffers: row('signed-in', 'void void 403 void in in', offerReading),
  getOffer: row('signed-in', '404 404 403 404 in in', offerReading),
  acceptOffer: row('offer:act', '404 404 403 404 403 403', offerActing),
  declineOffer: row('offer:act', '404 404 403 404 403 403', offerActing),

  listTicketDeliveries: row('delivery:read', '404 404 404 404 403 in'),
  replayDelivery: row('delivery:read', '404 404 403 404 403 403', { lacking: [['ticket:write'], ['delivery:read']] }),
  listDeliveries: row('delivery:read', 'void void 403 void 403 in'),
  getDelivery: row('delivery:read', '404 404 403 404 403 in'),
  replayCallbacks: row('delivery:read', 'in in 403 in 403 403', { lacking: [['ticket:write'], ['delivery:read']] }),
  listFailingOrigins: row('delivery:read', 'void void 403 void 403 in'),

  // Those limited to a channel or queue have subscriptions within it; the ones of the place are limited to nothing.
  listWebhooks: row('webhook:read', 'void void 403 403 403 in'),
  createWebhook: row('webhook:write', '403 403 403 403 403 403'),
  getWebhook: row('webhook:read', '404 404 403 403 403 in'),
  updateWebhook: row('webhook:write', '404 404 403 403 403 403'),
  deleteWebhook: row('webhook:write', '404 404 403 403 403 403'),
  rotateWebhookSecret: row('webhook:write', '404 404 403 403 403 403'),
  endWebhookOverlap: row('webhook:write', '404 404 403 403 403 403'),
  revealWebhookSecret: row('webhook:write', '404 404 403 403 403 403'),
  previewWebhookReplay: row('webhook:read', '404 404 403 403 403 in'),
  testWebhook: row('webhook:write', '404 404 403 403 403 403'),
  replayWebhook: row('webhook:write', '404 404 403 403 403 403'),

  listMails: row('mail:read', 'void void 403 403 403 in'),
  getMail: row('mail:read', '404 404 403 403 403 in'),
  resendMail: row('mail:write', '404 404 403 403 403 403'),
  sendTranscript: row('message:write', '404 404 404 404 in 403'),

  // Customers and orders belong to no channel and no queue.
  listCustomers: row('customer:read', 'in in 403 403 in in'),
  getCustomer: row('customer:read', 'in in 403 403 in in'),
  updateCustomer: row('customer:write', 'in in 403 403 in 403'),
  readCustomerHistory: row('customer:read', 'in in 403 403 in in'),
  suggestBeforehand: row('customer:read', 'in in 403 403 in in'),
  previewCustomerMerge: row('customer:merge', 'in in 403 403 403 403'),
  mergeCustomer: row('customer:merge', 'in in 403 403 403 403'),
  unmergeCustomer: row('customer:merge', 'in in 403 403 403 403'),
  // What is done with everything about a person is for nobody who is limited to a part.
  exportCustomer: row('customer:export', '403 403 403 403 403 403'),
  eraseCustomer: row('customer:erase', '403 403 403 403 403 403'),
  getErasure: row('customer:read', '403 403 403 403 in in'),
  listErasures: row('audit:read', '403 403 403 403 403 in', { absent: 200 }),
  listExports: row('audit:read', '403 403 403 403 403 in', { absent: 200 }),
  getOrder: row('order:read', 'in in 403 403 in in'),
  saveOrder: row('order:write', 'in in 403 403 403 403', { absent: null }),
  listCustomerOrders: row('order:read', 'in in 403 403 in in', { absent: 200 }),

  ...partnerRows,

  listAgents: row('agents:read', 'in void 403 403 in in'),
  createAgent: row('agents:write', 'in 403 403 403 403 403'),
  getAgent: row('signed-in', 'in 404 403 403 in in', { lacking: [['agents:read']] }),
  updateAgent: row('agents:write', 'in 404 403 403 403 403'),
  archiveAgent: row('agents:write', 'in 404 403 403 403 403'),
  setPresence: row('signed-in', 'in 404 403 403 403 403', { lacking: [['agents:act']] }),
  getWorkload: row('signed-in', 'in 404 403 403 in in', { lacking: [['agents:read']] }),

  getWorkflow: row('workflow:read', 'in in 403 403 in in'),
  listWorkflowVersions: row('workflow:read', 'in in 403 403 in in'),
  getWorkflowRollout: row('workflow:read', 'in in 403 403 in in'),
  checkWorkflow: row('workflow:read', 'in in 403 403 in in'),
  publishWorkflow: row('workflow:write', 'in in 403 403 403 403'),
  dryRunWorkflow: row('workflow:read', 'in in 403 403 in in'),
  listAutomations: row('workflow:read', 'in in 403 403 in in'),
  listAutomationRuns: row('event:read', 'void void 403 403 in in'),
  dryRunAutomations: row('workflow:read', '404 404 403 403 in in', ticketAnd('workflow:read')),
  listMacros: row('workflow:read', '404 404 403 403 in in', ticketAnd('workflow:read')),
  applyMacro: row('ticket:write', '404 404 403 403 in 403', {
    lacking: [['ticket:write'], ['workflow:read'], ['ticket:read']],
  }),
  previewDue: row('workflow:read', 'in in 403 403 in in'),
  previewCalendar: row('workflow:read', 'in in 403 403 in in', { absent: null }),

  createReview: row('qa:write', '404 404 403 403 403 403'),
  listReviews: row('qa:read', 'void void 403 403 403 in', { absent: 200 }),
  listScorecards: row('qa:read', 'in in 403 403 403 in'),
  readQaReport: row('qa:read', 'in in 403 403 403 in', { absent: 200 }),
  readReportOverview: row('qa:read', 'in in 403 403 403 in', { absent: 200 }),
  readRecurringIssues: row('qa:read', 'in in 403 403 403 in', { absent: 200 }),
  linkRecurringIssue: row('ticket:write', '404 404 403 403 403 403', { lacking: [['ticket:write'], ['qa:read']] }),
  readFairnessReport: row('qa:read', 'in in 403 403 403 in', { absent: 200 }),
  readForecastReport: row('qa:read', 'in in 403 403 403 in', { absent: 200 }),
  readSlaReport: row('qa:read', 'in in 403 403 403 in', { absent: 200 }),

  // The log shows a limited caller what is in its channels and queues, and what concerns everybody.
  listEvents: row('event:read', 'void void void 403 in in'),
  streamEvents: row('event:read', 'void void void 403 in in'),
  listEventTypes: row('signed-in', 'in in in in in in'),

  getMe: row('signed-in', 'in in in in in in'),
  listWorkspaces: row('signed-in', 'in in in in in in'),
  readClock: row('signed-in', 'in in in in in in'),
  moveClock: row('workspace:write', 'in in 403 403 403 403'),
  listRoles: row('signed-in', 'in in in in in in'),

  // Sessions are a person's own: another's is not there, and tokens have none.
  listSessions: row('session:own', '403 403 403 403 in 403'),
  revokeSession: row('session:own', '403 403 403 403 404 403', { admin: 404 }),
  setPassword: row('session:own', '403 403 403 403 in 403'),
  getNotifications: row('session:own', '403 403 403 403 in 403'),
  setNotifications: row('session:own', '403 403 403 403 in 403'),
  createRealtimePass: row('session:own', '403 403 403 403 in 403'),

  listMembers: row('member:read', 'in in 403 403 403 in'),
  addMember: row('member:write', '403 403 403 403 403 403'),
  changeMemberRole: row('member:write', '403 403 403 403 403 403'),
  listTokens: row('token:read', 'in in 403 403 403 in'),
  createToken: row('token:write', '403 403 403 403 403 403'),
  getToken: row('token:read', 'in in 403 403 403 in'),
  revokeToken: row('token:write', '403 403 403 403 403 403'),
  rotateToken: row('token:write', '403 403 403 403 403 403'),
  // Asking is for everybody. Who is limited hands out nothing wider than what they have themselves.
  requestAccess: open,
  listAccessRequests: row('access:review', 'in in 403 403 403 403'),
  getAccessRequest: row('access:review', 'in in 403 403 403 403'),
  approveAccessRequest: row('access:review', '403 403 403 403 403 403'),
  rejectAccessRequest: row('access:review', 'in in 403 403 403 403'),
  getCallbackSecret: row('signed-in', 'in in 403 in 403 in'),
  // One chain of the whole workspace: not for who is limited to a part of it.
  listAudit: row('audit:read', '403 403 403 403 403 in'),
  verifyAudit: row('audit:read', '403 403 403 403 403 in'),
  rotateCallbackSecret: row('signed-in', 'in in 403 in 403 in'),

  signIn: open,
  signInWithLink: open,
  requestSignInLink: open,
  signOut: open,
}
