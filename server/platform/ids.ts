import { randomUUIDv7 } from 'node:crypto'

/** The prefix of each kind of id as the API writes it: `ticket_01h…` (TypeID 0.3: prefix, `_`, base 32 of a UUIDv7). */
export const idPrefixes = {
  accessRequest: 'areq',
  attempt: 'att',
  mailAttempt: 'try',
  bulk: 'bulk',
  agent: 'agent',
  automationRun: 'run',
  call: 'call',
  callbackKey: 'key',
  case: 'case',
  certification: 'cert',
  chat: 'chat',
  clock: 'clock',
  customer: 'cust',
  decision: 'dec',
  delivery: 'dlv',
  event: 'evt',
  evidence: 'evd',
  file: 'file',
  integration: 'int',
  link: 'link',
  mail: 'mail',
  member: 'member',
  mention: 'mention',
  message: 'msg',
  monitor: 'monitor',
  offer: 'offer',
  consult: 'consult',
  order: 'order',
  partner: 'partner',
  review: 'review',
  session: 'sess',
  store: 'store',
  task: 'task',
  ticket: 'ticket',
  token: 'token',
  user: 'user',
  view: 'view',
  webhook: 'wh',
  workspace: 'ws',
} as const

export type IdKind = keyof typeof idPrefixes

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
/** Any ten bits as two letters. */
const pairs = Array.from(alphabet, (high) => Array.from(alphabet, (low) => high + low)).flat()
const suffixPattern = /^[0-7][0-9a-hjkmnp-tv-z]{25}$/
const valueOf = new Map(Array.from(alphabet, (letter, index) => [letter, BigInt(index)]))

/** The latest id of this process: its millisecond as an id writes it, and its number within that. */
const latest = { time: '', count: 0 }

/** The millisecond after one, as an id writes it. */
function nextTime(time: string): string {
  const next = (Number.parseInt(time.replace('-', ''), 16) + 1).toString(16).padStart(12, '0')
  return `${next.slice(0, 8)}-${next.slice(8)}`
}

/**
 * A fresh UUIDv7: the form ids have inside the program and in the database. Each sorts after those made before it here,
 * also within a millisecond and when the clock is set back, so that what is listed by id stands as it came (RFC 9562
 * 6.2, method 1: twelve bits count within the millisecond, from a random number below half of what they hold).
 */
export function newId(): string {
  const fresh = randomUUIDv7()
  const time = fresh.slice(0, 13)
  if (time > latest.time) {
    latest.time = time
    latest.count = Number.parseInt(fresh.slice(15, 18), 16) & 0x7ff
  } else if (++latest.count > 0xfff) {
    latest.time = nextTime(latest.time)
    latest.count = 0
  }
  return `${latest.time}-7${latest.count.toString(16).padStart(3, '0')}${fresh.slice(18)}`
}

/** Writes an id as the API shows it. Several are written for every event, so without big integers: 20 bits at a time. */
export function encodeId(kind: IdKind, uuid: string): string {
  const hex = uuid.replaceAll('-', '')
  let suffix = pairs[Number.parseInt(hex.slice(0, 2), 16)] ?? ''
  for (let from = 2; from < 32; from += 5) {
    const bits = Number.parseInt(hex.slice(from, from + 5), 16)
    suffix += `${pairs[bits >> 10]}${pairs[bits & 1023]}`
  }
  return `${idPrefixes[kind]}_${suffix}`
}

/** Reads an id of the API; null when it is not one of this kind (wrong prefix, upper case, bad letters). */
export function decodeId(kind: IdKind, text: string): string | null {
  const prefix = `${idPrefixes[kind]}_`
  if (!text.startsWith(prefix)) return null
  const suffix = text.slice(prefix.length)
  if (!suffixPattern.test(suffix)) return null
  let number = 0n
  for (const letter of suffix) number = (number << 5n) | (valueOf.get(letter) ?? 0n)
  const hex = number.toString(16).padStart(32, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** No id made at or after this instant is smaller: ids begin with their time, so the primary key serves as index. */
export function firstIdOf(epochMs: number): string {
  const hex = epochMs.toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`
}
