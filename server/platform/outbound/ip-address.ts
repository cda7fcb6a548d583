import { isIPv4, isIPv6 } from 'node:net'

/** One address as a number. IPv4-mapped IPv6 is held as the IPv4 address it names, so no rule can be passed by writing it the other way. */
export interface IpAddress {
  readonly family: 4 | 6
  readonly value: bigint
  /** A form a socket can connect to. */
  readonly text: string
}

/** All addresses of one family from `first` to `last`, both included. */
export interface AddressRange {
  readonly family: 4 | 6
  readonly first: bigint
  readonly last: bigint
}

const mappedPrefix = 0xffffn
const maxIPv4 = 0xffff_ffffn

/** Reads an address in the usual text form; null for anything else (names, short or octal forms, zones). */
export function parseIpAddress(text: string): IpAddress | null {
  if (isIPv4(text)) return { family: 4, value: valueOfIPv4(text), text }
  if (!isIPv6(text) || text.includes('%')) return null
  const value = valueOfIPv6(text)
  if (value >> 32n === mappedPrefix) return fromIPv4Value(value & maxIPv4)
  return { family: 6, value, text }
}

/** Reads `10.0.0.0/8`, `2001:db8::/32` or a single address; null when it is neither. Bits after the prefix are ignored. */
export function parseAddressRange(text: string): AddressRange | null {
  const [addressText = '', prefixText, ...rest] = text.trim().split('/')
  const address = parseIpAddress(addressText)
  if (address === null || rest.length > 0) return null
  const bits = address.family === 4 ? 32 : 128
  const writtenBits = isIPv4(addressText) ? 32 : 128
  const prefix = prefixText === undefined ? bits : readPrefix(prefixText) - (writtenBits - bits)
  if (Number.isNaN(prefix) || prefix < 0 || prefix > bits) return null
  const hostBits = BigInt(bits - prefix)
  const first = (address.value >> hostBits) << hostBits
  return { family: address.family, first, last: first + (1n << hostBits) - 1n }
}

export function isInRanges(address: IpAddress, ranges: readonly AddressRange[]): boolean {
  return ranges.some(
    (range) => range.family === address.family && address.value >= range.first && address.value <= range.last,
  )
}

function readPrefix(text: string): number {
  return /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN
}

function valueOfIPv4(text: string): bigint {
  return text.split('.').reduce((value, octet) => (value << 8n) | BigInt(octet), 0n)
}

function fromIPv4Value(value: bigint): IpAddress {
  const text = [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 0xffn).join('.')
  return { family: 4, value, text }
}

function valueOfIPv6(text: string): bigint {
  const [head = '', tail] = text.split('::')
  const headGroups = readGroups(head)
  if (tail === undefined) return joinGroups(headGroups)
  const tailGroups = readGroups(tail)
  const zeros = Array.from({ length: 8 - headGroups.length - tailGroups.length }, () => 0n)
  return joinGroups([...headGroups, ...zeros, ...tailGroups])
}

function readGroups(text: string): bigint[] {
  if (text === '') return []
  return text.split(':').flatMap((group) => {
    if (!group.includes('.')) return [BigInt(`0x${group}`)]
    const value = valueOfIPv4(group)
    return [value >> 16n, value & 0xffffn]
  })
}

function joinGroups(groups: readonly bigint[]): bigint {
  return groups.reduce((value, group) => (value << 16n) | group, 0n)
}
