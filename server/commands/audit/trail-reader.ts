import type { ClientBase } from 'pg'

/** One row of the log: its number, its id and what is hashed. */
export interface ReadRow {
  readonly seq: number
  readonly id: string
  readonly content: object
}

export interface ReadSeal {
  readonly number: number
  readonly rows: number
  readonly lastSeq: number
  readonly seqs: readonly number[]
  readonly hashes: Buffer
  readonly key: number
  readonly signature: Buffer
}

export interface ReadCheckpoint {
  readonly number: number
  readonly at: string
  readonly seals: number
  readonly rows: number
  readonly lastSeq: number
  readonly hash: Buffer
  readonly previous: Buffer | null
  readonly key: number
  readonly signature: Buffer
}

const pageRows = 2_000
const pageSeals = 20

interface RawRow {
  readonly seq: string
  readonly id: string
  readonly content: string
}

/** Every event of the workspace in the order of the numbers, in one pass; needs an open transaction. */
export async function* readRows(client: ClientBase, workspaceId: string): AsyncGenerator<ReadRow> {
  await client.query(
    `declare trail no scroll cursor for
     select event.seq::text as seq, event.id::text as id,
       jsonb_build_object(
         'workspaceId', event.workspace_id, 'seq', event.seq, 'id', event.id, 'recordedOn', event.recorded_on,
         'type', event.type, 'schemaVersion', event.schema_version,
         'at', to_char(event.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
         'ticketId', event.ticket_id, 'subjectKind', event.subject_kind, 'subjectId', event.subject_id,
         'subjectSeq', event.subject_seq, 'actor', event.actor, 'cause', event.cause, 'data', event.data,
         'origin', event.origin)::text as content
     from events as event
     where event.workspace_id = $1
     order by event.seq, event.recorded_on`,
    [workspaceId],
  )
  for (;;) {
    const { rows } = await client.query<RawRow>(`fetch ${pageRows} from trail`)
    for (const { seq, id, content } of rows) yield { seq: Number(seq), id, content: JSON.parse(content) as object }
    if (rows.length === 0) return
  }
}

/** Every seal in the order of the numbers. */
export async function* readSeals(client: ClientBase, workspaceId: string): AsyncGenerator<ReadSeal> {
  for (let after = 0; ;) {
    const { rows } = await client.query<ReadSeal>(
      `select audit_seals.number, audit_seals.rows::float8 as rows, audit_seals.last_seq::float8 as "lastSeq",
         to_jsonb(audit_seals.seqs) as seqs, audit_seals.hashes, audit_seals.key_number as key, audit_seals.signature
       from audit_seals
       where audit_seals.workspace_id = $1 and audit_seals.number > $2
       order by audit_seals.number
       limit $3`,
      [workspaceId, after, pageSeals],
    )
    yield* rows
    const last = rows.at(-1)
    if (last === undefined) return
    after = last.number
  }
}

/** Every checkpoint in the order of the numbers. */
export async function readCheckpoints(client: ClientBase, workspaceId: string): Promise<ReadCheckpoint[]> {
  const { rows } = await client.query<ReadCheckpoint>(
    `select audit_checkpoints.number,
       to_char(audit_checkpoints.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
       audit_checkpoints.seals, audit_checkpoints.rows::float8 as rows,
       audit_checkpoints.last_seq::float8 as "lastSeq", audit_checkpoints.hash, audit_checkpoints.previous,
       audit_checkpoints.key_number as key, audit_checkpoints.signature
     from audit_checkpoints
     where audit_checkpoints.workspace_id = $1
     order by audit_checkpoints.number`,
    [workspaceId],
  )
  return rows
}

/** The stored keys; the private ones are sealed. */
export async function readKeys(client: ClientBase, workspaceId: string) {
  const { rows } = await client.query<{ number: number; open: Buffer; sealed: Buffer }>(
    `select audit_keys.number, audit_keys.public_key as open, audit_keys.private_sealed as sealed
     from audit_keys
     where audit_keys.workspace_id = $1`,
    [workspaceId],
  )
  return rows
}
