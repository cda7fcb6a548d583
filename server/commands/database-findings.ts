import type { ClientBase } from 'pg'
import type { Finding } from './finding.ts'

interface Facts {
  readonly version: string
  readonly encoding: string
  readonly characterType: string
  readonly migration: number
  readonly lastMonth: string | null
  readonly clockDifferenceMs: number
}

/** What the database tells of itself. That it is durable, of the right role and up to date was asked at opening. */
export async function findDatabaseFindings(client: ClientBase): Promise<Finding[]> {
  const facts = await readFacts(client)
  const isUtf8 = facts.encoding === 'UTF8'
  return [
    { verdict: 'ok', what: `PostgreSQL ${facts.version}; nothing acknowledged can be lost by its settings` },
    { verdict: 'ok', what: 'The service’s role sees one workspace at a time' },
    { verdict: 'ok', what: `The schema is up to date (migration ${facts.migration})` },
    {
      verdict: isUtf8 ? 'ok' : 'fault',
      what: `Encoding ${facts.encoding}, LC_CTYPE ${facts.characterType}`,
    },
    partitionFinding(facts.lastMonth),
    clockFinding(facts.clockDifferenceMs),
    await poolerFinding(client),
  ]
}

async function readFacts(client: ClientBase): Promise<Facts> {
  const askedAt = Date.now()
  const { rows } = await client.query<Omit<Facts, 'clockDifferenceMs'> & { nowMs: string }>(
    `select
       current_setting('server_version') as version,
       pg_encoding_to_char(pg_database.encoding) as encoding,
       pg_database.datctype as "characterType",
       (select max(schema_migrations.number) from public.schema_migrations) as migration,
       (select max(pg_class.relname)
        from pg_inherits
        join pg_class on pg_class.oid = pg_inherits.inhrelid
        where pg_inherits.inhparent = 'events'::regclass
          and pg_class.relkind = 'r') as "lastMonth",
       (extract(epoch from clock_timestamp()) * 1000)::bigint as "nowMs"
     from pg_database
     where pg_database.datname = current_database()`,
  )
  const [row] = rows
  if (row === undefined) throw new Error('The database does not know itself.')
  const { nowMs, ...facts } = row
  return { ...facts, clockDifferenceMs: Math.round(Number(nowMs) - (askedAt + Date.now()) / 2) }
}

/** Partitions are named after their month: `events_2026_11`. */
function partitionFinding(lastMonth: string | null): Finding {
  const next = Temporal.Now.plainDateISO('UTC').add({ months: 1 }).toPlainYearMonth().toString().replace('-', '_')
  const isAhead = lastMonth !== null && lastMonth >= `events_${next}`
  return isAhead
    ? {
        verdict: 'ok',
        what: `The event log has partitions until ${lastMonth.slice('events_'.length).replace('_', '-')}`,
      }
    : { verdict: 'fault', what: 'The event log has no partition for next month; a worker makes it within the hour' }
}

function clockFinding(differenceMs: number): Finding {
  const isClose = Math.abs(differenceMs) < 1_000
  const what = `The clocks of this machine and of the database differ by ${Math.abs(differenceMs)} ms`
  return { verdict: isClose ? 'ok' : 'warning', what: isClose ? what : `${what}; the database’s counts` }
}

/** A pooler that gives every transaction another connection loses prepared statements and what a session sets. */
async function poolerFinding(client: ClientBase): Promise<Finding> {
  const pids = new Set<number>()
  for (let turn = 0; turn < 5; turn++) {
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
    for (const { pid } of rows) pids.add(pid)
  }
  await client.query(`select set_config('switchyard.doctor', 'kept', false)`)
  const kept = await client.query<{ value: string | null }>(
    `select current_setting('switchyard.doctor', true) as value`,
  )
  return pids.size === 1 && kept.rows[0]?.value === 'kept'
    ? { verdict: 'ok', what: 'One connection stays one session' }
    : { verdict: 'fault', what: 'A pooler in transaction mode stands before the database; use session mode or none' }
}
