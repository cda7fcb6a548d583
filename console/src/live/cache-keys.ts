/** Names of everything in the query cache. Requests live in the features; the live feed marks by these names. */
export const cacheKeys = {
  me: ['me'],
  views: ['views'],
  /** How many tickets each view holds: whatever moves a ticket may move them. */
  viewCounts: ['view-counts'],
  searchGrammar: ['search-grammar'],
  found: (q: string) => ['found', q],
  queues: ['queues'],
  /** Below `queues`: whatever moves a queue's figures moves its tasks. */
  taskLists: ['queues', 'tasks'],
  taskList: (queue: string | null) => ['queues', 'tasks', queue],
  ticketLists: ['tickets'],
  /** Below the lists: a ticket comes and goes with its tags. */
  expiredTickets: ['tickets', 'expired'],
  ticketList: (filter: object) => ['tickets', filter],
  ticket: (id: string) => ['ticket', id],
  /** Below the ticket: told with it. */
  rating: (ticketId: string) => ['ticket', ticketId, 'rating'],
  /** Marked together with its ticket. */
  callOfTicket: (ticketId: string) => ['ticket', ticketId, 'call'],
  /** Below the ticket: what may be done next changes with it. */
  suggestions: (ticketId: string) => ['ticket', ticketId, 'suggestions'],
  /** Marked together with its ticket. */
  duplicates: (ticketId: string) => ['ticket', ticketId, 'duplicates'],
  /** Below the ticket: which fit, and what they would say, changes with it. */
  macros: (ticketId: string) => ['ticket', ticketId, 'macros'],
  macroPreview: (ticketId: string, key: string) => ['ticket', ticketId, 'macros', key],
  /** Marked together with its ticket. */
  taskOfTicket: (ticketId: string, taskId: string) => ['ticket', ticketId, 'task', taskId],
  /** Tickets like this one that were solved. */
  solvedLike: (q: string) => ['solved-like', q],
  /** Live chats: whatever moves one may move it from desk to desk. */
  chats: ['chats'],
  myChats: (agentId: string) => ['chats', 'mine', agentId],
  endedChats: (agentId: string) => ['chats', 'ended', agentId],
  chatOfTicket: (ticketId: string) => ['chats', 'of', ticketId],
  /** What was said stays as it is, unless its words are taken out. */
  chatMessage: (chatId: string, seq: number) => ['chat-message', chatId, seq],
  /** By itself: saved again and again while somebody writes. */
  drafts: (ticketId: string) => ['drafts', ticketId],
  timeline: (id: string) => ['timeline', id],
  clocks: (id: string) => ['clocks', id],
  customers: ['customer'],
  customer: (id: string) => ['customer', id],
  /** Below all customers: a change of one may move it in any list. */
  customerList: (filter: object) => ['customer', 'list', filter],
  customerHistory: (id: string) => ['customer', id, 'history'],
  customerReceipts: (id: string) => ['customer', id, 'receipts'],
  customerRatings: (id: string) => ['customer', id, 'ratings'],
  customerOrders: (id: string) => ['customer', id, 'orders'],
  customerMerge: (sourceId: string, targetId: string) => ['customer', sourceId, 'merge', targetId],
  earlierTickets: (customerId: string) => ['customer', customerId, 'tickets'],
  /** Below its ticket: whatever is told of that marks them. */
  followers: (ticketId: string) => ['ticket', ticketId, 'followers'],
  linksOf: (ticketId: string) => ['ticket', ticketId, 'links'],
  checklist: (ticketId: string) => ['ticket', ticketId, 'checklist'],
  mentions: ['mentions'],
  bulks: ['bulk'],
  bulk: (id: string) => ['bulk', id],
  offers: ['offers'],
  consults: ['consults'],
  decision: (id: string) => ['decision', id],
  /** Below the ticket: asked again when anything happens to it. */
  taskDecisions: (ticketId: string, taskId: string) => ['ticket', ticketId, 'decisions', taskId],
  whyNot: (ticketId: string, agentId: string) => ['ticket', ticketId, 'why-not', agentId],
  whyNotThen: (decisionId: string, agentId: string) => ['decision', decisionId, 'why-not', agentId],
  agents: ['agents'],
  agent: (id: string) => ['agent', id],
  workload: (id: string) => ['workload', id],
  workloads: ['workload'],
  roster: ['workload', 'roster'],
  /** Lanes and counts: whatever moves one case may move both. */
  cases: ['cases'],
  caseLanes: (filter: object) => ['cases', 'lanes', filter],
  caseLane: (status: string, filter: object) => ['cases', 'lane', status, filter],
  case: (id: string) => ['case', id],
  caseReasons: ['case-reasons'],
  workflow: ['workflow'],
  /** Below the workflow: its rules with their runs. */
  automations: ['workflow', 'automations'],
  automationRuns: ['workflow', 'automations', 'runs'],
  rollout: ['workflow', 'rollout'],
  sessions: ['sessions'],
  audit: (name: string, asked: object) => ['audit', name, asked],
  report: (name: string, asked: object) => ['report', name, asked],
  /** Report, reviews and what is still to be reviewed: a review marks them all. */
  quality: ['quality'],
  qaReport: (asked: object) => ['quality', 'report', asked],
  qaReviews: (ticketId: string | null) => ['quality', 'reviews', ticketId],
  toReview: ['quality', 'to-review'],
  scorecards: ['scorecards'],
  /** Subscriptions and all that is told: whatever changes one changes figures of others. */
  deliveries: ['deliveries'],
  webhooks: ['deliveries', 'webhooks'],
  failingOrigins: ['deliveries', 'origins'],
  deliveryList: (filter: object) => ['deliveries', 'list', filter],
  delivery: (id: string) => ['deliveries', 'one', id],
  /** Below the ticket: what happens to it is told. */
  deliveriesOfTicket: (ticketId: string) => ['ticket', ticketId, 'deliveries'],
  replayCounts: (asked: object) => ['deliveries', 'replay', asked],
  /** Markets, partners, hand-offs: whatever changes one may change what the others say. */
  partners: ['partners'],
  ofPartners: (...asked: readonly unknown[]) => ['partners', ...asked],
  mails: ['mails'],
  /** Below the list: what happens to one may move it. */
  mailList: (filter: object) => ['mails', 'list', filter],
  mail: (id: string) => ['mails', 'one', id],
  notices: ['notices'],
} as const

export type CacheKey = readonly unknown[]
