import { join } from 'node:path'
import type { Measured } from './engine/measure.ts'
import type { Figure, Measurement } from './figure.ts'
import { runChild } from './machine/child.ts'
import { progress } from './machine/progress.ts'

interface EngineReport {
  readonly flatness: number
  readonly measured: readonly Measured[]
}

/** Figure P2: the pure engine at 10,000 agents, in a process of its own. */
export async function runEngine({ seconds }: { seconds: number }): Promise<Measurement> {
  progress('engine: deciding')
  const decisions = Math.max(20_000, Math.round(seconds * 40_000))
  const main = join(import.meta.dirname, 'engine', 'main.ts')
  const out = await runChild(process.execPath, [main, '--decisions', String(decisions)])
  const report = JSON.parse(out.trim().split('\n').at(-1) ?? '{}') as EngineReport
  const single = sizeOf(report, 1)
  const batched = sizeOf(report, 32)
  const figure = (name: string, value: number, unit: string, goal: Figure['goal'] = null): Figure => ({
    name: `P2 ${name}`,
    value,
    unit,
    goal,
  })
  return {
    bench: 'engine',
    setup: [`${decisions.toLocaleString('en')} decisions a plan; 10,000 agents, 100,000 waiting, 5,000 signatures`],
    figures: [
      figure('decisions in batches of 32', batched.decisionsPerSecond, '/s', { atLeast: 250_000 }),
      figure('decisions one by one', single.decisionsPerSecond, '/s'),
      figure('p99 of a decision', single.p99Us, 'us', { atMost: 25 }),
      figure('flatness, 1,000 to 100,000 waiting', report.flatness, 'x', { atMost: 1.3 }),
    ],
    detail: report,
  }
}

function sizeOf(report: EngineReport, batch: number): Measured {
  const found = report.measured.find(
    (one) =>
      one.mode === 'freed agent' && one.batch === batch && one.size.waiting === 100_000 && one.size.queues === 200,
  )
  if (found === undefined) throw new Error(`The engine measured no plan of 100,000 waiting in batches of ${batch}.`)
  return found
}
