import { loadavg } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import type { DeliveryStage } from '../deliveries/stage.ts'
import { runSteady, type Steady } from '../deliveries/steady.ts'
import type { Figure, Measurement } from '../figure.ts'
import { progress } from '../machine/progress.ts'
import { openHandoffStage } from './stage.ts'

const stores = 1_000
const connections = 64
const steadyRate = 50
const patienceMs = 120_000

/** Guests' requests to the subscriber of each store: how many a second, how soon heard, and what one that hangs costs. */
export async function runHandoff({ seconds }: { seconds: number }): Promise<Measurement> {
  const loadBefore = loadavg()[0] ?? 0
  const stage = await openHandoffStage(stores)
  try {
    // The first run finds cold code and does not count.
    await submitFor(stage, Math.min(2, seconds))
    const submitted = await submitFor(stage, seconds)
    const load = { perSecond: steadyRate, seconds: Math.max(10, seconds * 3) }
    await stage.untilCalm()
    const healthy = await runSteady(stage, { ...load, hanging: new Set() })
    await stage.untilCalm()
    const hanging = 0
    await stage.receivers.hang(hanging)
    const beside = await runSteady(stage, { ...load, hanging: new Set([hanging]) })
    return {
      bench: 'handoff',
      setup: [
        `${stores} stores, each with a subscriber on a port of its own in another process; one process with all roles`,
        `POST /v1/support/requests with an order of the store: ticket, decision, offer to the partner and its event in one transaction; ${connections} connections, closed loop, ${seconds} s`,
        `${steadyRate} submissions/s for ${load.seconds} s at fixed instants, then the same beside an endpoint that answers nothing`,
        'receipt: from the commit of the event, as PostgreSQL recorded it, to the whole request at the endpoint',
        `load average ${loadBefore.toFixed(1)} before, ${(loadavg()[0] ?? 0).toFixed(1)} after`,
      ],
      figures: figuresOf(submitted.perSecond, healthy, beside),
      detail: { submitted, healthy, beside },
    }
  } finally {
    await stage.close()
  }
}

/** Submits as fast as it is answered, and waits until everything has been heard. */
async function submitFor(stage: DeliveryStage, seconds: number): Promise<{ submissions: number; perSecond: number }> {
  progress(`handoff: submissions for ${seconds} s`)
  await stage.receivers.take()
  const beginAt = performance.now()
  const endAt = beginAt + seconds * 1_000
  let submissions = 0
  const submit = async () => {
    for (; performance.now() < endAt; submissions++) await stage.post(stage.path, stage.nextTicket().ticket)
  }
  await Promise.all(Array.from({ length: connections }, submit))
  const perSecond = (submissions * 1_000) / (performance.now() - beginAt)
  const deadline = performance.now() + patienceMs
  for (let heard = 0; heard < submissions; heard = await stage.receivers.count()) {
    if (performance.now() > deadline) throw new Error(`Of ${submissions} submissions ${heard} were heard.`)
    await pause(100)
  }
  return { submissions, perSecond }
}

function figuresOf(perSecond: number, healthy: Steady, beside: Steady): Figure[] {
  const figure = (name: string, value: number, unit: string, goal: Figure['goal'] = null): Figure => ({
    name: `handoff ${name}`,
    value: Math.round(value * 100) / 100,
    unit,
    goal,
  })
  return [
    figure('submissions', perSecond, 'submissions/s'),
    figure(`p50 commit to receipt, ${healthy.perSecond}/s`, healthy.receipt.p50Ms, 'ms'),
    figure(`p99 commit to receipt, ${healthy.perSecond}/s`, healthy.receipt.p99Ms, 'ms', { atMost: 1_000 }),
    figure('p99 beside one that hangs', beside.receipt.p99Ms, 'ms'),
    figure('what one that hangs costs, p99', beside.receipt.p99Ms / healthy.receipt.p99Ms, 'x', { atMost: 1.5 }),
  ]
}
