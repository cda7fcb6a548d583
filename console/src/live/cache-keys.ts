/** Names of everything in the query cache. Requests live in the features; the live feed marks by these names. */
export const cacheKeys = {
  me: ['me'],
  views: ['views'],
  queues: ['queues'],
  /** Below `queues`: whatever moves a queue's figures moves its tasks. */
  taskLists: ['queues', 'tasks'],
  taskList: (queue: string | null) => ['queues', 'tasks', queue],
  ticketLists: ['tickets'],
  /** Below the lists: a ticket comes and goes with its tags. */
  expiredTickets: ['tickets', 'expired'],
  ticketList: (filter: object) => ['tickets', filter],
  ticket: (id: string) => ['ticket', id],
  /** Marked together with its ticket. */
  callOfTicket: (ticketId: string) => ['ticket', ticketId, 'call'],
  timeline: (id: string) => ['timeline', id],
  clocks: (id: string) => ['clocks', id],
  customers: ['customer'],
  customer: (id: string) => ['customer', id],
  /** Below all customers: a change of one may move it in any list. */
  customerList: (filter: object) => ['customer', 'list', filter],
  customerHistory: (id: string) => ['customer', id, 'history'],
  customerOrders: (id: string) => ['customer', id, 'orders'],
  customerMerge: (sourceId: string, targetId: string) => ['customer', sourceId, 'merge', targetId],
  earlierTickets: (customerId: string) => ['customer', customerId, 'tickets'],
  offers: ['offers'],
  consults: ['consults'],
  decision: (id: string) => ['decision', id],
  /** Below the ticket: asked again when anything happens to it. */
  taskDecisions: (ticketId: string, taskId: string) => ['ticket', ticketId, 'decisions', taskId],
  whyNot: (ticketId: string, agentId: string) => ['ticket', ticketId, 'why-not', agentId],
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
  sessions: ['sessions'],
  /** Report, reviews and what is still to be reviewed: a review marks them all. */
  quality: ['quality'],
  qaReport: (asked: object) => ['quality', 'report', asked],
  qaReviews: (ticketId: string | null) => ['quality', 'reviews', ticketId],
  toReview: ['quality', 'to-review'],
  scorecards: ['scorecards'],
} as const

export type CacheKey = readonly unknown[]
