/** PostgreSQL types whose arrays travel in binary: nothing is quoted here, nothing is parsed there. */
export type ElementType = 'smallint' | 'integer' | 'bigint' | 'uuid' | 'text' | 'jsonb' | 'bytea' | 'timestamptz'

/** How one element of a type is written; `value` is never null here. */
interface Element {
  /** The type's number in pg_type. */
  readonly oid: number
  /** The bytes `value` takes. */
  readonly room: (value: unknown) => number
  /** Writes at `offset` and gives the number of bytes. */
  readonly write: (buffer: Buffer, value: unknown, offset: number) => number
}

/** PostgreSQL counts microseconds from the year 2000. */
const epochMs = Date.UTC(2000, 0, 1)

const text: Element = {
  oid: 25,
  room: (value) => Buffer.byteLength(value as string),
  write: (buffer, value, offset) => buffer.write(value as string, offset),
}

const elements: Readonly<Record<ElementType, Element>> = {
  smallint: {
    oid: 21,
    room: () => 2,
    write: (buffer, value, offset) => buffer.writeInt16BE(value as number, offset) - offset,
  },
  integer: {
    oid: 23,
    room: () => 4,
    write: (buffer, value, offset) => buffer.writeInt32BE(value as number, offset) - offset,
  },
  bigint: { oid: 20, room: () => 8, write: writeInt64 },
  uuid: { oid: 2950, room: () => 16, write: writeUuid },
  text,
  jsonb: {
    oid: 3802,
    room: (value) => text.room(value) + 1,
    write: (buffer, value, offset) => {
      buffer[offset] = 1
      return 1 + text.write(buffer, value, offset + 1)
    },
  },
  bytea: {
    oid: 17,
    room: (value) => (value as Uint8Array).length,
    write: (buffer, value, offset) => {
      buffer.set(value as Uint8Array, offset)
      return (value as Uint8Array).length
    },
  },
  timestamptz: {
    oid: 1184,
    room: () => 8,
    write: (buffer, value, offset) => writeInt64(buffer, ((value as Date).getTime() - epochMs) * 1000, offset),
  },
}

const headerBytes = 20
const lengthBytes = 4

/**
 * Writes values as a one-dimensional array in PostgreSQL's binary form, which `pg` sends as it is. Texts hold no NUL
 * (PostgreSQL refuses them), numbers are whole, instants are dates, jsonb is JSON text. Throws `RangeError` or
 * `TypeError` for a number out of range or a malformed uuid.
 */
export function encodeArray(type: ElementType, values: readonly unknown[]): Buffer {
  const { oid, room, write } = elements[type]
  let size = headerBytes
  for (const value of values) size += lengthBytes + (value === null ? 0 : room(value))
  const buffer = Buffer.allocUnsafe(size)
  let offset = headerBytes
  let hasNull = 0
  for (const value of values) {
    if (value === null) {
      hasNull = 1
      offset = buffer.writeInt32BE(-1, offset)
    } else {
      const written = write(buffer, value, offset + lengthBytes)
      buffer.writeInt32BE(written, offset)
      offset += lengthBytes + written
    }
  }
  const dimensions = values.length === 0 ? 0 : 1
  buffer.writeInt32BE(dimensions, 0)
  buffer.writeInt32BE(hasNull, 4)
  buffer.writeInt32BE(oid, 8)
  if (dimensions === 0) return buffer.subarray(0, 12)
  buffer.writeInt32BE(values.length, 12)
  buffer.writeInt32BE(1, 16)
  return buffer.subarray(0, offset)
}

/** Whole numbers within the safe range; a BigInt a value would cost more than the rest of the row. */
function writeInt64(buffer: Buffer, value: unknown, offset: number): number {
  const number = value as number
  if (!Number.isSafeInteger(number)) throw new RangeError(`${number} is not a whole number within the safe range.`)
  buffer.writeInt32BE(Math.floor(number / 2 ** 32), offset)
  buffer.writeUInt32BE(number - Math.floor(number / 2 ** 32) * 2 ** 32, offset + 4)
  return 8
}

/** Character code of a hexadecimal digit -> its value; 255 for any other. */
const digits = new Uint8Array(128).fill(255)
for (let value = 0; value < 16; value++) {
  const digit = value.toString(16)
  digits[digit.charCodeAt(0)] = value
  digits[digit.toUpperCase().charCodeAt(0)] = value
}

/** A batch carries some thirty uuids a ticket, so they are read digit by digit: `hex` of Buffer takes twice as long. */
function writeUuid(buffer: Buffer, value: unknown, offset: number): number {
  const text = value as string
  let at = 0
  for (let byte = 0; byte < 16; byte++) {
    if (text.charCodeAt(at) === hyphen) at++
    const high = digits[text.charCodeAt(at++)] ?? 255
    const low = digits[text.charCodeAt(at++)] ?? 255
    if (high > 15 || low > 15) throw new TypeError(`"${text}" is not a uuid.`)
    buffer[offset + byte] = (high << 4) | low
  }
  if (at !== text.length) throw new TypeError(`"${text}" is not a uuid.`)
  return 16
}

const hyphen = 0x2d
