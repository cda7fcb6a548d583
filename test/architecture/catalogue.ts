import type { Client } from 'pg'

/** Tables of the whole installation: no workspace owns their rows, so row security does not guard them. */
const globalTables: readonly string[] = [
  'workspaces',
  'users',
  'sessions',
  'sign_in_links',
  'sign_in_failures',
  'member_index',
  'token_index',
  'realtime_passes',
  'chores',
  'schema_migrations',
]

/** What the relay may read across workspaces: headers, never contents. */
export const relayColumns: Readonly<Record<string, readonly string[]>> = {
  workspaces: ['clock_offset', 'created_at', 'id', 'name', 'purpose', 'slug'],
  events: ['id', 'recorded_on', 'seq', 'subject_id', 'subject_kind', 'type', 'workspace_id'],
  timers: ['due_at', 'epoch', 'failures', 'kind', 'lease_until', 'subject_id', 'version', 'workspace_id'],
  router_shards: ['epoch', 'holder', 'lease_until', 'workspace_id'],
  deliveries: [
    'attempts',
    'epoch',
    'id',
    'lease_until',
    'next_attempt_at',
    'sequence',
    'state',
    'ticket_id',
    'workspace_id',
  ],
  outbox_mails: ['next_attempt_at', 'state', 'workspace_id'],
  search_cursors: ['rebuild_below', 'seq', 'workspace_id'],
  webhook_cursors: ['seq', 'workspace_id'],
  webhook_endpoints: ['deleted_at', 'id', 'partner_id', 'status', 'workspace_id'],
  webhook_states: ['endpoint_id', 'probe_at', 'workspace_id'],
}

/** Every role may read which migrations were applied; the service refuses a database that is not up to date by it. */
export const publicTable = 'schema_migrations'

/** Facts and published documents: written once, never changed by the service. */
export const appendOnlyTables: readonly string[] = [
  'events',
  'decisions',
  'workflow_versions',
  'market_versions',
  'audit_keys',
  'audit_seals',
  'audit_checkpoints',
]

/**
 * Read by functions that run as the owner and name the workspace themselves, because row security keeps the operators of
 * searches from indexes (0024-search.sql). An owner could lift row security anyhow; no role of the service gets more.
 */
const ownerReadTables: readonly string[] = ['search_documents', 'search_words']

interface TableRow {
  readonly name: string
  readonly owner: string
  readonly kind: string
  readonly hasWorkspace: boolean
  readonly hasForcedSecurity: boolean
  readonly policies: readonly string[]
  readonly uniqueKeys: readonly (readonly string[])[]
  readonly foreignKeys: readonly ForeignKey[]
}

interface ForeignKey {
  readonly name: string
  readonly table: string
  readonly columns: readonly string[]
}

const tablesQuery = `
  select
    pg_class.relname as name,
    pg_get_userbyid(pg_class.relowner) as owner,
    pg_class.relkind as kind,
    exists (
      select from pg_attribute
      where pg_attribute.attrelid = pg_class.oid and pg_attribute.attname = 'workspace_id'
    ) as "hasWorkspace",
    pg_class.relrowsecurity and pg_class.relforcerowsecurity as "hasForcedSecurity",
    array(
      select concat_ws(' ', pg_policies.cmd, pg_policies.roles, pg_policies.qual, pg_policies.with_check)
      from pg_policies
      where pg_policies.schemaname = 'public' and pg_policies.tablename = pg_class.relname
        and not pg_policies.roles = '{switchyard_relay}'
      order by pg_policies.policyname desc
    ) as policies,
    coalesce((
      select json_agg(array(
        select pg_attribute.attname::text
        from unnest(pg_index.indkey::smallint[]) with ordinality as key (number, place)
        join pg_attribute on pg_attribute.attrelid = pg_class.oid and pg_attribute.attnum = key.number
        order by key.place
      ))
      from pg_index
      where pg_index.indrelid = pg_class.oid and pg_index.indisunique
    ), '[]') as "uniqueKeys",
    coalesce((
      select json_agg(json_build_object(
        'name', pg_constraint.conname,
        'table', referenced.relname,
        'columns', array(
          select own.attname || ' = ' || other.attname
          from unnest(pg_constraint.conkey, pg_constraint.confkey) as pair (own_number, other_number)
          join pg_attribute own on own.attrelid = pg_class.oid and own.attnum = pair.own_number
          join pg_attribute other on other.attrelid = referenced.oid and other.attnum = pair.other_number
        )
      ))
      from pg_constraint
      join pg_class referenced on referenced.oid = pg_constraint.confrelid
      where pg_constraint.conrelid = pg_class.oid and pg_constraint.contype = 'f'
    ), '[]') as "foreignKeys"
  from pg_class
  where pg_class.relnamespace = 'public'::regnamespace
    and pg_class.relkind in ('r', 'p', 'v', 'm', 'f')
    and not pg_class.relispartition
  order by pg_class.relname`

const policy = 'ALL {switchyard_app} (workspace_id = current_workspace()) (workspace_id = current_workspace())'

/** One sentence for each way in which a table would let rows of two workspaces meet. */
export async function findTableFaults(client: Client): Promise<string[]> {
  const { rows } = await client.query<TableRow>(tablesQuery)
  const faults = rows.flatMap((table) => {
    if (!'rp'.includes(table.kind))
      return [`${table.name} is no plain table; a view would read with its owner's rights`]
    if (globalTables.includes(table.name)) return []
    return table.hasWorkspace ? tenantFaults(table) : [`${table.name} has no workspace_id and is no known global table`]
  })
  const gone = globalTables.filter((name) => !rows.some((table) => table.name === name))
  return [...faults, ...gone.map((name) => `${name} is listed as a global table and does not exist`)]
}

function tenantFaults({ name, owner, hasForcedSecurity, policies, uniqueKeys, foreignKeys }: TableRow): string[] {
  const faults: string[] = []
  const due = ownerReadTables.includes(name) ? [policy, `SELECT {${owner}} true`] : [policy]
  if (!hasForcedSecurity) faults.push(`${name} does not force row security`)
  if (policies.join('\n') !== due.join('\n')) faults.push(`${name} has other policies than the one of the workspace`)
  if (uniqueKeys.length === 0) faults.push(`${name} has no key`)
  for (const key of uniqueKeys) {
    if (key[0] !== 'workspace_id')
      faults.push(`${name} has a unique key (${key.join(', ')}) that does not start with workspace_id`)
  }
  for (const { name: constraint, table, columns } of foreignKeys) {
    if (globalTables.includes(table) || columns.includes('workspace_id = workspace_id')) continue
    faults.push(`${name} refers to ${table} by ${constraint} without workspace_id`)
  }
  return faults
}
