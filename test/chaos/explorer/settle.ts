import { exportSnapshot, type Engine } from '../../../server/core/routing/index.ts'
import { setPresence } from '../../../server/modules/agents/index.ts'
import { acceptOffer, completeTask, resumeTask, unparkTask } from '../../../server/modules/handling/index.ts'
import type { Context } from '../../../server/platform/context.ts'
import type { Sight } from './ground.ts'
import { Broken, checkLog } from './oracle.ts'
import { people } from './people.ts'
import type { RouterHome } from './router-home.ts'
import { isOver } from './rows/row-types.ts'
import type { World } from './world.ts'

/** Longer than a lost claim is left alone and an ending that failed waits for its next try. */
const restMs = 1_100
/** Longer than any cool-down and any jump of a clock. */
const longMs = 25 * 60_000
const taskUnits = 10

/** Lets what was begun end, and sees that a router comes to rest with nothing left to do. */
export async function settle(world: World): Promise<void> {
  await world.finishAll()
  for (const one of world.routers) one.skewMs = 0
  const leader = await leaderOf(world)
  await rest(world, leader)
  const sight = await world.look()
  checkStanding(sight, leader.now())
  checkForgotten(sight, leader.now())
  await checkMemory(world, leader)
  checkAnswers(world, sight)
  checkLog(await world.ground.events(), sight)
}

async function leaderOf(world: World): Promise<RouterHome> {
  const { epoch } = await world.look()
  const active = world.routers.find((one) => one.router !== null && one.epoch === epoch)
  if (active !== undefined) return active
  const [first] = world.routers
  await world.act(first, 'takes over', () => first.takeOver())
  await world.finishAll()
  return first
}

/** The router hears everything and works until there is nothing more to do; twice a little time passes. */
async function rest(world: World, leader: RouterHome): Promise<void> {
  for (let turn = 0; turn < 3; turn++) {
    for (let rounds = 0; rounds < 50; rounds++) {
      const heard = await leader.listen(1_000)
      await world.act(leader, 'works', () => leader.work())
      await world.finishAll()
      if (heard === 0) break
    }
    if (turn < 2) world.letPass(restMs)
  }
}

function checkStanding({ offers, loads }: Sight, now: number): void {
  for (const { id, agentId, state, expiresAt } of offers) {
    if (state !== 'pending') continue
    if (expiresAt <= now) throw new Broken('left_standing', `${id} ran out ${now - expiresAt} ms ago`)
    const load = loads.find(({ id }) => id === agentId)
    if (load?.presence === 'available' || load?.keepsOffers === true) continue
    throw new Broken('left_standing', `${id} with ${agentId}, who is ${load?.presence}`)
  }
}

function checkForgotten({ tasks, offers, loads }: Sight, now: number): void {
  const isAsked = (agentId: string) => offers.some((offer) => offer.agentId === agentId && offer.state === 'pending')
  const free = loads.filter(({ id, presence, usedUnits, reservedUnits, capacityUnits }) => {
    const isSingle = people.find((one) => one.id === id)?.kind === 'person'
    const hasRoom = usedUnits + reservedUnits + taskUnits <= capacityUnits
    return presence === 'available' && hasRoom && !(isSingle && isAsked(id))
  })
  for (const task of tasks) {
    if (task.state !== 'waiting') continue
    const able = free.find(({ id }) => (task.exclusions[id] ?? 0) <= now)
    if (able !== undefined) throw new Broken('forgotten', `${task.id} waits and ${able.id} is free`)
  }
}

/** A router that begins anew under the same epoch must know just what this one knows. */
async function checkMemory(world: World, leader: RouterHome): Promise<void> {
  const remembered = leader.engine
  if (remembered === null) throw new Broken('memory_differs', 'the router remembers nothing')
  // Its time never goes back, so after a jump it may have seen a cool-down end that the clocks have still before them.
  const now = Math.max(leader.now(), remembered.now)
  const mine = describe(remembered, now)
  const { router, epoch } = leader
  leader.lead(epoch)
  await world.act(leader, 'works afresh', () => leader.work())
  await world.finishAll()
  const fresh = leader.engine
  leader.router = router
  leader.engine = remembered
  const theirs = fresh === null ? 'nothing' : describe(fresh, now)
  if (mine !== theirs) throw new Broken('memory_differs', `${mine}\n${theirs}`)
}

function describe(engine: Engine, now: number): string {
  const { tasks, agents, offers } = exportSnapshot(engine)
  const rows = tasks.map(({ taskId, version, state, agentId, units, enteredAt, exclusions = [] }) => [
    taskId.slice(-4),
    version,
    state,
    agentId?.slice(-4),
    units,
    enteredAt,
    exclusions.filter(({ until }) => until > now),
    engine.tasks.get(taskId)?.state,
  ])
  const loads = agents.map(({ agent, presence }) => {
    const { heldUnits, inFlightUnits, pendingOffers, setAsideUntil } = engine.agents.get(agent.agentId) ?? {}
    const isAside = (setAsideUntil ?? 0) > now
    return [agent.agentId.slice(-4), agent.totalUnits, presence, heldUnits, inFlightUnits, pendingOffers, isAside]
  })
  const held = offers.map(({ offerId, taskId, agentId, units, expiresAt }) => [
    offerId,
    taskId,
    agentId,
    units,
    expiresAt,
  ])
  return JSON.stringify([rows, loads, held])
}

function checkAnswers({ answers, hasJumped }: World, { offers }: Sight): void {
  for (const { offerId, told } of answers) {
    const became = offers.find(({ id }) => id === offerId)?.state
    // Who was told so before the time went back was right then.
    if (told === became || (told === 'expired' && hasJumped)) continue
    throw new Broken('answer_differs', `${offerId} was told ${told} and became ${became}`)
  }
}

/** Everybody comes back and does all there is to do: no work may be left. */
export async function drain(world: World): Promise<void> {
  const leader = await leaderOf(world)
  world.letPass(longMs)
  const run = async (name: string, work: (context: Context) => Promise<unknown>) => {
    await world.call(name, '', work)
    await world.finishAll()
  }
  for (let round = 0; round < 30; round++) {
    const { tasks, offers, loads } = await world.look()
    if (tasks.every(isOver)) return
    for (const { id: agentId, presence } of loads)
      if (presence !== 'available')
        await run('back', (context) =>
          setPresence(context, { agentId, state: 'available', reason: null, source: 'api' }),
        )
    for (const { id: offerId, state } of offers)
      if (state === 'pending') await run('accept', (context) => acceptOffer(context, { offerId }))
    for (const { id: taskId, state, parkedAt } of tasks)
      if (parkedAt !== null) await run('unpark', (context) => unparkTask(context, { taskId }))
      else if (state === 'paused') await run('resume', (context) => resumeTask(context, { taskId }))
      else if (state === 'active') await run('complete', (context) => completeTask(context, { taskId }))
    await rest(world, leader)
  }
  throw new Broken('stuck', JSON.stringify((await world.look()).tasks.map(({ id, state }) => [id, state])))
}
