import type { ClientBase } from 'pg'

import { AppError } from '../../platform/errors.ts'

interface Found {
  readonly fsync: string
  readonly fullPageWrites: string
  readonly synchronousCommit: string
  readonly version: number
  readonly role: string
  readonly isSuperuser: boolean
  readonly bypassesRls: boolean
}

/**
 * Refuses (`unavailable`, naming every reason) a database that could lose answered requests or would not keep workspaces
 * apart; to be asked over a connection of the app role. Gives warnings about what only works worse.
 */
export async function checkSettings(client: ClientBase): Promise<string[]> {
  const found = await readSettings(client)
  const refusals = [
    ...durabilityRefusals(found),
    ...(found.version < 150_000
      ? [`PostgreSQL ${Math.floor(found.version / 10_000)} is too old; Switchyard needs 15 or newer.`]
      : []),
    ...(found.isSuperuser
      ? [`Role ${found.role} is a superuser and would see every workspace; DATABASE_URL must name an ordinary role.`]
      : []),
    ...(found.bypassesRls && !found.isSuperuser
      ? [`Role ${found.role} has BYPASSRLS and would see every workspace; run: alter role ${found.role} nobypassrls.`]
      : []),
  ]
  if (refusals.length > 0) throw new AppError('unavailable', refusals.join(' '), { refusals })
  return (await findsLettersOutsideAscii(client))
    ? []
    : ['Search ignores letters outside ASCII here: the database was created with LC_CTYPE C. Use C.UTF-8.']
}

function durabilityRefusals(found: Found): string[] {
  const settings = {
    fsync: found.fsync,
    full_page_writes: found.fullPageWrites,
    synchronous_commit: found.synchronousCommit,
  }
  return Object.entries(settings)
    .filter(([, value]) => value === 'off')
    .map(([name]) => `PostgreSQL runs with ${name} = off, so an answered request could be lost; turn it on.`)
}

async function readSettings(client: ClientBase): Promise<Found> {
  const { rows } = await client.query<Found>(
    `select
       current_setting('fsync') as fsync,
       current_setting('full_page_writes') as "fullPageWrites",
       current_setting('synchronous_commit') as "synchronousCommit",
       current_setting('server_version_num')::int as version,
       pg_roles.rolname as role,
       pg_roles.rolsuper as "isSuperuser",
       pg_roles.rolbypassrls as "bypassesRls"
     from pg_roles
     where pg_roles.rolname = current_user`,
  )
  const [found] = rows
  if (found === undefined) throw new AppError('unavailable', 'The database does not know the role it is used by.')
  return found
}

/** pg_trgm looks at LC_CTYPE, not at the provider: under plain C it drops every letter outside ASCII (stack.md 2). */
async function findsLettersOutsideAscii(client: ClientBase): Promise<boolean> {
  const installed = await client.query<{ found: boolean }>(
    `select to_regprocedure('show_trgm(text)') is not null as found`,
  )
  if (installed.rows[0]?.found !== true) return true
  const { rows } = await client.query<{ found: boolean }>(`select show_trgm('ü') <> '{}' as found`)
  return rows[0]?.found === true
}
