import { join } from 'node:path'
import { Client } from 'pg'
import { checkSettings } from '../database/migrate/check-settings.ts'
import { migrate } from '../database/migrate/migrate.ts'
import { readMigrations } from '../database/migrate/migration-files.ts'
import { planMigrations } from '../database/migrate/plan-migrations.ts'
import { prepareRoles, type RolesToPrepare } from '../database/migrate/prepare-roles.ts'
import {
  type EmbeddedAccess,
  findRunningPostgres,
  startEmbeddedPostgres,
} from '../database/embedded/start-embedded-postgres.ts'
import type { Settings } from '../platform/config.ts'
import { AppError } from '../platform/errors.ts'

export const migrationsFolder = join(import.meta.dirname, '..', 'migrations')

/** A migrated database that the service may use, and how to let go of it. */
export interface OpenDatabase {
  readonly appUrl: string
  readonly relayUrl: string
  /** Null when an outside database is used without its owner: it is migrated elsewhere. */
  readonly ownerUrl: string | null
  /** Where local files are kept. */
  readonly dataFolder: string
  readonly isFirstStart: boolean
  /** What a person should know but may go on without. */
  readonly warnings: readonly string[]
  close(): Promise<void>
}

type Tell = (line: string) => void

/**
 * Starts the embedded PostgreSQL, or takes the outside one, brings it up to date, and refuses one that could lose
 * what it acknowledges or whose role sees past row security. Throws `conflict` or `unavailable` with one sentence.
 */
export async function openDatabase(settings: Settings, tell: Tell): Promise<OpenDatabase> {
  const opened = settings.databaseUrl === null ? await openEmbedded(settings, tell) : await openOutside(settings, tell)
  try {
    return { ...opened, warnings: await judge(opened.appUrl) }
  } catch (error) {
    await opened.close()
    throw error
  }
}

/**
 * The database of an installation for one command: the outside one, the embedded one of the server that runs, or the
 * embedded one started for as long as the command takes.
 */
export async function openDatabaseForCommand(settings: Settings, tell: Tell): Promise<OpenDatabase> {
  const running = settings.databaseUrl === null ? await findRunningPostgres(settings.dataFolder) : null
  if (running === null) return openDatabase(settings, tell)
  const opened = { ...urlsOf(running), isFirstStart: false, close: async () => {} }
  return { ...opened, warnings: await judge(opened.appUrl) }
}

type Opened = Omit<OpenDatabase, 'warnings'>

function urlsOf({ appUrl, relayUrl, ownerUrl, dataFolder }: EmbeddedAccess) {
  return { appUrl, relayUrl, ownerUrl, dataFolder }
}

async function openEmbedded(settings: Settings, tell: Tell): Promise<Opened> {
  const postgres = await startEmbeddedPostgres({ dataFolder: settings.dataFolder, log: tell })
  // A first start would list every file; later ones name what an upgrade brought.
  const log = postgres.isFirstStart ? {} : { log: tell }
  try {
    await prepareRoles(postgres.ownerUrl, postgres)
    await migrate({ ownerUrl: postgres.ownerUrl, folder: migrationsFolder, ...log })
  } catch (error) {
    await postgres.stop()
    throw error
  }
  return { ...urlsOf(postgres), isFirstStart: postgres.isFirstStart, close: () => postgres.stop() }
}

async function openOutside(settings: Settings, tell: Tell): Promise<Opened> {
  const appUrl = settings.databaseUrl ?? ''
  const ownerUrl = settings.databaseOwnerUrl
  const relayUrl = relayUrlOf(appUrl)
  let isFirstStart = false
  if (ownerUrl !== null) {
    await refuseBeforeMigrating(appUrl)
    await prepareRoles(ownerUrl, rolesOf(appUrl))
    const applied = await migrate({ ownerUrl, folder: migrationsFolder, log: tell })
    isFirstStart = applied.some((name) => name.startsWith('0001'))
  }
  return { appUrl, relayUrl, ownerUrl, dataFolder: settings.dataFolder, isFirstStart, close: async () => {} }
}

/** The role that DATABASE_URL signs in as, and the one password of the service's roles in an outside database. */
export function rolesOf(appUrl: string): RolesToPrepare {
  const url = new URL(appUrl)
  const password = decodeURIComponent(url.password)
  return { appRole: decodeURIComponent(url.username), appPassword: password, relayPassword: password }
}

/** A database that is going to be refused is left as it is. A role that cannot sign in yet is made by preparing. */
async function refuseBeforeMigrating(appUrl: string): Promise<void> {
  const client = new Client(appUrl)
  const canSignIn = await client.connect().then(
    () => true,
    () => false,
  )
  try {
    if (canSignIn) await checkSettings(client)
  } finally {
    await client.end().catch(() => {})
  }
}

/** The relay signs in beside the service, under its own name and the same password. */
function relayUrlOf(appUrl: string): string {
  const url = new URL(appUrl)
  url.username = 'switchyard_relay'
  return url.href
}

async function judge(appUrl: string): Promise<string[]> {
  const client = new Client(appUrl)
  try {
    await client.connect()
    const warnings = await checkSettings(client)
    const { pending } = await planMigrations(client, await readMigrations(migrationsFolder))
    if (pending.length === 0) {
      await requireRights(client)
      return warnings
    }
    const what = `${pending.length} migrations are missing`
    throw new AppError('unavailable', `This database is not up to date (${what}); run: switchyard migrate.`)
  } catch (error) {
    if (error instanceof AppError) throw error
    throw new AppError(
      'unavailable',
      `The database cannot be used: ${error instanceof Error ? error.message : 'unknown'}`,
    )
  } finally {
    await client.end().catch(() => {})
  }
}

/** Migrated by somebody else for another role, a database would fail at the first request. */
async function requireRights(client: Client): Promise<void> {
  const { rows } = await client.query<{ role: string; isMember: boolean }>(
    `select current_user as role, pg_has_role(current_user, 'switchyard_app', 'usage') as "isMember"`,
  )
  const [found] = rows
  if (found === undefined || found.isMember) return
  throw new AppError(
    'unavailable',
    `Role ${found.role} has no rights here; as the owner of the database run: grant switchyard_app to ${found.role}.`,
  )
}
