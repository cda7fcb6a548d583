import type { Figure, Measurement } from '../figure.ts'
import { openDataFolder } from '../machine/leave-nothing.ts'
import { median } from '../machine/median.ts'
import { progress } from '../machine/progress.ts'
import { startServer } from '../machine/server-process.ts'
import { measureInstall } from './measure-install.ts'

const repeats = 3

/** Figure P9: from nothing, and from an initialised data folder, until `/readyz` answers 200; npm ci when asked for. */
export async function runStart({ withInstall }: { withInstall: boolean }): Promise<Measurement> {
  const firstMs: number[] = []
  const laterMs: number[] = []
  for (let repeat = 1; repeat <= repeats; repeat++) {
    progress(`start: ${repeat} of ${repeats}`)
    const data = await openDataFolder()
    firstMs.push(await timeStart(data.path))
    laterMs.push(await timeStart(data.path))
    await data.remove()
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

async function timeStart(dataFolder: string): Promise<number> {
  const server = await startServer({ dataFolder, args: [] })
  await server.stop()
  return server.readyInMs
}
