import { vi } from 'vitest'
import { createAgent, getAgent, type NewAgentInput, probeEndpoint, setPresence } from '../../modules/agents/index.ts'
import type { Context } from '../../platform/context.ts'
import { createLog } from '../../platform/log.ts'
import { createOutboundClient, createOutboundPolicy } from '../../platform/outbound/index.ts'
import { soon } from '../../platform/testing/soon.ts'
import { createDeliveryWorker } from '../delivery-worker.ts'
import { createTimerWorker } from '../timer-worker.ts'
import { type Answer, type Endpoint, startEndpoint } from './endpoint.ts'
import { type Desk, openRouterWorld, type RouterWorld, type SeenOffer } from './router-world.ts'

/** A service that routes to machines: router, delivery worker and timers run, endpoints are real receivers. */
export interface MachineWorld extends Pick<RouterWorld, 'installation' | 'query' | 'openDesk'> {
  /** Looks for deliveries now. */
  send(): void
  /** An endpoint until `closeEndpoints`. */
  startEndpoint(answer: Answer): Promise<Endpoint>
  closeEndpoints(): Promise<void>
  /** A bot of the frontline with an endpoint, unless `more` says otherwise; available at once. */
  addMachine(context: Context, url: string, more?: Partial<NewAgentInput>): Promise<string>
  /** Lets time pass and tells the router, which would notice within a second. */
  pass(ms: number): void
  /** Lets the waits before all next attempts be over. */
  hasten(desk: Desk): Promise<void>
  /** The deliveries about an offer, in order. */
  deliveriesOf(offerId: string): Promise<{ type: string; state: string; attempts: number }[]>
  close(): Promise<void>
}

/** Requests to endpoints end after this, so that one that hangs fails within a test. */
const totalTimeoutMs = 400
const anyUrl = () => ({ ok: true }) as const

export async function openMachineWorld(): Promise<MachineWorld> {
  const world = await openRouterWorld()
  const { installation, relay } = world
  const log = createLog({ level: 'silent' })
  const policy = createOutboundPolicy({ allowCidrs: ['127.0.0.0/8'], loopbackAllowed: false })
  const client = createOutboundClient({ policy, totalTimeoutMs })
  const router = world.startRouter()
  const sender = createDeliveryWorker({ installation, relay, client, log, version: '9.9.9' })
  const timers = createTimerWorker({ installation, relay, log, pollMs: 20, verbs: { 'agent.endpoint': probeEndpoint } })
  sender.start()
  timers.start()
  const endpoints: Endpoint[] = []
  return {
    installation,
    query: world.query,
    openDesk: world.openDesk,
    send: sender.wake,
    startEndpoint: async (answer) => {
      const endpoint = await startEndpoint(answer)
      endpoints.push(endpoint)
      return endpoint
    },
    closeEndpoints: async () => {
      for (const endpoint of endpoints.splice(0)) await endpoint.close()
    },
    addMachine: async (context, url, more = {}) => {
      const input = { name: 'Machine', kind: 'bot', queues: ['frontline'], endpointUrl: url, ...more } as const
      const { id } = await createAgent(context, input, anyUrl)
      await setPresence(context, { agentId: id, state: 'available', reason: null, source: 'api' })
      return id
    },
    pass: (ms) => {
      world.advance(ms)
      router.wake()
    },
    hasten: async (desk) => {
      await world.query(
        `update deliveries set next_attempt_at = now()
         where workspace_id = $1 and state = 'pending' and lease_until is null`,
        [desk.context.workspace.id],
      )
      sender.wake()
    },
    deliveriesOf: (offerId) =>
      world.query('select type, state, attempts from deliveries where offer_id = $1 order by sequence', [offerId]),
    close: async () => {
      await router.stop(1_000)
      await Promise.all([sender.stop(1_000), timers.stop(1_000)])
      await client.close()
      await world.close()
    },
  }
}

/** Waits until a check holds, for 10 s at most. */
export const until = <T>(check: () => T | Promise<T>): Promise<T> => vi.waitFor(check, soon)

/** The first offer of a desk, once there is one. */
export const firstOffer = (desk: Desk): Promise<SeenOffer> =>
  until(async () => {
    const [offer] = await desk.offers()
    if (offer === undefined) throw new Error('Nothing is offered yet.')
    return offer
  })

/** State and reason of an agent's presence, in two words. */
export async function presenceOf(desk: Desk, agentId: string): Promise<string> {
  const { state, reason } = (await getAgent(desk.context, { agentId }))?.presence ?? {}
  return `${state} ${reason}`
}
