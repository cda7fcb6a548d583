import { followEvents, type Listing, type QueueFigures, socketsOfToken } from '@switchyard/sdk'
import { AppError } from '../../platform/errors.ts'
import { createRandom } from '../seed/random.ts'
import { closeDemo } from './close-demo.ts'
import { gatherCrew } from './crew.ts'
import { letCustomersCome } from './customers.ts'
import { createDemoApi, type DemoApi, type DemoServer } from './demo-api.ts'
import type { DemoWorld } from './demo-world.ts'
import { catchUp, hearEvent } from './hear-event.ts'
import { createPace } from './pace.ts'
import { giveSignsOfLife, keepShift } from './presence.ts'
import { demoQueues, rosterOf } from './roster.ts'
import { createStories } from './stories.ts'
import { supervise } from './supervisor.ts'
import { createTally } from './tally.ts'
import { type Reporter, tellEnd, tellProgress, tellStatus } from './tell-progress.ts'

export interface DemoOptions {
  readonly speed: number
  readonly agents: number
  /** Arrivals a minute of the demo's own time. */
  readonly perMinute: number
  readonly seed: number
}

/**
 * Plays customers, agents and a supervisor against a running server until `stop`. Gives the exit code: 1 when the server
 * had a fault. Throws `invalid` for a workspace without the queues of the example.
 */
export async function runDemo(
  server: DemoServer,
  options: DemoOptions,
  { stop, ...reporter }: Reporter & { stop: AbortController },
): Promise<number> {
  const world = createWorld(server, options, stop)
  const startedAt = performance.now()
  let fault: unknown = null
  const stories = createStories(stop.signal, (error) => {
    fault ??= error
    stop.abort()
  })
  const demo = { ...world, stories }
  await prepare(demo, options).catch((error: unknown) => {
    if (!stop.signal.aborted) throw error
  })
  const following = followEvents(socketsOfToken({ baseUrl: server.address, token: server.token }), {
    onEvent: (event) => hearEvent(demo, event),
    onResync: () => stories.begin(() => catchUp(demo)),
    onStatus: tellStatus(reporter.terminal),
  })
  beginAll(demo, options, reporter)
  await ended(stop.signal)
  following.close()
  await stories.over()
  const isClosed = fault === null && (await closeDemo(server, demo))
  tellEnd(demo.tally, performance.now() - startedAt, reporter)
  if (fault !== null) throw fault
  if (!isClosed) reporter.terminal.tell('The server does not answer; the agents go offline by themselves in 30 s.')
  return demo.tally.faults === 0 ? 0 : 1
}

function createWorld(server: DemoServer, options: DemoOptions, stop: AbortController): Omit<DemoWorld, 'stories'> {
  const pace = createPace(options.speed, stop.signal)
  const tally = createTally()
  const seeds = createRandom(options.seed)
  return {
    api: createDemoApi(server, pace, tally),
    pace,
    tally,
    newRandom: () => createRandom(Math.floor(seeds.next() * 4_294_967_296)),
    members: new Map(),
    offers: new Set(),
    accepting: new Set(),
    hands: new Map(),
    visits: new Map(),
    lines: new Set(),
    chats: new Set(),
    parked: new Set(),
  }
}

function beginAll(demo: DemoWorld, { seed, perMinute }: DemoOptions, reporter: Reporter): void {
  const now = new Date()
  const startHour = now.getHours() + now.getMinutes() / 60
  // The customers are drawn first, so that the same seed always brings the same ones.
  demo.stories.begin(() => letCustomersCome(demo, { seed, perMinute, startHour }, `demo-${now.getTime().toString(36)}`))
  for (const member of demo.members.values()) demo.stories.begin(() => keepShift(demo, member))
  demo.stories.begin(() => giveSignsOfLife(demo))
  demo.stories.begin(() => supervise(demo))
  demo.stories.begin(() => tellProgress(demo, reporter))
}

async function prepare({ api, members }: DemoWorld, { agents }: DemoOptions): Promise<void> {
  await requireQueues(api)
  for (const [id, member] of await gatherCrew(api, rosterOf(agents))) members.set(id, member)
}

async function requireQueues(api: DemoApi): Promise<void> {
  if ((await api.ask({ method: 'GET', path: '/v1/workflow' })) === null) {
    throw new AppError('invalid', 'The demo plays the example workflow; this workspace has no workflow.')
  }
  const queues = await api.ask<Listing<QueueFigures>>({ method: 'GET', path: '/v1/queues' })
  const known = new Set(queues?.data.map(({ slug }) => slug))
  const missing = demoQueues.filter((slug) => !known.has(slug))
  if (missing.length === 0) return
  const message = `The demo plays the example workflow; this workspace has no queue ${missing.join(', ')}.`
  throw new AppError('invalid', message)
}

function ended(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
