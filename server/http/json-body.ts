import { isUtf8 } from 'node:buffer'
import { AppError } from '../platform/errors.ts'
import { isPlainText } from './odd-values.ts'

const maxDepth = 32
const maxParts = 50_000

const quote = 0x22
const backslash = 0x5c
const colon = 0x3a
const openObject = 0x7b
const closeObject = 0x7d
const openArray = 0x5b
const closeArray = 0x5d

/**
 * Reads a JSON body. Refuses what JSON.parse would let pass or spend long on: nesting deeper than 32, more than 50,000
 * members, objects and lists, a member named twice, `__proto__`, bytes that are not UTF-8 (reliability.md 3.14, L4), text
 * that cannot be kept.
 */
export function readJson(bytes: Buffer): unknown {
  if (!isUtf8(bytes)) throw malformed('The body is not UTF-8.')
  const members = measure(bytes)
  let value: unknown
  try {
    value = JSON.parse(bytes.toString('utf8'))
  } catch (error) {
    throw malformed(error instanceof SyntaxError ? placeOf(error) : 'The body is not JSON.')
  }
  // JSON.parse keeps the last of two members with one name, so a name given twice shows as a missing member.
  if (countMembers(value) !== members) throw malformed('The body names a member of one object twice.')
  return value
}

/** Counts members while nothing is parsed yet; the count is exact when the text turns out to be JSON. */
function measure(bytes: Buffer): number {
  let depth = 0
  let members = 0
  let containers = 0
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index]
    if (byte === quote) {
      index = endOfString(bytes, index)
    } else if (byte === openObject || byte === openArray) {
      depth++
      containers++
      if (depth > maxDepth) throw new AppError('too_deep', `The body is nested deeper than ${maxDepth}.`)
    } else if (byte === closeObject || byte === closeArray) {
      depth--
    } else if (byte === colon) {
      members++
    }
    if (members + containers > maxParts) throw new AppError('too_large', `The body has more than ${maxParts} parts.`)
  }
  return members
}

function endOfString(bytes: Buffer, start: number): number {
  for (let index = start + 1; index < bytes.length; index++) {
    const byte = bytes[index]
    if (byte === backslash) index++
    else if (byte === quote) return index
  }
  return bytes.length
}

const noPlainText = 'The body holds U+0000 or half a surrogate pair, which is no text.'

function countMembers(value: unknown): number {
  if (typeof value === 'string' && !isPlainText(value)) throw malformed(noPlainText)
  if (value === null || typeof value !== 'object') return 0
  let count = 0
  if (Array.isArray(value)) {
    for (const item of value) count += countMembers(item)
    return count
  }
  const object = value as Record<string, unknown>
  // Objects of JSON.parse have no inherited names, and `in` reads them without a list of their entries.
  for (const name in object) {
    if (name === '__proto__') throw malformed('A member may not be named "__proto__".')
    if (!isPlainText(name)) throw malformed(noPlainText)
    count += 1 + countMembers(object[name])
  }
  return count
}

/** V8's message quotes the body; only its position is repeated. */
function placeOf(error: SyntaxError): string {
  const position = /position (\d+)/.exec(error.message)?.[1]
  return position === undefined
    ? 'The body is not JSON; it ends too early.'
    : `The body is not JSON at character ${position}.`
}

function malformed(message: string): AppError {
  return new AppError('malformed_json', message)
}
