import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openDataFolder } from './leave-nothing.ts'
import { progress } from './progress.ts'
import { type ServerProcess, startServer } from './server-process.ts'

interface Preparation<Prepared> {
  /** Fills the data of a server that it starts and stops itself. */
  readonly prepare: (dataFolder: string) => Promise<Prepared>
  /** Of the server that is measured. */
  readonly args: readonly string[]
}

/** Data that take long to prepare may outlive the run that prepared them. */
export interface Kept {
  /** Where they are kept and, from the second run on, found. Null: they go with the run. */
  readonly folder: string | null
  /** Prepares and keeps them, and leaves the measuring to a later, quieter run. */
  readonly onlyPrepare: boolean
}

/** Lets `work` measure a server over data that were prepared, and leaves nothing of them. */
export async function withPreparedServer<Prepared, Result>(
  { prepare, args }: Preparation<Prepared>,
  work: (server: ServerProcess, prepared: Prepared) => Promise<Result>,
): Promise<Result> {
  const data = await openDataFolder()
  try {
    const prepared = await prepare(data.path)
    return await measured(data.path, args, (server) => work(server, prepared))
  } finally {
    await data.remove()
  }
}

/** The same over data that are prepared once and kept, where it is said in which folder; null when it was only to prepare. */
export async function withKeptServer<Prepared, Result>(
  preparation: Preparation<Prepared>,
  { folder, onlyPrepare }: Kept,
  work: (server: ServerProcess, prepared: Prepared) => Promise<Result>,
): Promise<Result | null> {
  if (folder === null) return withPreparedServer(preparation, work)
  const dataFolder = join(folder, 'data')
  const note = join(folder, 'prepared.json')
  let prepared = await readNote<Prepared>(note)
  if (prepared === null) {
    await mkdir(folder, { recursive: true, mode: 0o711 })
    prepared = await preparation.prepare(dataFolder)
    await writeFile(note, JSON.stringify(prepared), { mode: 0o600 })
  }
  progress(`prepared data are kept in ${folder}`)
  if (onlyPrepare) return null
  const found = prepared
  return measured(dataFolder, preparation.args, (server) => work(server, found))
}

/** What is kept of one bench, beside what is kept of others. */
export function inFolder({ folder, onlyPrepare }: Kept, bench: string): Kept {
  return { folder: folder === null ? null : join(folder, bench), onlyPrepare }
}

async function measured<Result>(
  dataFolder: string,
  args: readonly string[],
  work: (server: ServerProcess) => Promise<Result>,
): Promise<Result> {
  const server = await startServer({ dataFolder, args: [...args] })
  try {
    return await work(server)
  } finally {
    await server.stop()
  }
}

async function readNote<Prepared>(note: string): Promise<Prepared | null> {
  try {
    return JSON.parse(await readFile(note, 'utf8')) as Prepared
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
