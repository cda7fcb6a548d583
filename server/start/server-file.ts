import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { locateDataFolder } from '../database/embedded/data-folder.ts'
import { identityOf } from '../database/embedded/process-identity.ts'

/** A server that listens, as commands on the same machine find it. */
export interface RunningServer {
  /** Where it listens. */
  readonly address: string
  /** Where people and partners reach it. */
  readonly publicUrl: string
  readonly pid: number
}

/** Writes down where this process listens; gives the way to take it back. */
export async function announceServer(
  dataFolder: string,
  server: Omit<RunningServer, 'pid'>,
): Promise<() => Promise<void>> {
  const mine = { ...server, pid: process.pid, identity: identityOf(process.pid) }
  await mkdir(dataFolder, { recursive: true })
  const draft = `${pathIn(dataFolder)}.new`
  await writeFile(draft, `${JSON.stringify(mine, null, 2)}\n`)
  await chmod(draft, 0o644)
  await rename(draft, pathIn(dataFolder))
  return async () => {
    const present = await read(dataFolder)
    if (present?.pid === process.pid) await rm(pathIn(dataFolder), { force: true })
  }
}

/** The server that runs on this data folder, or null; `asked` is the folder as the settings name it. */
export async function findRunningServer(asked: string): Promise<RunningServer | null> {
  const found = await read(await locateDataFolder(asked))
  if (found === null || identityOf(found.pid) !== found.identity) return null
  const { address, publicUrl, pid } = found
  return { address, publicUrl, pid }
}

async function read(dataFolder: string): Promise<(RunningServer & { readonly identity: string }) | null> {
  try {
    const { address, publicUrl, pid, identity } = JSON.parse(await readFile(pathIn(dataFolder), 'utf8'))
    return { address: String(address), publicUrl: String(publicUrl), pid: Number(pid), identity: String(identity) }
  } catch {
    return null
  }
}

function pathIn(dataFolder: string): string {
  return join(dataFolder, 'server.json')
}
