import type { Client } from 'pg'
import type { Random } from '../../../server/core/routing/random.testing.ts'
import { type ColumnKind, forgeBit } from './forged-bit.ts'

/** The log of one workspace as its owner can change it. */
export interface OpenLog {
  readonly client: Client
  readonly workspaceId: string
  /** Numbers of the sealed rows. */
  readonly seqs: readonly number[]
  /** Numbers that no row has, between those of rows. */
  readonly gaps: readonly number[]
  readonly random: Random
}

/** What was done, and the number of the first row that is not as it was sealed. */
export interface Tampering {
  readonly what: string
  readonly firstBad: number
}

const columns: readonly (readonly [string, ColumnKind])[] = [
  ['id', 'uuid'],
  ['subject_id', 'uuid'],
  ['subject_seq', 'integer'],
  ['schema_version', 'integer'],
  ['at', 'instant'],
  ['type', 'text'],
  ['subject_kind', 'text'],
  ['actor', 'json'],
  ['data', 'json'],
]

/** Kinds of reliability.md A1. */
export const tamperings = {
  'bit turned': turnBit,
  'row deleted': deleteRow,
  'rows swapped': swapRows,
  'tail cut off': cutTail,
  'row put in': putIn,
} as const
export type TamperingKind = keyof typeof tamperings

async function turnBit({ client, workspaceId, seqs, random }: OpenLog): Promise<Tampering> {
  const seq = random.pick(seqs)
  for (;;) {
    const [column, kind] = random.pick(columns)
    const { rows } = await client.query<{ value: string | null }>(
      `select ${kind === 'instant' ? `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')` : `${column}::text`} as value
       from events
       where workspace_id = $1 and seq = $2`,
      [workspaceId, seq],
    )
    const forged = forgeBit(kind, rows[0]?.value ?? null, random)
    if (forged === null) continue
    const type = { uuid: 'uuid', integer: 'integer', instant: 'timestamptz', text: 'text', json: 'jsonb' }[kind]
    const text = `update events set ${column} = $3::text::${type} where workspace_id = $1 and seq = $2`
    // A rule of the table may refuse it: then nothing has been forged.
    const isDone = await client.query(text, [workspaceId, seq, forged]).then(
      ({ rowCount }) => rowCount === 1,
      () => false,
    )
    if (isDone) return { what: `one bit of ${column} of row ${seq}`, firstBad: seq }
  }
}

async function deleteRow({ client, workspaceId, seqs, random }: OpenLog): Promise<Tampering> {
  const seq = random.pick(seqs)
  await client.query('delete from events where workspace_id = $1 and seq = $2', [workspaceId, seq])
  return { what: `row ${seq} deleted`, firstBad: seq }
}

async function swapRows({ client, workspaceId, seqs, random }: OpenLog): Promise<Tampering> {
  const one = random.pick(seqs)
  const other = random.pick(seqs.filter((seq) => seq !== one))
  const move = 'update events set seq = $3 where workspace_id = $1 and seq = $2'
  await client.query(move, [workspaceId, one, -1])
  await client.query(move, [workspaceId, other, one])
  await client.query(move, [workspaceId, -1, other])
  return { what: `rows ${one} and ${other} swapped`, firstBad: Math.min(one, other) }
}

async function cutTail({ client, workspaceId, seqs, random }: OpenLog): Promise<Tampering> {
  const seq = random.pick(seqs)
  await client.query('delete from events where workspace_id = $1 and seq >= $2', [workspaceId, seq])
  return { what: `everything from row ${seq} on cut off`, firstBad: seq }
}

async function putIn({ client, workspaceId, gaps, random }: OpenLog): Promise<Tampering> {
  const seq = random.pick(gaps)
  await client.query(
    `insert into events (workspace_id, seq, id, subject_kind, subject_id, subject_seq, type, at, actor, data)
     values ($1, $2, gen_random_uuid(), 'order', gen_random_uuid(), 1, 'order.saved', now(), '{}', '{}')`,
    [workspaceId, seq],
  )
  return { what: `row ${seq} put in`, firstBad: seq }
}
