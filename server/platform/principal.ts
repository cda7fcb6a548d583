/** Who calls. `id` is the uuid of the token, member, agent or customer; the system's own loops have a fixed one. */
export interface Principal {
  readonly kind: 'token' | 'member' | 'customer' | 'system'
  readonly id: string
  readonly name: string
  readonly permissions: ReadonlySet<string>
  readonly scope: Scope
  /** The agent this principal is, when a person takes tasks. */
  readonly agentId: string | null
  /** The partner a token belongs to. */
  readonly partnerId: string | null
  /** The integration of that partner that a token speaks for; left out where it names none. */
  readonly integrationId?: string
  /** The one chat that a customer's token opens; left out where a principal is not held to one. */
  readonly chatId?: string
  /** How a customer signed in to the portal; left out for everybody else. */
  readonly portal?: PortalSession
}

/** A session in the portal, of whoever has shown that an address is theirs. */
export interface PortalSession {
  readonly tokenId: string
  readonly address: string
  /** Every customer who has the address now. */
  readonly customerIds: ReadonlySet<string>
}

/** What a principal may touch; null means all. */
export interface Scope {
  readonly channels: ReadonlySet<string> | null
  readonly queues: ReadonlySet<string> | null
  /** Of what is a market's or a franchisee's; left out where nothing limits it. */
  readonly markets?: ReadonlySet<string> | null
  readonly franchisees?: ReadonlySet<string> | null
}

/** Who reads: a caller, or whoever raised a ticket. */
export interface WhoReads extends Pick<Principal, 'partnerId'> {
  readonly kind: string
}

/** Whether a reader works for the workspace itself: neither a customer nor a partner. */
export function isForStaff({ kind, partnerId }: WhoReads): boolean {
  return kind !== 'customer' && partnerId === null
}

/** The customers a customer's principal speaks for. */
export function customersOf({ id, portal }: Pick<Principal, 'id' | 'portal'>): ReadonlySet<string> {
  return portal?.customerIds ?? new Set([id])
}

/** A scope as lists, for statements: null still means all. */
export function scopeLists({ channels, queues }: Pick<Scope, 'channels' | 'queues'>): {
  channels: string[] | null
  queues: string[] | null
} {
  return { channels: channels === null ? null : [...channels], queues: queues === null ? null : [...queues] }
}

/** The product's own loops: router, timers, deliveries. */
export const systemPrincipal: Principal = {
  kind: 'system',
  id: '00000000-0000-0000-0000-000000000000',
  name: 'switchyard',
  permissions: new Set(['*']),
  scope: { channels: null, queues: null },
  agentId: null,
  partnerId: null,
}
