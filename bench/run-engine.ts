import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Measured } from './engine/main.ts'
import type { Figure, Measurement } from './figure.ts'
import { endWithBench } from './machine/leave-nothing.ts'
import { progress } from './machine/progress.ts'

interface EngineReport {
  readonly flatness: number
  readonly measured: readonly Measured[]
}

/** Figure P2: the pure engine at 10,000 agents, in a process of its own. */
export async function runEngine({ seconds }: { seconds: number }): Promise<Measurement> {
  progress('engine: deciding')
  const decisions = Math.max(20_000, Math.round(seconds * 16_000))
  const out = await runMain(decisions)
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
    setup: [
      `${decisions.toLocaleString('en')} decisions a row in windows that take turns, medians of them; 10,000 agents, 100,000 waiting, 5,000 signatures`,
      'A decision: time inside decide (choose, reserve, keep what the record says); feeding events is not counted.',
      'By CPU time: what the deciding thread used, the collector on it included; other work on the machine adds to it too, through the caches.',
    ],
    figures: [
      figure('decisions in batches of 32', batched.decisionsPerSecond, '/s', { atLeast: 250_000 }),
      figure('decisions by CPU time', batched.decisionsPerCpuSecond ?? Number.NaN, '/s', { atLeast: 250_000 }),
      figure('decisions, records written out', batched.recordedPerSecond, '/s'),
      figure('decisions one by one', single.decisionsPerSecond, '/s'),
      figure('p99 of a decision', single.p99Us, 'us', { atMost: 25 }),
      figure("collector's worst pause, young objects", batched.pauses.youngMs, 'ms'),
      figure("collector's worst pause, whole heap", batched.pauses.wholeMs, 'ms'),
      figure('flatness, 1,000 to 100,000 waiting', report.flatness, 'x', { atMost: 1.3 }),
    ],
    detail: report,
  }
}

/** Its progress shows as it goes. */
async function runMain(decisions: number): Promise<string> {
  const main = join(import.meta.dirname, 'engine', 'main.ts')
  const command = [main, '--decisions', String(decisions)]
  const child = endWithBench(spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'inherit'] }))
  const [out, [code]] = await Promise.all([text(child.stdout), once(child, 'close')])
  if (code !== 0) throw new Error(`The engine's bench ended with ${String(code)}.`)
  return out
}

function sizeOf(report: EngineReport, batch: number): Measured {
  const found = report.measured.find(
    (one) =>
      one.mode === 'freed agent' && one.batch === batch && one.size.waiting === 100_000 && one.size.queues === 200,
  )
  if (found === undefined) throw new Error(`The engine measured no plan of 100,000 waiting in batches of ${batch}.`)
  return found
}
