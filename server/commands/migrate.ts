import { findRunningPostgres, startEmbeddedPostgres } from '../database/embedded/start-embedded-postgres.ts'
import { migrate, readMigrationPlan } from '../database/migrate/migrate.ts'
import { prepareRoles } from '../database/migrate/prepare-roles.ts'
import type { Settings } from '../platform/config.ts'
import { AppError } from '../platform/errors.ts'
import { migrationsFolder, rolesOf } from '../start/open-database.ts'
import type { Command, Terminal } from './command.ts'
import { requireData } from './with-core.ts'

export const command: Command = {
  usage: '[--plan]',
  help: `
Brings the database up to date. npm start does the same for its own PostgreSQL; an outside one needs
DATABASE_URL (the service) and DATABASE_OWNER_URL (whoever may change the schema).

  --plan    only say what would be done
`,
  options: { plan: 'switch' },
  run: async (given, terminal) => {
    const owner = await openOwner(given.settings, terminal)
    try {
      const input = { ownerUrl: owner.url, folder: migrationsFolder, log: terminal.tell }
      const { current, pending } = await readMigrationPlan(input)
      if (given.isOn('plan')) {
        terminal.out(`The database is at migration ${current}; ${pending.length} to apply.`)
        for (const { name } of pending) terminal.out(`  ${name}`)
        return 0
      }
      await owner.prepare()
      await migrate(input)
      terminal.tell(
        pending.length === 0 ? `The database is up to date (migration ${current}).` : 'The database is up to date.',
      )
      return 0
    } finally {
      await owner.close()
    }
  },
}

interface Owner {
  readonly url: string
  /** Gives the service its roles. */
  prepare(): Promise<void>
  close(): Promise<void>
}

async function openOwner(settings: Settings, terminal: Terminal): Promise<Owner> {
  const { databaseUrl, databaseOwnerUrl } = settings
  if (databaseUrl !== null || databaseOwnerUrl !== null) {
    if (databaseOwnerUrl === null) {
      throw new AppError('invalid', 'DATABASE_OWNER_URL must name the role that may change the schema.')
    }
    const prepare = async () => {
      if (databaseUrl !== null) await prepareRoles(databaseOwnerUrl, rolesOf(databaseUrl))
    }
    return { url: databaseOwnerUrl, prepare, close: async () => {} }
  }
  await requireData(settings)
  const running = await findRunningPostgres(settings.dataFolder)
  if (running !== null) return { url: running.ownerUrl, prepare: async () => {}, close: async () => {} }
  const postgres = await startEmbeddedPostgres({ dataFolder: settings.dataFolder, log: terminal.tell })
  return { url: postgres.ownerUrl, prepare: () => prepareRoles(postgres.ownerUrl, postgres), close: postgres.stop }
}
