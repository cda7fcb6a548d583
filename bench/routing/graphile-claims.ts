import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runChild } from '../machine/child.ts'
import { openFolder } from '../machine/leave-nothing.ts'
import { progress } from '../machine/progress.ts'

const version = '0.18.0'
const jobs = 10_000
const concurrency = 10

/** Runs no-op jobs through graphile-worker as it comes: each is claimed and completed durably, one by one. */
const program = `
import { run, runMigrations, makeWorkerUtils, Logger } from 'graphile-worker'
const [connectionString, jobs, concurrency] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])]
const logger = new Logger(() => () => {})
await runMigrations({ connectionString, logger })
const utils = await makeWorkerUtils({ connectionString, logger })
await utils.withPgClient((client) => client.query(
  "select graphile_worker.add_job('no-op', json_build_object('number', number, 'text', repeat('x', 150))) from generate_series(1, $1) as number", [jobs]))
let done = 0
const { promise, resolve } = Promise.withResolvers()
const startedAt = performance.now()
const runner = await run({ connectionString, logger, concurrency, noHandleSignals: true,
  taskList: { 'no-op': async () => { if (++done === jobs) resolve() } } })
await promise
console.log(JSON.stringify({ done, seconds: (performance.now() - startedAt) / 1000 }))
await runner.stop()
await utils.withPgClient((client) => client.query('drop schema graphile_worker cascade'))
await utils.release()
`

/**
 * The rate at which graphile-worker runs no-op jobs on this database, one durable completion each. It is installed in a
 * temporary folder and is no part of the product.
 */
export async function claimRateOfGraphile(ownerUrl: string): Promise<number> {
  const folder = await openFolder()
  try {
    progress(`routing: installing graphile-worker ${version} beside`)
    const file = join(folder.path, 'run.mjs')
    await writeFile(join(folder.path, 'package.json'), '{"private":true}')
    await writeFile(file, program)
    await runChild('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', `graphile-worker@${version}`], {
      cwd: folder.path,
    })
    progress(`routing: ${jobs} no-op jobs of graphile-worker`)
    const out = await runChild(process.execPath, [file, ownerUrl, String(jobs), String(concurrency)], {
      cwd: folder.path,
    })
    const { done, seconds } = JSON.parse(out.trim().split('\n').at(-1) ?? '{}') as { done: number; seconds: number }
    if (done !== jobs) throw new Error(`graphile-worker did ${done} of ${jobs} jobs.`)
    return Math.round(done / seconds)
  } finally {
    await folder.remove()
  }
}
