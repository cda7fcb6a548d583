import type { Client } from 'pg'
import { appendOnlyTables, publicTable, relayColumns } from './catalogue.ts'

interface FunctionRow {
  readonly name: string
  readonly isPinned: boolean
  readonly isPublic: boolean
}

/** A function that runs with its owner's rights must not be led astray by a search path, nor be everybody's to call. */
export async function findFunctionFaults(client: Client): Promise<string[]> {
  const { rows } = await client.query<FunctionRow>(
    `select
       pg_proc.proname as name,
       exists (select from unnest(pg_proc.proconfig) as setting where setting like 'search_path=%') as "isPinned",
       has_function_privilege('public', pg_proc.oid, 'execute') as "isPublic"
     from pg_proc
     where pg_proc.pronamespace = 'public'::regnamespace and pg_proc.prosecdef
     order by pg_proc.proname`,
  )
  return rows.flatMap(({ name, isPinned, isPublic }) => [
    ...(isPinned ? [] : [`${name}() is security definer without a search_path`]),
    ...(isPublic ? [`${name}() is security definer and everybody may call it`] : []),
  ])
}

interface RightRow {
  readonly table: string
  readonly isPartition: boolean
  readonly grantee: string
  readonly right: string
  /** Null when the right is on the whole table. */
  readonly column: string | null
}

const rightsQuery = `
  select
    pg_class.relname as table,
    pg_class.relispartition as "isPartition",
    case when granted.grantee = 0 then 'public' else granted.grantee::regrole::text end as grantee,
    granted.privilege_type as right,
    granted.column
  from pg_class
  cross join lateral (
    select acl.grantee, acl.privilege_type, null::text as column
    from aclexplode(pg_class.relacl) acl
    union all
    select acl.grantee, acl.privilege_type, pg_attribute.attname::text
    from pg_attribute
    cross join lateral aclexplode(pg_attribute.attacl) acl
    where pg_attribute.attrelid = pg_class.oid
  ) granted
  where pg_class.relnamespace = 'public'::regnamespace
    and pg_class.relkind in ('r', 'p', 'v', 'm', 'f')
    and granted.grantee <> pg_class.relowner
  order by 1, 3, 4, 5`

const appRights = ['SELECT', 'INSERT', 'UPDATE', 'DELETE']

/** One sentence for each right on a table that goes beyond what the service and the relay need. */
export async function findRightFaults(client: Client): Promise<string[]> {
  const { rows } = await client.query<RightRow>(rightsQuery)
  return [...rows.flatMap((row) => faultOf(row) ?? []), ...(await findRelayFaults(client))]
}

function faultOf({ table, isPartition, grantee, right }: RightRow): string | null {
  if (grantee === 'public' && table === publicTable && right === 'SELECT') return null
  if (grantee === 'public') return `everybody has ${right} on ${table}`
  if (isPartition) return `${grantee} has ${right} on ${table}, past the row security of the table it is part of`
  if (grantee === 'switchyard_relay') return right === 'SELECT' ? null : `the relay has ${right} on ${table}`
  if (grantee !== 'switchyard_app') return `${grantee} has ${right} on ${table}`
  if (appendOnlyTables.includes(table) && (right === 'UPDATE' || right === 'DELETE')) {
    return `the service has ${right} on ${table}, which is append-only`
  }
  return appRights.includes(right) ? null : `the service has ${right} on ${table}`
}

async function findRelayFaults(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ table: string; columns: string[] }>(
    `select
       pg_class.relname as table,
       array_agg(pg_attribute.attname::text order by pg_attribute.attname) as columns
     from pg_class
     join pg_attribute on pg_attribute.attrelid = pg_class.oid and pg_attribute.attnum > 0
     where pg_class.relnamespace = 'public'::regnamespace
       and pg_class.relkind in ('r', 'p', 'v', 'm', 'f')
       and not pg_attribute.attisdropped
       and has_column_privilege('switchyard_relay', pg_class.oid, pg_attribute.attnum, 'select')
     group by pg_class.relname
     order by pg_class.relname`,
  )
  return rows.flatMap(({ table, columns }) => {
    if (table === publicTable) return []
    const more = columns.filter((column) => relayColumns[table]?.includes(column) !== true)
    return more.length === 0 ? [] : [`the relay reads ${more.join(', ')} of ${table}`]
  })
}

interface RoleRow {
  readonly name: string
  readonly isMighty: boolean
  readonly owned: string
  readonly parents: readonly string[]
}

/** One sentence for each way in which a role could pass row security. */
export async function findRoleFaults(client: Client, roles: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<RoleRow>(
    `select
       pg_roles.rolname as name,
       pg_roles.rolsuper or pg_roles.rolbypassrls or pg_roles.rolcreaterole or pg_roles.rolcreatedb
         or pg_roles.rolreplication as "isMighty",
       (select count(*) from pg_class where pg_class.relowner = pg_roles.oid) as owned,
       array(
         select pg_auth_members.roleid::regrole::text
         from pg_auth_members
         where pg_auth_members.member = pg_roles.oid
       ) as parents
     from pg_roles
     where pg_roles.rolname = any($1)`,
    [roles],
  )
  const absent = roles.filter((role) => !rows.some(({ name }) => name === role))
  return [
    ...absent.map((name) => `${name} does not exist`),
    ...rows.flatMap(({ name, isMighty, owned, parents }) => [
      ...(isMighty ? [`${name} has attributes that pass row security or make roles that do`] : []),
      ...(Number(owned) > 0 ? [`${name} owns ${owned} tables, and so their policies`] : []),
      ...parents.map((parent) => `${name} is a member of ${parent}`),
    ]),
  ]
}
