import { AppError } from '../errors.ts'
import { isInRanges, parseAddressRange, parseIpAddress } from './ip-address.ts'
import type { AddressRange, IpAddress } from './ip-address.ts'

/** Where the product may send requests to. Made once at start from the settings. */
export interface OutboundPolicy {
  readonly allowed: readonly AddressRange[]
  readonly denied: readonly AddressRange[]
  readonly own: readonly AddressRange[]
  /** Ports an https address on the internet may use, as `URL.port` writes them; 443 is the empty text. */
  readonly ports: ReadonlySet<string>
}

export interface OutboundPolicyInput {
  /** `OUTBOUND_ALLOW`: reachable by http and on any port, wherever they are. */
  readonly allowCidrs: readonly string[]
  /** True while the product itself listens on a loopback address only. */
  readonly loopbackAllowed: boolean
  /** Addresses of this machine's interfaces, which are refused unless allowed above. */
  readonly ownAddresses?: readonly string[]
  /** Refused whatever else is said. */
  readonly denyCidrs?: readonly string[]
  /** Ports besides 443. */
  readonly portsAllowed?: readonly number[]
}

/** `trusted`: any port, http too. `public`: https on the listed ports. `blocked`: never. */
export type AddressVerdict = 'trusted' | 'public' | 'blocked'

const loopback = readRanges('127.0.0.0/8 ::1')

/** Special-purpose IPv4 (IANA registry, cloud metadata and Azure's platform address); reliability.md 3.7 item 4. */
const specialIPv4 = readRanges(`
  0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24
  192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 198.51.100.0/24
  203.0.113.0/24 224.0.0.0/4 240.0.0.0/4 168.63.129.16/32`)

/**
 * IPv6 is an allow-list: only global unicast is ever reachable, so v4-compatible, NAT64, unique local and every block
 * not yet handed out are refused without being named.
 */
const globalIPv6 = readRanges('2000::/3')
const specialIPv6 = readRanges('2001::/23 2001:db8::/32 2002::/16 2620:4f:8000::/48 3fff::/20')

/** Builds the policy; AppError `invalid` names the first text that is not an address range. */
export function createOutboundPolicy(input: OutboundPolicyInput): OutboundPolicy {
  return {
    allowed: [...input.allowCidrs.map(readRange), ...(input.loopbackAllowed ? loopback : [])],
    denied: (input.denyCidrs ?? []).map(readRange),
    own: (input.ownAddresses ?? []).map(readRange),
    ports: new Set(['', ...(input.portsAllowed ?? []).map(String)]),
  }
}

/** Judges an address; operator's denials win, then its allowances, then the table of reliability.md 3.7. */
export function judgeAddress(policy: OutboundPolicy, address: IpAddress): AddressVerdict {
  if (isInRanges(address, policy.denied)) return 'blocked'
  if (isInRanges(address, policy.allowed)) return 'trusted'
  if (isInRanges(address, policy.own)) return 'blocked'
  return isPublic(address) ? 'public' : 'blocked'
}

/** Judges an address given as text; what is not an address is blocked. */
export function judgeAddressText(policy: OutboundPolicy, text: string): AddressVerdict {
  const address = parseIpAddress(text)
  return address === null ? 'blocked' : judgeAddress(policy, address)
}

function isPublic(address: IpAddress): boolean {
  if (address.family === 4) return !isInRanges(address, specialIPv4)
  return isInRanges(address, globalIPv6) && !isInRanges(address, specialIPv6)
}

function readRanges(text: string): AddressRange[] {
  return text.trim().split(/\s+/).map(readRange)
}

function readRange(text: string): AddressRange {
  const range = parseAddressRange(text)
  if (range === null)
    throw new AppError('invalid', `"${text}" is not an address or an address range such as 10.0.0.0/8.`)
  return range
}
