import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { removeData, type ServerProcess, startServer } from './server-process.ts'

interface Preparation<Prepared> {
  /** Fills the data of a server that it starts and stops itself; `lying` is where they really are. */
  readonly prepare: (dataFolder: string) => Promise<Prepared & { readonly lying: string }>
  /** Of the server that is measured. */
  readonly args: readonly string[]
}

/** Lets `work` measure a server over data that were prepared, and leaves nothing of them. */
export async function withPreparedServer<Prepared, Result>(
  { prepare, args }: Preparation<Prepared>,
  work: (server: ServerProcess, prepared: Prepared) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'switchyard-bench-'))
  const dataFolder = join(folder, 'data')
  let lying = dataFolder
  let server: ServerProcess | null = null
  try {
    const prepared = await prepare(dataFolder)
    lying = prepared.lying
    server = await startServer({ dataFolder, args: [...args] })
    return await work(server, prepared)
  } finally {
    await server?.stop()
    await removeData(lying)
    await removeData(folder)
  }
}
