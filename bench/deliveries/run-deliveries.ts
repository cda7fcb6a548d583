import { loadavg } from 'node:os'
import { type Figure, figuresNamed, type Measurement } from '../figure.ts'
import { type Drain, runDrain } from './drain.ts'
import { openDeliveryStage } from './stage.ts'
import { type Beside, receiptFigures, runBeside } from './steady.ts'

const endpoints = 100
const steadyRate = 500
/** The first drain finds cold code and empty tables, and does not count. */
const drains = 3

/** Figure P5: how fast what has gathered is told, how soon at a steady rate, and what an endpoint that hangs costs others. */
export async function runDeliveries({ seconds }: { seconds: number }): Promise<Measurement> {
  const loadBefore = loadavg()[0] ?? 0
  const stage = await openDeliveryStage(endpoints)
  try {
    const tickets = Math.ceil((seconds * 2_000) / stage.told)
    const drained: Drain[] = []
    for (let turn = 0; turn < drains; turn++) drained.push(await runDrain(stage, tickets))
    const load = { perSecond: steadyRate, seconds: Math.max(10, seconds * 3) }
    const told = await runBeside(stage, load)
    return {
      bench: 'deliveries',
      setup: [
        `${endpoints} endpoints on ports of their own in another process, each event told to ${stage.told} of them; one process with all roles`,
        `${drains - 1} times ${drained[0]?.posts ?? 0} deliveries that had gathered, after one that does not count`,
        `${steadyRate} POST/s for ${load.seconds} s, then the same beside an endpoint that answers nothing; tickets by POST /v1/ticket/create at fixed instants`,
        'receipt: from the commit of the event, as PostgreSQL recorded it, to the whole request at the endpoint',
        `load average ${loadBefore.toFixed(1)} before, ${(loadavg()[0] ?? 0).toFixed(1)} after`,
      ],
      figures: figuresOf(drained.slice(1), told),
      detail: { drained, ...told },
    }
  } finally {
    await stage.close()
  }
}

function figuresOf(drained: readonly Drain[], told: Beside): Figure[] {
  const figure = figuresNamed('P5')
  const posts = drained.reduce((sum, one) => sum + one.posts, 0)
  const mean = (of: (one: Drain) => number) => drained.reduce((sum, one) => sum + of(one) * one.posts, 0) / posts
  return [
    figure('deliveries sustained', posts / drained.reduce((sum, one) => sum + one.seconds, 0), 'POST/s', {
      atLeast: 1_500,
    }),
    figure(
      'server CPU a delivery',
      mean((one) => one.serverCpuUs),
      'us',
    ),
    figure(
      'PostgreSQL CPU a delivery',
      mean((one) => one.postgresCpuUs),
      'us',
    ),
    ...receiptFigures(figure, told, `${steadyRate}/s`),
  ]
}
