import { hash, randomBytes } from 'node:crypto'

export const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** Bytes from 248 up are thrown away: 248 = 4 x 62, so every letter is equally likely. */
const fairBytes = 248

/** Letters of base 62 from the system's random source; 5.95 bits each. */
export function randomBase62(length: number): string {
  let text = ''
  while (text.length < length) {
    for (const byte of randomBytes(length)) {
      if (byte < fairBytes && text.length < length) text += base62[byte % 62]
    }
  }
  return text
}

/** A 256-bit secret for a cookie, a link or a pass: 43 letters of base64url. */
export function randomSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** What is stored of a random secret; it has more than 112 bits, so a plain SHA-256 is enough (reliability.md 3.15). */
export function secretHash(secret: string): Buffer {
  return hash('sha256', secret, 'buffer')
}

/** True for a text that `randomSecret` can have made; anything else is refused before the database is asked. */
export function isSecretText(value: unknown): value is string {
  return typeof value === 'string' && /^[\w-]{43}$/.test(value)
}
