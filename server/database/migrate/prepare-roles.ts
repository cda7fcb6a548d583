import { Client } from 'pg'

export interface RolePasswords {
  readonly appPassword: string
  readonly relayPassword: string
}

/** Roles belong to the whole server, so two starts at once would trip over each other's change. */
const rolesLock = 7_948_002

/**
 * Creates the two roles the service works as, or sets them right: login, these passwords, and nothing that would let them
 * pass row-level security. Repeating it is fine. Needs an owner that may create roles.
 */
export async function prepareRoles(ownerUrl: string, passwords: RolePasswords): Promise<void> {
  const client = new Client({ connectionString: ownerUrl, application_name: 'switchyard roles' })
  await client.connect()
  try {
    await client.query('begin')
    await client.query('select pg_advisory_xact_lock($1)', [rolesLock])
    await prepareRole(client, 'switchyard_app', passwords.appPassword)
    await prepareRole(client, 'switchyard_relay', passwords.relayPassword)
    // The relay follows logs by their indexes alone; a plan made while a log was empty would sort it whole for ever after.
    await client.query('alter role switchyard_relay set enable_seqscan = off')
    await client.query('alter role switchyard_relay set enable_sort = off')
    await client.query('commit')
  } finally {
    await client.end()
  }
}

/** An operator who is no superuser may not even name the superuser-only attributes, hence only those that are wrong. */
async function prepareRole(client: Client, role: string, password: string): Promise<void> {
  const { rows } = await client.query<{ rolsuper: boolean; rolbypassrls: boolean }>(
    `select pg_roles.rolsuper, pg_roles.rolbypassrls
     from pg_roles
     where pg_roles.rolname = $1`,
    [role],
  )
  const found = rows[0]
  if (found === undefined) await client.query(`create role ${client.escapeIdentifier(role)}`)
  if (found?.rolsuper) await client.query(`alter role ${client.escapeIdentifier(role)} nosuperuser`)
  if (found?.rolbypassrls) await client.query(`alter role ${client.escapeIdentifier(role)} nobypassrls`)
  await client.query(
    `alter role ${client.escapeIdentifier(role)} login noinherit password ${client.escapeLiteral(password)}`,
  )
}
