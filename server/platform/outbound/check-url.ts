import { isIPv4 } from 'node:net'

import { judgeAddressText } from './outbound-policy.ts'
import type { OutboundPolicy } from './outbound-policy.ts'

export type UrlRefusal =
  | 'scheme'
  | 'userinfo'
  | 'fragment'
  | 'too_long'
  | 'port'
  | 'forbidden_name'
  | 'blocked_address'
  | 'malformed'

export type UrlCheck =
  | { readonly ok: true; readonly url: URL }
  | { readonly ok: false; readonly reason: UrlRefusal; readonly message: string }

const maxUrlLength = 2048
const forbiddenSuffixes = ['.localhost', '.local', '.internal', '.home.arpa', '.onion']
const labelPattern = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/

const messages: Record<UrlRefusal, string> = {
  scheme: 'Use an https URL.',
  userinfo: 'Leave user name and password out of the URL.',
  fragment: 'Leave the part after # out of the URL.',
  too_long: `The URL is longer than ${maxUrlLength} characters.`,
  port: 'This port is not allowed.',
  forbidden_name: 'This host name is not reachable from here.',
  blocked_address: 'This address is not reachable from here.',
  malformed: 'This is not a URL.',
}

/**
 * Judges a URL without asking DNS, on the parsed form only: WHATWG parsing turns `0x7f.1`, `2130706433` or full-width
 * digits into the address they mean (reliability.md 3.7 items 1 and 2). A host name passes here and is judged by its
 * addresses at every send. The URL given back has no trailing dot in its host.
 */
export function checkUrl(policy: OutboundPolicy, text: string): UrlCheck {
  if (text.length > maxUrlLength) return refuse('too_long')
  if (!URL.canParse(text)) return refuse('malformed')
  const url = new URL(text)
  const reason = refusalOf(policy, url)
  return reason === null ? { ok: true, url } : refuse(reason)
}

/** The host of a checked URL as sockets and certificates know it: no brackets. */
export function hostOf(url: URL): string {
  return url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname
}

function refusalOf(policy: OutboundPolicy, url: URL): UrlRefusal | null {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'scheme'
  if (url.href.length > maxUrlLength) return 'too_long'
  if (url.username !== '' || url.password !== '') return 'userinfo'
  if (url.href.includes('#')) return 'fragment'
  return hostRefusalOf(policy, url)
}

function hostRefusalOf(policy: OutboundPolicy, url: URL): UrlRefusal | null {
  const host = hostOf(url)
  if (isIPv4(host) || host.includes(':')) {
    const verdict = judgeAddressText(policy, host)
    if (verdict === 'trusted') return null
    return verdict === 'blocked' ? 'blocked_address' : transportRefusalOf(policy, url)
  }
  const name = host.endsWith('.') ? host.slice(0, -1) : host
  url.hostname = name
  if (name === 'localhost' && judgeAddressText(policy, '127.0.0.1') === 'trusted') return null
  return nameRefusalOf(name) ?? transportRefusalOf(policy, url)
}

function nameRefusalOf(name: string): UrlRefusal | null {
  const labels = name.split('.')
  if (name.length > 253 || !labels.every((label) => labelPattern.test(label))) return 'malformed'
  if (labels.length === 1) return 'forbidden_name'
  return forbiddenSuffixes.some((suffix) => name.endsWith(suffix)) ? 'forbidden_name' : null
}

function transportRefusalOf(policy: OutboundPolicy, url: URL): UrlRefusal | null {
  if (url.protocol !== 'https:') return 'scheme'
  return policy.ports.has(url.port) ? null : 'port'
}

function refuse(reason: UrlRefusal): UrlCheck {
  return { ok: false, reason, message: messages[reason] }
}
