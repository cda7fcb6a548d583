import { crc32 } from 'node:zlib'
import { base62, randomBase62 } from '../../platform/random-secret.ts'

const randomLetters = 30
const checkLetters = 6
const pattern = /^sy_[0-9A-Za-z]{36}$/

/** A new service token: `sy_`, 30 random letters of base 62 (178 bits), 6 letters of the CRC-32 of all before. */
export function newTokenText(): string {
  const text = `sy_${randomBase62(randomLetters)}`
  return text + checkOf(text)
}

/** True for a text with a token's form and a right checksum: a mistyped token never reaches the database. */
export function isTokenText(value: unknown): value is string {
  if (typeof value !== 'string' || !pattern.test(value)) return false
  return checkOf(value.slice(0, -checkLetters)) === value.slice(-checkLetters)
}

/** What lists show of a token, enough to tell it from others and far too little to guess it. */
export function displayPrefix(text: string): string {
  return text.slice(0, 9)
}

function checkOf(text: string): string {
  let rest = crc32(text)
  let letters = ''
  for (let index = 0; index < checkLetters; index++) {
    letters = base62.charAt(rest % 62) + letters
    rest = Math.floor(rest / 62)
  }
  return letters
}
