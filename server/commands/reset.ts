import { existsSync } from 'node:fs'
import { realpath, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { findLockHolder, lockDataFolder } from '../database/embedded/data-folder-lock.ts'
import { locateDataFolder } from '../database/embedded/data-folder.ts'
import { postmasterProgram, readPostmasterFile } from '../database/embedded/postmaster-file.ts'
import { startEmbeddedPostgres } from '../database/embedded/start-embedded-postgres.ts'
import { AppError } from '../platform/errors.ts'
import type { Command, Terminal } from './command.ts'

/** What a start puts into a data folder; nothing else is ever deleted. */
const own = [
  'pg',
  'instance.json',
  'server.json',
  'server.lock',
  'sealing.key',
  'files',
  'postgres.log',
  'postgres.log.1',
]

export const command: Command = {
  usage: '[--data .switchyard] [--yes]',
  help: `
Deletes the local data: database, uploaded files, passwords and keys. Asks for the name of the folder first.

  --yes    do not ask
`,
  options: { yes: 'switch' },
  run: async (given, terminal) => {
    const folder = await locateDataFolder(given.settings.dataFolder)
    if (!existsSync(join(folder, 'instance.json'))) {
      throw new AppError('not_found', `There is no data in ${folder}.`)
    }
    const holder = await findLockHolder(folder)
    if (holder !== null) {
      throw new AppError('conflict', `The server (process ${holder.pid}) is using ${folder}; stop it first.`)
    }
    if (!given.isOn('yes')) await confirm(folder, terminal)
    await endOrphan(folder)
    // From here on no server can start in between; the file of the lock goes with the rest.
    await lockDataFolder(folder)
    for (const name of own) await rm(join(folder, name), { recursive: true, force: true, maxRetries: 5 })
    terminal.tell(`The data in ${folder} is deleted.`)
    return 0
  },
}

async function confirm(folder: string, terminal: Terminal): Promise<void> {
  const name = basename(folder)
  const typed = await terminal.ask(`This deletes everything in ${folder}. Type ${name} to go on: `)
  if (typed === null)
    throw new AppError('conflict', 'Nobody can be asked here; say --yes to delete without a question.')
  if (typed.trim() !== name) throw new AppError('conflict', 'That was not the name of the folder; nothing was deleted.')
}

/** A PostgreSQL that a killed server left running is taken over and ended before its files go. */
async function endOrphan(folder: string): Promise<void> {
  const cluster = join(await realpath(folder), 'pg')
  const left = await readPostmasterFile(cluster)
  if (left === null || postmasterProgram(left.pid, cluster) === null) return
  const postgres = await startEmbeddedPostgres({ dataFolder: folder, log: () => {} })
  await postgres.stop()
}
