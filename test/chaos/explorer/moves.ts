import type { Random } from '../../../server/core/routing/random.testing.ts'
import { setPresence } from '../../../server/modules/agents/index.ts'
import {
  acceptOffer,
  assignTicket,
  cancelTask,
  completeTask,
  parkTask,
  pauseTask,
  pullTask,
  requeueTask,
  resumeTask,
  returnTask,
  transferTask,
  unassignTicket,
  unparkTask,
} from '../../../server/modules/handling/index.ts'
import { declineOffer } from '../../../server/modules/routing/index.ts'
import { enterTask } from './enter-task.ts'
import { people, ticketIds } from './people.ts'
import type { RouterHome } from './router-home.ts'
import { isOver } from './rows/row-types.ts'
import type { World } from './world.ts'

type Move = (world: World) => Promise<void> | void

const home = ({ random, routers }: World): RouterHome => random.pick(routers)

const work: Move = async (world) => {
  const one = home(world)
  if (one.router !== null && one.actor === null) await world.act(one, `${one.name} works`, () => one.work())
}

const listen: Move = async (world) => {
  const one = home(world)
  await one.listen(world.random.pick([1, 2, 5, 1_000]))
}

const repeat: Move = async (world) => home(world).repeat(world.random.below(40))

const takeOver: Move = async (world) => {
  const one = home(world)
  if (one.actor !== null) return
  await world.act(one, `${one.name} takes over`, () => one.takeOver())
}

const killRouter: Move = async (world) => {
  const one = home(world)
  world.told.push(`${one.name} is killed`)
  await world.killRouter(one)
}

/** Two routers of one epoch: what a moved clock of a rehearsal can leave for a while (server/jobs/router.ts). */
const doubleUp: Move = ({ routers: [one, other], told }) => {
  if (one.router === null || other.actor !== null || other.epoch === one.epoch) return
  told.push('two routers of one epoch')
  other.lead(one.epoch)
}

const killCalls: Move = (world) => {
  world.told.push('the api is killed')
  world.killCalls()
}

/** A pending offer, mostly; now and then one that has ended. */
async function anyOffer(world: World): Promise<string | null> {
  const { offers } = await world.look()
  const pending = offers.filter(({ state }) => state === 'pending')
  const among = pending.length > 0 && world.random.chance(0.85) ? pending : offers
  return among.length === 0 ? null : world.random.pick(among).id
}

const accept: Move = async (world) => {
  const offerId = await anyOffer(world)
  if (offerId === null) return
  const calls = world.random.pick([1, 1, 2, 3])
  for (let call = 0; call < calls; call++)
    await world.call(`accept ${offerId.slice(-4)}`, (context) =>
      world.ask(offerId, () => acceptOffer(context, { offerId })),
    )
}

const decline: Move = async (world) => {
  const offerId = await anyOffer(world)
  if (offerId === null) return
  await world.call(`decline ${offerId.slice(-4)}`, (context) =>
    world.ask(offerId, () => declineOffer(context, { offerId, reason: null, code: null })),
  )
}

/** A task of one of these states; a call may come when it is in another one by then. */
async function anyTask(world: World, states: readonly string[]): Promise<string | null> {
  const { tasks } = await world.look()
  const among = tasks.filter(({ state }) => states.includes(state))
  return among.length === 0 ? null : world.random.pick(among).id
}

const onTask =
  (name: string, states: readonly string[], verb: typeof completeTask): Move =>
  async (world) => {
    const taskId = await anyTask(world, states)
    if (taskId !== null) await world.call(`${name} ${taskId.slice(-4)}`, (context) => verb(context, { taskId }))
  }

const open = ['waiting', 'offered', 'active', 'paused']
const complete = onTask('complete', ['active', 'active', 'offered'], completeTask)
const cancel = onTask('cancel', open, (context, { taskId }) => cancelTask(context, { taskId, reason: 'explored' }))
const pause = onTask('pause', ['offered', 'active', 'waiting'], pauseTask)
const resume = onTask('resume', ['paused'], resumeTask)
const requeue = onTask('requeue', open, requeueTask)
const park = onTask('park', ['waiting', 'offered'], (context, { taskId }) =>
  parkTask(context, { taskId, reason: 'explored' }),
)
const unpark = onTask('unpark', ['paused'], unparkTask)
const giveBack = onTask('return', ['active', 'paused'], (context, { taskId }) =>
  returnTask(context, { taskId, reason: null, code: null }),
)

const pull: Move = async (world) => {
  const taskId = await anyTask(world, ['waiting', 'waiting', 'offered'])
  if (taskId === null) return
  const agentId = world.random.pick(people).id
  await world.call(`${agentId.slice(-4)} pulls ${taskId.slice(-4)}`, (context) =>
    pullTask(context, { taskId, agentId }),
  )
}

const transfer: Move = async (world) => {
  const taskId = await anyTask(world, open)
  if (taskId === null) return
  const agentId = world.random.pick(people).id
  const force = world.random.chance(0.3)
  const name = `${force ? 'force' : 'transfer'} ${taskId.slice(-4)} to ${agentId.slice(-4)}`
  await world.call(name, (context) =>
    transferTask(context, { taskId, to: { agentId }, mode: 'cold', restart: false, force, note: null }),
  )
}

const assign: Move = async (world) => {
  const ticketId = world.random.pick(ticketIds)
  const agentId = world.random.pick(people).id
  await world.call(`assign ${ticketId.slice(-4)} to ${agentId.slice(-4)}`, (context) =>
    assignTicket(context, { ticketId, agentId }),
  )
}

const unassign: Move = async (world) => {
  const ticketId = world.random.pick(ticketIds)
  await world.call(`unassign ${ticketId.slice(-4)}`, (context) => unassignTicket(context, { ticketId }))
}

const presence: Move = async (world) => {
  const { loads } = await world.look()
  const { id: agentId, presence: now } = world.random.pick(loads)
  const state = now === 'available' ? world.random.pick(['away', 'offline', 'busy', 'draining'] as const) : 'available'
  const keepOffers = world.random.chance(0.3)
  await world.call(`${agentId.slice(-4)} is ${state}${keepOffers ? ' and keeps offers' : ''}`, (context) =>
    setPresence(context, { agentId, state, reason: null, source: 'api', keepOffers }),
  )
}

const enter: Move = async (world) => {
  const { tasks } = await world.look()
  const idle = ticketIds.filter((id) => !tasks.some((task) => task.ticketId === id && !isOver(task)))
  if (idle.length === 0) return
  const ticketId = world.random.pick(idle)
  await world.call(`enter ${ticketId.slice(-4)}`, (context) => enterTask(context, ticketId))
}

const pass: Move = (world) => {
  const ms = world.random.pick([1, 200, 1_001, 44_999, 45_000, 61_000, 600_000])
  world.told.push(`${ms} ms pass`)
  world.letPass(ms)
}

const jump: Move = (world) => {
  const ms = world.random.pick([-600_000, 600_000])
  world.told.push(`clocks jump ${ms} ms`)
  world.hasJumped = true
  // A process has the new time once it has asked the database again (server/start/open-core.ts).
  for (const one of world.routers) if (world.random.chance(0.5)) one.skewMs -= ms
  world.letPass(ms)
}

const observe: Move = (world) => {
  home(world).skewMs = 0
}

const weights: readonly (readonly [number, Move])[] = [
  [20, work],
  [16, listen],
  [14, accept],
  [7, decline],
  [8, enter],
  [7, presence],
  [6, complete],
  [6, pass],
  [3, pause],
  [3, resume],
  [3, assign],
  [3, takeOver],
  [2, cancel],
  [2, pull],
  [2, transfer],
  [2, giveBack],
  [2, requeue],
  [2, park],
  [2, unpark],
  [2, unassign],
  [2, killRouter],
  [1, killCalls],
  [10, doubleUp],
  [1, repeat],
  [1, observe],
]
/** How often each thing happens in one schedule: some far more often than others, some never, so that schedules differ. */
export type Odds = readonly (readonly [number, Move])[]

const needed: ReadonlySet<Move> = new Set([work, listen, enter])

export function chooseOdds(random: Random): Odds {
  const chosen = weights.map(([weight, one]): readonly [number, Move] => {
    const factor = random.pick([0, 1, 1, 1, 4])
    return [weight * (needed.has(one) ? Math.max(1, factor) : factor), one]
  })
  return random.chance(0.3) ? [...chosen, [3, jump]] : chosen
}

/** Something happens, by chance. */
export async function move(world: World, odds: Odds): Promise<void> {
  let left = world.random.below(odds.reduce((sum, [weight]) => sum + weight, 0))
  for (const [weight, one] of odds) {
    left -= weight
    if (left < 0) return one(world)
  }
}
