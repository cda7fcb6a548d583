import { Client } from 'pg'

export interface RolesToPrepare {
  /** The ordinary role the service signs in as, where it is not switchyard_app itself; it must exist. */
  readonly appRole?: string
  readonly appPassword: string
  readonly relayPassword: string
}

/** Roles belong to the whole server, so two starts at once would trip over each other's change. */
const rolesLock = 7_948_002

const appRights = 'switchyard_app'

/**
 * Creates the two roles the service works as, or sets them right: login, these passwords, and nothing that would let them
 * pass row-level security; another role that the service signs in as is made a member of switchyard_app, whose rights it
 * then has. Repeating it is fine. Needs an owner that may create roles.
 */
export async function prepareRoles(ownerUrl: string, roles: RolesToPrepare): Promise<void> {
  const { appRole = appRights } = roles
  const client = new Client({ connectionString: ownerUrl, application_name: 'switchyard roles' })
  await client.connect()
  try {
    await client.query('begin')
    await client.query('select pg_advisory_xact_lock($1)', [rolesLock])
    await prepareRole(client, appRights, appRole === appRights ? roles.appPassword : null)
    if (appRole !== appRights) await makeMember(client, appRole)
    await prepareRole(client, 'switchyard_relay', roles.relayPassword)
    // The relay follows logs by their indexes alone; a plan made while a log was empty would sort it whole for ever after.
    await client.query('alter role switchyard_relay set enable_seqscan = off')
    await client.query('alter role switchyard_relay set enable_sort = off')
    await client.query('commit')
  } finally {
    await client.end()
  }
}

/** An operator who is no superuser may not even name the superuser-only attributes, hence only those that are wrong. */
async function prepareRole(client: Client, role: string, password: string | null): Promise<void> {
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
  if (password === null) return
  await client.query(
    `alter role ${client.escapeIdentifier(role)} login noinherit password ${client.escapeLiteral(password)}`,
  )
}

/** Since PostgreSQL 16 a grant keeps for itself whether it is inherited; before, the member's own attribute said so. */
async function makeMember(client: Client, role: string): Promise<void> {
  const { rows } = await client.query<{ version: number }>(
    `select current_setting('server_version_num')::int as version`,
  )
  const options = (rows[0]?.version ?? 0) >= 160_000 ? ' with inherit true' : ''
  await client.query(`alter role ${client.escapeIdentifier(role)} inherit`)
  await client.query(`grant ${client.escapeIdentifier(appRights)} to ${client.escapeIdentifier(role)}${options}`)
}
