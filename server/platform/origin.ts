import { hash } from 'node:crypto'

/** From where a call came, as the audit trail keeps it: nothing in it names a person. */
export interface Origin {
  /** The request's id, by which the log knows it; `command-line` for a command. */
  readonly requestId: string
  /** The network of the address the call came from: 24 bits of IPv4, 48 of IPv6. */
  readonly network?: string
  /** A short digest of the program that called, to tell one from another. */
  readonly client?: string
  /** The token or session the call was made with, as the API writes its id. */
  readonly credential?: string
}

const clientLetters = 12

/** The origin of a request that came from `address` with this `User-Agent`. */
export function originOf(request: {
  id: string
  address: string
  userAgent: string | undefined
  credential?: string | undefined
}): Origin {
  const { id, address, userAgent, credential } = request
  const network = networkOf(address)
  return {
    requestId: id,
    ...(network === null ? {} : { network }),
    ...(userAgent === undefined ? {} : { client: hash('sha256', userAgent).slice(0, clientLetters) }),
    ...(credential === undefined ? {} : { credential }),
  }
}

/** The network an address belongs to, too wide to be one person's; null for what is no address. */
export function networkOf(address: string): string | null {
  const [, ipv4] = /^(?:::ffff:)?(\d+\.\d+\.\d+)\.\d+$/i.exec(address) ?? []
  if (ipv4 !== undefined) return `${ipv4}.0/24`
  if (!address.includes(':')) return null
  const [head = '', tail] = address.toLowerCase().split('%')[0]?.split('::') ?? []
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const missing = Math.max(0, 8 - left.length - right.length)
  const groups = [...left, ...Array<string>(missing).fill('0'), ...right].slice(0, 3)
  return `${groups.map((group) => group.replace(/^0+(?=.)/, '')).join(':')}::/48`
}
