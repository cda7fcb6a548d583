import { availableParallelism } from 'node:os'
import { inParallel } from './in-parallel.ts'
import { type CommandResult, runCommand } from './run-command.ts'
import { checkLockfile, checkReferences } from './verify-steps.ts'

interface Step {
  readonly name: string
  readonly run: () => Promise<CommandResult>
}

const command = (name: string, tool: string, ...args: string[]): Step => ({ name, run: () => runCommand(tool, args) })

/** Types are checked again only where something changed; what is known is kept beside the installed packages. */
const types = (name: string, project: string): Step => {
  const known = `node_modules/.cache/types/${name.replaceAll(/\W+/g, '-')}.tsbuildinfo`
  return command(name, 'tsc', '-p', project, '--singleThreaded', '--incremental', '--tsBuildInfoFile', known)
}

/** The longest first, so that the last one to end ends early. */
const steps: readonly Step[] = [
  command('lint', 'oxlint', '--type-aware', '--report-unused-disable-directives', '--deny-warnings'),
  command('architecture', 'vitest', 'run', '--project', 'house', '--reporter', 'dot'),
  types('types of the server', 'server'),
  command('unused code', 'knip', '--no-progress'),
  types('types of the console', 'console'),
  types('types of the widget', 'widget'),
  types('types of the core', 'server/core'),
  types('types of the rest', 'tsconfig.json'),
  command('format', 'oxfmt', '--check'),
  { name: 'references of documents', run: checkReferences },
  { name: 'lockfile', run: checkLockfile },
]

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`
const startedAt = performance.now()
const failed: string[] = []

await inParallel(steps, Math.max(2, Math.min(4, availableParallelism())), async (step) => {
  const stepStartedAt = performance.now()
  const { isWell, output } = await step.run()
  console.log(`${isWell ? 'ok  ' : 'FAIL'}  ${step.name.padEnd(24)} ${seconds(performance.now() - stepStartedAt)}`)
  if (isWell) return
  failed.push(step.name)
  console.log(output.trim().replaceAll(/^/gm, '      '))
})

const took = seconds(performance.now() - startedAt)
console.log(
  failed.length === 0
    ? `Verified in ${took}.`
    : `${failed.length} of ${steps.length} failed in ${took}: ${failed.join(', ')}.`,
)
process.exitCode = failed.length === 0 ? 0 : 1
