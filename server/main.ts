import { enableCompileCache } from 'node:module'
import { join } from 'node:path'

/** A promise nobody waits for has failed: the state of the process is unknown, and its leases end by themselves. */
process.on('unhandledRejection', (reason) => {
  const error = reason instanceof Error ? reason : new Error(String(reason))
  process.stderr.write(`switchyard: a failure nobody waited for ends this process: ${error.stack ?? error.message}\n`)
  process.exit(1)
})

// Half of the time to start went into compiling the same files again. Where the folder cannot be written it does nothing.
enableCompileCache(join(import.meta.dirname, '..', 'node_modules', '.cache', 'switchyard'))

const { runCommand } = await import('./commands/run-command.ts')
process.exit(await runCommand(process.argv.slice(2)))
