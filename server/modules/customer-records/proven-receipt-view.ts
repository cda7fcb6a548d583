import type { RawBuilder } from 'kysely'
import { sql } from '../../database/query.ts'

/** The receipt of a row, with the proof that stands beside it; PostgreSQL breaks long base64 into lines. */
export function provenReceipt(row: RawBuilder<unknown>) {
  return sql`${row}.receipt || jsonb_build_object('hash', encode(${row}.hash, 'hex'), 'keyNumber', ${row}.key_number,
    'signature', replace(encode(${row}.signature, 'base64'), chr(10), '')) as receipt`
}
