import { lookup } from 'node:dns/promises'
import { setTimeout as wait } from 'node:timers/promises'

import { parseIpAddress } from './ip-address.ts'
import type { IpAddress } from './ip-address.ts'
import { judgeAddress } from './outbound-policy.ts'
import type { OutboundPolicy } from './outbound-policy.ts'

/** What is asked of DNS; `dns.promises.Resolver` has it. */
export interface NameResolver {
  resolve4(name: string): Promise<string[]>
  resolve6(name: string): Promise<string[]>
}

export type VettedHost =
  | { readonly kind: 'vetted'; readonly addresses: readonly IpAddress[] }
  | { readonly kind: 'refused'; readonly errorClass: 'dns' | 'blocked' }

const refusedByDns: VettedHost = { kind: 'refused', errorClass: 'dns' }
const refusedByPolicy: VettedHost = { kind: 'refused', errorClass: 'blocked' }

/**
 * Finds the addresses a host may be reached at now. Every answer of A and AAAA must be allowed, or none is used
 * (reliability.md 3.7 item 3). A family that DNS fails to answer within `timeoutMs` counts as having no address.
 */
export async function vetHost(
  policy: OutboundPolicy,
  host: string,
  dns: { resolver: NameResolver; timeoutMs: number },
): Promise<VettedHost> {
  const literal = parseIpAddress(host)
  if (literal !== null) return judgeAll(policy, [literal], ['trusted', 'public'])
  if (host === 'localhost') return judgeAll(policy, readAll(await localAddresses()), ['trusted'])
  return judgeAll(policy, readAll(await resolveBothFamilies(host, dns)), ['trusted', 'public'])
}

function judgeAll(
  policy: OutboundPolicy,
  addresses: readonly (IpAddress | null)[],
  accepted: readonly ('trusted' | 'public')[],
): VettedHost {
  if (addresses.length === 0) return refusedByDns
  const vetted: IpAddress[] = []
  for (const address of addresses) {
    if (address === null) return refusedByPolicy
    const verdict = judgeAddress(policy, address)
    if (verdict === 'blocked' || !accepted.includes(verdict)) return refusedByPolicy
    vetted.push(address)
  }
  return { kind: 'vetted', addresses: vetted }
}

function readAll(texts: readonly string[]): (IpAddress | null)[] {
  return texts.map(parseIpAddress)
}

/** The hosts file knows `localhost`; asking DNS for it would tell others and may be answered by them. */
async function localAddresses(): Promise<string[]> {
  const found = await lookup('localhost', { all: true }).catch(() => [])
  return found.map((entry) => entry.address)
}

async function resolveBothFamilies(
  name: string,
  { resolver, timeoutMs }: { resolver: NameResolver; timeoutMs: number },
): Promise<string[]> {
  const timer = new AbortController()
  const expired = wait(timeoutMs, [], { signal: timer.signal }).catch(() => [])
  const families = [resolver.resolve4(name), resolver.resolve6(name)]
  const answers = await Promise.all(families.map((family) => Promise.race([family.catch(() => []), expired])))
  timer.abort()
  return answers.flat()
}
