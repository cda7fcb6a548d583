/** Names of everything in the query cache. Requests live in the features; the live feed marks by these names. */
export const cacheKeys = {
  me: ['me'],
  views: ['views'],
  queues: ['queues'],
  ticketLists: ['tickets'],
  ticketList: (filter: object) => ['tickets', filter],
  ticket: (id: string) => ['ticket', id],
  /** Marked together with its ticket. */
  callOfTicket: (ticketId: string) => ['ticket', ticketId, 'call'],
  timeline: (id: string) => ['timeline', id],
  clocks: (id: string) => ['clocks', id],
  customers: ['customer'],
  customer: (id: string) => ['customer', id],
  earlierTickets: (customerId: string) => ['customer', customerId, 'tickets'],
  offers: ['offers'],
  decision: (id: string) => ['decision', id],
  agents: ['agents'],
  agent: (id: string) => ['agent', id],
  workload: (id: string) => ['workload', id],
  workloads: ['workload'],
  workflow: ['workflow'],
  sessions: ['sessions'],
} as const

export type CacheKey = readonly unknown[]
