import type { Fragment } from '../../database/fragment.ts'

/** A key of a gathered intake with the answer it will repeat: `head`, its body as a JSON text, and the end. */
export interface NewKeyRow {
  readonly place: number
  readonly principal_id: string
  readonly route: string
  readonly key: string
  readonly fingerprint: Uint8Array
  readonly status: number
  readonly head: string
  /** Null = the ticket as it is written. */
  readonly body: string | null
}

/** Takes the keys nobody has, or whose 24 hours are over; waits for a twin that is still being written. */
export const insertKeys: Fragment<NewKeyRow> = {
  name: 'new_keys',
  columns: {
    place: 'integer',
    principal_id: 'uuid',
    route: 'text',
    key: 'text',
    fingerprint: 'bytea',
    status: 'smallint',
    head: 'text',
    body: 'text',
  },
  text: `
    insert into idempotency_keys as kept (workspace_id, principal_id, route, key, fingerprint, status, response)
    select {$workspace}, row.principal_id, row.route, row.key, row.fingerprint, row.status,
      row.head || to_json(coalesce(row.body, answers.ticket)) || '}'
    from {rows}
    join answers on answers.place = row.place
    order by row.principal_id, row.route, row.key
    on conflict (workspace_id, principal_id, route, key) do update
      set fingerprint = excluded.fingerprint, status = excluded.status, response = excluded.response, created_at = now()
      where kept.created_at <= now() - interval '24 hours'
    returning kept.principal_id, kept.route, kept.key`,
}
