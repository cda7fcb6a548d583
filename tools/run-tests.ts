import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findStaleFiles } from './generated-files.ts'
import { root } from './run-command.ts'

interface Counts {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numFailedTestSuites: number
  readonly numPendingTests: number
}

const startedAt = performance.now()
const folder = await mkdtemp(join(tmpdir(), 'switchyard-tests-'))
const report = join(folder, 'report.json')
const status = await runVitest(process.argv.slice(2))
const counts = await readFile(report, 'utf8').then(
  (text) => JSON.parse(text) as Counts,
  () => null,
)
await rm(folder, { recursive: true, force: true })

const stale = await findStaleFiles()
for (const path of stale) console.log(`${path} is not what npm run generate writes.`)
console.log(stale.length === 0 ? 'Generated files are current.' : 'Run npm run generate and commit what it changes.')

/** A file that could not even be loaded has no failed test, yet it has failed. */
const brokenFiles = counts !== null && counts.numFailedTests === 0 ? counts.numFailedTestSuites : 0
const passed = (counts?.numPassedTests ?? 0) + (stale.length === 0 ? 1 : 0)
const failed = (counts?.numFailedTests ?? 1) + brokenFiles + stale.length
const skipped = counts?.numPendingTests ?? 0
console.log(`Took ${Math.round((performance.now() - startedAt) / 1000)} s.`)
console.log(`${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`)
process.exitCode = failed === 0 && status === 0 ? 0 : 1

/** Runs all tests, or those of the paths given; what they say goes straight to the terminal. */
function runVitest(paths: readonly string[]): Promise<number> {
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const reporters = ['--reporter', 'default', '--reporter', 'json', '--outputFile.json', report]
  const child = spawn(process.execPath, [vitest, 'run', ...reporters, ...paths], { cwd: root, stdio: 'inherit' })
  return new Promise((resolve) => {
    child.on('error', () => resolve(1))
    child.on('close', (code) => resolve(code ?? 1))
  })
}
