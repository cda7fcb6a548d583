import { isIP } from 'node:net'

/** Readers of setting texts: each gives the value or throws an Error that says what is expected. */

export function portNumber(text: string): number {
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new Error('expected a port number, 0 to 65535')
  return port
}

export function hostName(text: string): string {
  if (isIP(text) === 0 && !/^[a-z0-9]([a-z0-9.-]{0,252})$/i.test(text))
    throw new Error('expected an address or a host name')
  return text
}

export function yesOrNo(text: string): boolean {
  if (text !== 'true' && text !== 'false') throw new Error('expected true or false')
  return text === 'true'
}

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, '': 1000 }

/** Reads `250ms`, `5s`, `2m` or plain seconds; at most ten minutes. */
export function durationMs(text: string): number {
  const [, count, unit] = /^(\d{1,6})(ms|s|m|)$/.exec(text) ?? []
  const ms = Number(count) * (unitMs[unit ?? ''] ?? Number.NaN)
  if (!(ms <= 600_000)) throw new Error('expected a duration such as 250ms, 5s or 2m, at most 10m')
  return ms
}

const unitBytes: Readonly<Record<string, number>> = { KB: 1024, MB: 1024 ** 2, GB: 1024 ** 3, TB: 1024 ** 4, '': 1 }

/** Reads `25MB`, `10GB` or plain bytes; the units are powers of 1024. */
export function byteSize(text: string): number {
  const [, count, unit] = /^(\d{1,9})(KB|MB|GB|TB|)$/i.exec(text) ?? []
  const bytes = Number(count) * (unitBytes[(unit ?? '').toUpperCase()] ?? Number.NaN)
  if (!(bytes >= 1 && bytes <= Number.MAX_SAFE_INTEGER)) throw new Error('expected a size such as 500KB, 25MB or 10GB')
  return bytes
}

/** Makes a reader for URLs of the given schemes. */
export function urlOf(...schemes: string[]): (text: string) => string {
  return (text) => {
    const url = URL.parse(text)
    if (url === null || !schemes.includes(url.protocol))
      throw new Error(`expected a URL with ${schemes.join(' or ')}//`)
    return text
  }
}

export const postgresUrl = urlOf('postgres:', 'postgresql:')

/** An http or https URL without credentials, query or fragment; a trailing slash is taken off. */
export function webUrl(text: string): string {
  const url = URL.parse(urlOf('http:', 'https:')(text))
  if (url === null || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new Error('expected a URL without user, query or fragment')
  }
  return url.href.replace(/\/+$/, '')
}

/** Makes a reader for one of the given words. */
export function wordOf<Word extends string>(words: readonly Word[]): (text: string) => Word {
  return (text) => {
    const word = words.find((candidate) => candidate === text)
    if (word === undefined) throw new Error(`expected one of ${words.join(', ')}`)
    return word
  }
}

/** Makes a reader for a comma-separated list of the given words, at least one. */
export function wordsOf<Word extends string>(words: readonly Word[]): (text: string) => Word[] {
  const readWord = wordOf(words)
  return (text) => [...new Set(text.split(',').map((part) => readWord(part.trim())))]
}

/** Address ranges, comma-separated: `127.0.0.0/8,::1/128`; a bare address is a range of one. */
export function rangeList(text: string): string[] {
  const ranges = text.split(',').map((part) => part.trim())
  return ranges.filter((range) => range !== '').map(addressRange)
}

function addressRange(range: string): string {
  const [address = '', bits, ...rest] = range.split('/')
  const family = isIP(address)
  const widest = family === 6 ? 128 : 32
  const isPrefix = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= widest)
  if (family === 0 || !isPrefix || rest.length > 0) throw new Error(`"${range}" is no address range such as 10.0.0.0/8`)
  return bits === undefined ? `${address}/${widest}` : range
}
