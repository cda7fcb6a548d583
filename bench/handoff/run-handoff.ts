import { loadavg } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import type { DeliveryStage } from '../deliveries/stage.ts'
import { type Beside, receiptFigures, runBeside } from '../deliveries/steady.ts'
import { type Figure, figuresNamed, type Measurement } from '../figure.ts'
import { progress } from '../machine/progress.ts'
import { openHandoffStage } from './stage.ts'

const stores = 1_000
const connections = 64
const patienceMs = 120_000

/** Guests' requests to the subscriber of each store: how many a second, how soon heard, and what one that hangs costs. */
export async function runHandoff({ seconds }: { seconds: number }): Promise<Measurement> {
  const loadBefore = loadavg()[0] ?? 0
  const stage = await openHandoffStage(stores)
  try {
    // The first run finds cold code and does not count.
    await submitFor(stage, Math.min(2, seconds))
    const submitted = await submitFor(stage, seconds)
    // More than is held would only tell how long the line has grown by the end.
    const load = { perSecond: Math.max(1, Math.round(submitted.perSecond / 2)), seconds: Math.max(10, seconds * 3) }
    const told = await runBeside(stage, load)
    return {
      bench: 'handoff',
      setup: [
        `${stores} stores, each with a subscriber on a port of its own in another process; one process with all roles`,
        `POST /v1/support/requests with an order of the store: ticket, decision, offer to the partner and its event in one transaction; ${connections} connections, closed loop, ${seconds} s`,
        `half that rate, ${load.perSecond} submissions/s, for ${load.seconds} s at fixed instants, then the same beside an endpoint that answers nothing`,
        'receipt: from the commit of the event, as PostgreSQL recorded it, to the whole request at the endpoint',
        `load average ${loadBefore.toFixed(1)} before, ${(loadavg()[0] ?? 0).toFixed(1)} after`,
      ],
      figures: figuresOf(submitted.perSecond, told),
      detail: { submitted, ...told },
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

function figuresOf(perSecond: number, told: Beside): Figure[] {
  const figure = figuresNamed('handoff')
  return [figure('submissions', perSecond, 'submissions/s'), ...receiptFigures(figure, told, 'half that rate')]
}
