import { Client } from 'pg'
import type { Acknowledged } from './storm-client.ts'

/** What the database says of the tickets of a storm; every list is empty when all is well. */
export interface StormVerdict {
  /** Keys that were answered and are not there, or not as they were answered. */
  readonly lost: readonly string[]
  /** Keys with more than one ticket. */
  readonly doubled: readonly string[]
  /** Tickets whose parts do not belong together: no task, no clocks, events that do not count 1, 2, 3. */
  readonly torn: readonly string[]
  readonly tickets: number
}

/** Reads, past row security, what became of every create. */
export async function checkStorm(ownerUrl: string, acknowledged: readonly Acknowledged[]): Promise<StormVerdict> {
  const client = new Client(ownerUrl)
  await client.connect()
  try {
    const { rows } = await client.query<{ id: string; key: string; number: string }>(
      `select tickets.id, tickets.external_id as key, tickets.number
       from tickets
       where tickets.tags @> '{storm}'`,
    )
    const byKey = Map.groupBy(rows, (row) => row.key)
    const lost = acknowledged.filter(({ key, number }) => !byKey.get(key)?.some((row) => Number(row.number) === number))
    const doubled = [...byKey].filter(([, tickets]) => tickets.length > 1)
    return {
      lost: lost.map(({ key }) => key),
      doubled: doubled.map(([key]) => key),
      torn: await findTorn(client),
      tickets: rows.length,
    }
  } finally {
    await client.end()
  }
}

async function findTorn(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ key: string }>(
    `select tickets.external_id as key
     from tickets
     where tickets.tags @> '{storm}'
       and (
         (select count(*) from tasks
          where tasks.workspace_id = tickets.workspace_id and tasks.ticket_id = tickets.id) <> 1
         or not exists (
           select from sla_clocks
           where sla_clocks.workspace_id = tickets.workspace_id and sla_clocks.ticket_id = tickets.id)
         or (select array_agg(events.subject_seq order by events.subject_seq) from events
             where events.workspace_id = tickets.workspace_id
               and events.subject_kind = 'ticket'
               and events.subject_id = tickets.id)
            is distinct from (select array_agg(place) from generate_series(1, tickets.event_seq) as place))`,
  )
  return rows.map(({ key }) => key)
}
