import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Figure, Measurement } from '../figure.ts'
import { median } from '../machine/median.ts'
import { progress } from '../machine/progress.ts'
import { databaseOf, removeData, startServer } from '../machine/server-process.ts'
import { measureInstall } from './measure-install.ts'

const repeats = 3

/** Figure P9: from nothing, and from an initialised data folder, until `/readyz` answers 200; npm ci when asked for. */
export async function runStart({ withInstall }: { withInstall: boolean }): Promise<Measurement> {
  const firstMs: number[] = []
  const laterMs: number[] = []
  for (let repeat = 1; repeat <= repeats; repeat++) {
    progress(`start: ${repeat} of ${repeats}`)
    const folder = await mkdtemp(join(tmpdir(), 'switchyard-bench-'))
    const dataFolder = join(folder, 'data')
    firstMs.push(await timeStart(dataFolder))
    laterMs.push(await timeStart(dataFolder, async (database) => removeData(database)))
    await removeData(folder)
  }
  const figure = (name: string, value: number, unit: string, goal: Figure['goal']): Figure => ({
    name: `P9 ${name}`,
    value,
    unit,
    goal,
  })
  const seconds = (times: readonly number[]) =>
    median(
      times.map((ms) => ms / 1000),
      2,
    )
  const install = withInstall ? await measureInstall() : null
  return {
    bench: 'start',
    setup: [`medians of ${repeats}: switchyard start on a new data folder, then again on the same`],
    figures: [
      figure('first start', seconds(firstMs), 's', { atMost: 10 }),
      figure('later start', seconds(laterMs), 's', { atMost: 2 }),
      ...(install === null
        ? []
        : [
            figure('npm ci', install.seconds, 's', { atMost: 60 }),
            figure('npm ci download', install.megabytes, 'MB', { atMost: 250 }),
          ]),
    ],
    detail: { firstMs, laterMs, install },
  }
}

async function timeStart(dataFolder: string, afterwards: (database: string) => Promise<void> = async () => {}) {
  const server = await startServer({ dataFolder, args: [] })
  const database = await databaseOf(server)
  await server.stop()
  await afterwards(database.dataFolder)
  return server.readyInMs
}
