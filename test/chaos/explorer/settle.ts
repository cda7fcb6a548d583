import { exportSnapshot, type Engine } from '../../../server/core/routing/index.ts'
import { overflowStepName } from '../../../server/core/workflow/index.ts'
import { setPresence } from '../../../server/modules/agents/index.ts'
import { acceptOffer, completeTask, endWrapup, resumeTask, unparkTask } from '../../../server/modules/handling/index.ts'
import type { Context } from '../../../server/platform/context.ts'
import type { Sight } from './ground.ts'
import { Broken } from './oracle/invariants.ts'
import { checkLog } from './oracle/log.ts'
import { isAtMaximum } from './oracle/maxima.ts'
import { exploredWorkflow, isOnShift, unitsByKind } from './explored-workflow.ts'
import { fireAll } from './moves/timer-moves.ts'
import { people } from './people.ts'
import type { RouterHome } from './router-home.ts'
import { isHeld, isOver } from './rows/row-types.ts'
import type { World } from './world.ts'

/** Longer than a lost claim is left alone and an ending that failed waits for its next try. */
const restMs = 1_100
/** Longer than any cool-down and any jump of a clock. */
const longMs = 25 * 60_000

/** Lets what was begun end, and sees that a router comes to rest with nothing left to do, whatever time passes. */
export async function settle(world: World, stepMs: number): Promise<void> {
  await world.finishAll()
  for (const one of world.routers) one.skewMs = 0
  const leader = await leaderOf(world)
  await hearAll(world, leader)
  world.restSince = leader.now()
  await rest(world, leader, Math.max(restMs, stepMs))
  world.restSince = Infinity
  const sight = await world.look()
  checkStanding(sight, leader.now())
  checkForgotten(sight, leader.now())
  checkMovedOn(sight, leader.now())
  checkLostWork(sight, leader.now())
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

/** Timers ring, and the router hears everything and works until there is nothing more to do; twice time passes. */
async function rest(world: World, leader: RouterHome, stepMs: number): Promise<void> {
  for (let turn = 0; turn < 3; turn++) {
    await fireAll(world)
    await hearAll(world, leader)
    if (turn < 2) world.letPass(stepMs)
  }
}

/** The router works until nothing is left that it has not heard, of its own doings either. */
async function hearAll(world: World, leader: RouterHome): Promise<void> {
  for (let rounds = 0; rounds < 50; rounds++) {
    const heard = await leader.listen(1_000)
    await world.act(leader, 'works', () => leader.work())
    await world.finishAll()
    if (heard === 0 && rounds > 0) return
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

function checkForgotten(sight: Sight, now: number): void {
  const { tasks, loads } = sight
  for (const task of tasks) {
    if (task.state !== 'waiting') continue
    const able = loads.filter((load) => canTake(sight, { load, now }, task) && (task.exclusions[load.id] ?? 0) <= now)
    const { preferredAgentId } = task
    const isKept =
      (task.preferredUntil ?? 0) > now &&
      loads.some(({ id, presence }) => id === preferredAgentId && presence === 'available') &&
      isOnShift(people.find(({ id }) => id === preferredAgentId)?.shift ?? null, now) &&
      (task.exclusions[preferredAgentId ?? ''] ?? 0) <= now
    const forgetful = isKept ? able.find(({ id }) => id === preferredAgentId) : able[0]
    if (forgetful !== undefined) throw new Broken('forgotten', `${task.id} waits and ${forgetful.id} is free`)
  }
}

function checkMovedOn({ tasks }: Sight, now: number): void {
  const { queues } = exploredWorkflow()
  for (const { id, state, queue, enteredAt, waitsFrom, overflowed } of tasks) {
    if (state !== 'waiting') continue
    const { overflow = [], maxWaitMs = null } = queues.get(queue) ?? {}
    const isLeft = overflow.some((step) => {
      return now - enteredAt >= (step.afterMs ?? Infinity) && !overflowed.includes(overflowStepName(queue, step))
    })
    if (isLeft || now - Math.max(enteredAt, waitsFrom ?? enteredAt) >= (maxWaitMs ?? Infinity))
      throw new Broken('not_moved_on', `${id} in ${queue} after ${now - enteredAt} ms`)
  }
}

/** What its agent took before it was gone; what it was given by hand after that was meant. */
function checkLostWork({ tasks, offers, loads }: Sight, now: number): void {
  const graceMs = exploredWorkflow().presence.graceMs as Readonly<Record<string, number>>
  for (const { id, kind, state, agentId } of tasks) {
    const load = loads.find((one) => one.id === agentId)
    const isGone = load?.presence === 'offline' && load.presenceReason === 'time_limit'
    const grace = graceMs[kind] ?? 0
    if (state !== 'active' || !isGone || grace === 0 || load.presenceSince + grace > now) continue
    const hold = offers.find((offer) => offer.taskId === id && offer.state === 'accepted' && isHeld(offer))
    const isMeant = hold?.forced === true && hold.reasons[0]?.code !== 'resumed'
    if (isMeant && hold.createdAt > load.presenceSince) continue
    throw new Broken('lost_work_kept', `${id} by ${agentId}, gone ${now - load.presenceSince} ms`)
  }
}

/** Whether the agent is there and has room for the task. */
function canTake(
  { offers, tasks }: Sight,
  { load, now }: { load: Sight['loads'][number]; now: number },
  { kind }: Sight['tasks'][number],
): boolean {
  const { id, presence, usedUnits, reservedUnits, capacityUnits } = load
  const { capacity } = exploredWorkflow()
  const own = offers.filter((offer) => offer.agentId === id && isHeld(offer))
  const isPerson = people.find((one) => one.id === id)?.kind === 'person'
  const isProbed = load.presenceReason === 'endpoint_probing' && own.some(({ state }) => state === 'pending')
  if (!isOnShift(people.find((one) => one.id === id)?.shift ?? null, now) || isProbed) return false
  if (presence !== 'available' || (isPerson && own.some(({ state }) => state === 'pending'))) return false
  const kindOf = new Map(tasks.map((task) => [task.id, task.kind]))
  if (isAtMaximum({ offers: own, kindOf: (taskId) => kindOf.get(taskId) }, { agentId: id, kind })) return false
  const named = capacity.interrupts as Readonly<Record<string, readonly string[]>>
  const interrupted = own.filter(({ taskId }) => named[kind]?.includes(kindOf.get(taskId) ?? ''))
  const room = capacityUnits + interrupted.reduce((sum, { units }) => sum + units, 0)
  return usedUnits + reservedUnits + ((unitsByKind as Readonly<Record<string, number>>)[kind] ?? 0) <= room
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
  if (fresh !== null) checkServed(fresh, await world.look())
  if (mine !== theirs) throw new Broken('memory_differs', `${mine}\n${theirs}`)
}

/** Whom a fairness gap is measured by: tasks taken, of those who have just been read. */
function checkServed({ config, agents }: Engine, { offers }: Sight): void {
  const { servedSince = 0 } = config
  if (servedSince === 0) return
  for (const { id, served } of agents.values()) {
    const taken = offers.filter(
      ({ agentId, state, endedAt }) => agentId === id && state === 'accepted' && (endedAt ?? 0) >= servedSince,
    )
    if (taken.length !== served) throw new Broken('memory_differs', `${id} took ${taken.length}, remembered ${served}`)
  }
}

function describe(engine: Engine, now: number): string {
  const { tasks, agents, offers } = exportSnapshot(engine)
  const { workflowVersion } = engine.config
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
  return JSON.stringify([workflowVersion, rows, loads, held])
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
  world.letPass(Math.max(0, world.latest - world.now) + longMs)
  const run = async (name: string, work: (context: Context) => Promise<unknown>) => {
    await world.call(name, '', work)
    await world.finishAll()
  }
  for (let round = 0; round < 40; round++) {
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
      else if (state === 'wrapup')
        await run('end wrap-up', (context) => endWrapup(context, { taskId, disposition: null }))
    await fireAll(world)
    await hearAll(world, leader)
    // Something may be left alone for a moment, after a claim that was lost or an ending that failed; somebody is
    // perhaps asked again only after a cool-down, or works only when a shift begins.
    if ((await world.look()).tasks === tasks) world.letPass(round < 10 ? restMs : 61_000)
  }
  throw new Broken('stuck', JSON.stringify((await world.look()).tasks.map(({ id, state }) => [id, state])))
}
