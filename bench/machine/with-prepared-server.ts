import { openDataFolder } from './leave-nothing.ts'
import { type ServerProcess, startServer } from './server-process.ts'

interface Preparation<Prepared> {
  /** Fills the data of a server that it starts and stops itself. */
  readonly prepare: (dataFolder: string) => Promise<Prepared>
  /** Of the server that is measured. */
  readonly args: readonly string[]
}

/** Lets `work` measure a server over data that were prepared, and leaves nothing of them. */
export async function withPreparedServer<Prepared, Result>(
  { prepare, args }: Preparation<Prepared>,
  work: (server: ServerProcess, prepared: Prepared) => Promise<Result>,
): Promise<Result> {
  const data = await openDataFolder()
  let server: ServerProcess | null = null
  try {
    const prepared = await prepare(data.path)
    server = await startServer({ dataFolder: data.path, args: [...args] })
    return await work(server, prepared)
  } finally {
    await server?.stop()
    await data.remove()
  }
}
