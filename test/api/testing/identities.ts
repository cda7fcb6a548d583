import { type Permission, permissions } from '../../../server/modules/access/index.ts'
import { newTokenText } from '../../../server/modules/access/token-text.ts'
import { decodeId } from '../../../server/platform/ids.ts'
import type { FullPlace } from './full-place.ts'
import type { Headers, Place } from './place.ts'

/** Those who are nobody: refused with 401 wherever somebody is asked for. */
export const nobodies = ['none', 'malformed', 'miscopied', 'unknown', 'expired', 'revoked', 'ended session'] as const

/** Those who are somebody, just not here: refused with 403. */
export const strangers = ['other workspace', 'absent workspace', 'other origin'] as const

/** Those who are somebody here; what they may differs from route to route. */
export const limited = ['lacking', 'channel', 'queue', 'customer', 'partner', 'agent', 'auditor', 'admin'] as const

export type Nobody = (typeof nobodies)[number]
export type Stranger = (typeof strangers)[number]
export type Limited = (typeof limited)[number]

export interface Identities {
  headersOf(identity: Nobody | Stranger | Exclude<Limited, 'lacking'>): Headers
  /** A token with every permission but these. */
  lacking(needed: readonly Permission[]): Promise<Headers>
}

/**
 * Every kind of caller of a place. The channel and queue of the limited ones hold nothing there; the customer and the
 * partner have every permission and own nothing.
 */
export async function openIdentities(place: FullPlace, other: Place): Promise<Identities> {
  const known: Record<Nobody | Stranger | Exclude<Limited, 'lacking'>, Headers> = {
    none: {},
    ...(await deadCredentials(place)),
    'other workspace': { ...place.admin, 'x-workspace': other.workspace.slug },
    'absent workspace': { ...place.admin, 'x-workspace': 'no-such-place' },
    'other origin': { ...(await place.person('admin')).headers, origin: 'https://evil.example' },
    channel: (await place.token({ channels: ['partner'] })).headers,
    queue: (await place.token({ queues: ['guest-care'] })).headers,
    customer: await customerToken(place),
    partner: (await place.token({ role: 'partner', partnerId: decodeId('partner', place.things['partner'] ?? '') }))
      .headers,
    agent: (await place.person('agent')).headers,
    auditor: (await place.token({ role: 'auditor' })).headers,
    admin: (await place.person('admin')).headers,
  }
  const made = new Map<string, Promise<Headers>>()
  return {
    headersOf: (identity) => known[identity],
    lacking: async (needed) => {
      const rest = permissions.filter((permission) => !needed.includes(permission))
      const key = needed.toSorted().join()
      const token = made.get(key) ?? place.token({ permissions: rest }).then(({ headers }) => headers)
      made.set(key, token)
      return token
    },
  }
}

async function deadCredentials(place: Place): Promise<Record<Exclude<Nobody, 'none'>, Headers>> {
  const { authorization = '' } = (await place.token()).headers
  const last = authorization.at(-1) === 'a' ? 'b' : 'a'
  const expired = await place.token()
  const revoked = await place.token()
  const gone = await place.person('admin')
  await place.service.query(`update service_tokens set expires_at = now() - interval '1 hour' where id = $1`, [
    decodeId('token', expired.tokenId),
  ])
  await place.call('DELETE', `/v1/tokens/${revoked.tokenId}`)
  await place.service.query('delete from sessions where id = $1', [decodeId('session', gone.sessionId)])
  return {
    malformed: { authorization: 'Basic c3k6c3k=' },
    miscopied: { authorization: authorization.slice(0, -1) + last },
    unknown: { authorization: `Bearer ${newTokenText()}` },
    expired: expired.headers,
    revoked: revoked.headers,
    'ended session': gone.headers,
  }
}

async function customerToken(place: FullPlace): Promise<Headers> {
  const { cust } = await place.addTicket()
  return (await place.token({ permissions: [...permissions], customerId: decodeId('customer', cust ?? '') })).headers
}
