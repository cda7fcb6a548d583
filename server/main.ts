import { runCommand } from './commands/run-command.ts'

/** A promise nobody waits for has failed: the state of the process is unknown, and its leases end by themselves. */
process.on('unhandledRejection', (reason) => {
  const error = reason instanceof Error ? reason : new Error(String(reason))
  process.stderr.write(`switchyard: a failure nobody waited for ends this process: ${error.stack ?? error.message}\n`)
  process.exit(1)
})

process.exit(await runCommand(process.argv.slice(2)))
