import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { locateDataFolder } from '../database/embedded/data-folder.ts'
import { outboundPolicy } from '../modules/deliveries/index.ts'
import type { Settings } from '../platform/config.ts'
import { AppError } from '../platform/errors.ts'
import { createOutboundPolicy } from '../platform/outbound/index.ts'
import { openCore, type ServiceCore } from '../start/open-core.ts'
import { type OpenDatabase, openDatabaseForCommand } from '../start/open-database.ts'
import type { Terminal } from './command.ts'

/** What a command works on. */
export interface OpenCore {
  readonly core: ServiceCore
  readonly database: OpenDatabase
}

/**
 * Runs `work` on the installation, whether its server runs or not, and leaves it as it was. Throws `not_found` where
 * nothing was ever started.
 */
export async function withCore<T>(
  settings: Settings,
  terminal: Terminal,
  work: (open: OpenCore) => Promise<T>,
): Promise<T> {
  await requireData(settings)
  const database = await openDatabaseForCommand(settings, terminal.tell)
  try {
    const core = await openCore(database, { warn: () => {} })
    const policy = createOutboundPolicy({ allowCidrs: [...settings.outboundAllow], loopbackAllowed: true })
    core.installation.memory.keep(outboundPolicy, policy)
    try {
      return await work({ core, database })
    } finally {
      await core.close()
    }
  } finally {
    await database.close()
  }
}

/** A command never makes a new installation by the slip of a folder's name. */
export async function requireData(settings: Settings): Promise<void> {
  if (settings.databaseUrl !== null) return
  if (existsSync(join(await locateDataFolder(settings.dataFolder), 'pg'))) return
  throw new AppError('not_found', `There is no data in ${settings.dataFolder} yet; start the service first: npm start.`)
}
