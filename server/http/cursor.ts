import { createHash, timingSafeEqual } from 'node:crypto'
import { type Static, type TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { refuseField } from '../platform/errors.ts'

/** Writes and reads the `page.next` and `after` of one list. */
export interface Cursor<Position> {
  write(position: Position): string
  /** Null when there is no text; AppError `invalid` when it is no cursor of this list. */
  read(text: string | undefined): Position | null
}

/** Where an answer gives the cursor, and where a request takes it. */
interface CursorNames {
  readonly given: string
  readonly taken: string
}

const digestBytes = 9

/**
 * The cursor of one list: where its last row stands, as opaque text that only this list reads. The digest finds
 * changed texts; it guards no secret, since every statement names its workspace.
 */
export function defineCursor<Position extends TSchema>(
  list: string,
  position: Position,
  names: CursorNames = { given: 'page.next', taken: 'after' },
): Cursor<Static<Position>> {
  const check = Compile(position)
  const digest = (content: Buffer) =>
    createHash('sha256').update(`${list}\n`).update(content).digest().subarray(0, digestBytes)
  return {
    write(value) {
      const content = Buffer.from(JSON.stringify(value))
      return Buffer.concat([digest(content), content]).toString('base64url')
    },
    read(text) {
      if (text === undefined) return null
      const bytes = Buffer.from(text, 'base64url')
      const content = bytes.subarray(digestBytes)
      const isOurs =
        bytes.length > digestBytes &&
        bytes.toString('base64url') === text &&
        timingSafeEqual(bytes.subarray(0, digestBytes), digest(content))
      if (!isOurs) throw refusal(names)
      const value: unknown = JSON.parse(content.toString('utf8'))
      if (!check.Check(value)) throw refusal(names)
      return value as Static<Position>
    },
  }
}

function refusal({ given, taken }: CursorNames) {
  return refuseField(taken, 'wrong_form', `Use the \`${given}\` of the page before.`)
}

/** What a list found: one row more than asked for, when there is a next page. */
export function pageFrom<Row, Item>(
  rows: readonly Row[],
  limit: number,
  write: { next: (last: Row) => string; item: (row: Row) => Item },
): { data: Item[]; page: { next: string | null } } {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const next = rows.length > limit && last !== undefined ? write.next(last) : null
  return { data: shown.map(write.item), page: { next } }
}
