import { consultAgent, endConsult, transferTask } from '../../../../server/modules/handling/index.ts'
import { people } from '../people.ts'
import type { World } from '../world.ts'
import { anyTask, type Move, short } from './move.ts'

export const consult: Move = async (world) => {
  const task = await anyTask(world, ({ agentId, endedAt }) => agentId !== null && endedAt === null)
  if (task === null) return
  const { consults, loads } = await world.look()
  const isAsked = consults.some(({ taskId, endedAt }) => taskId === task.id && endedAt === null)
  if (isAsked && world.random.chance(0.8)) return
  // Mostly somebody who could take it over.
  const able = loads.filter(({ id, presence, usedUnits, reservedUnits, capacityUnits }) => {
    return id !== task.agentId && presence === 'available' && usedUnits + reservedUnits < capacityUnits
  })
  const isEasy = able.length > 0 && world.random.chance(0.8)
  const agentId = world.random.pick(isEasy ? able.map(({ id }) => id) : people.map(({ id }) => id))
  await world.call('consult', `${short(agentId)} about ${short(task.id)}`, (context) =>
    consultAgent(context, { taskId: task.id, agentId, note: null }),
  )
}

/** An open consult, if there is one; now and then one that has ended. */
async function anyConsult(world: World) {
  const { consults } = await world.look()
  const open = consults.filter(({ endedAt }) => endedAt === null)
  const among = open.length > 0 && world.random.chance(0.9) ? open : consults
  return among.length === 0 ? null : world.random.pick(among)
}

export const stopConsult: Move = async (world) => {
  const one = await anyConsult(world)
  if (one === null) return
  await world.call('end consult', short(one.taskId), (context) =>
    endConsult(context, { taskId: one.taskId, note: null }),
  )
}

/** Warm: to the agent who was asked, or once in a while to another one, who may not have it. */
export const handOver: Move = async (world) => {
  const one = await anyConsult(world)
  if (one === null) return
  const { taskId } = one
  const agentId = world.random.chance(0.9) ? one.agentId : world.random.pick(people).id
  await world.call('hand over', `${short(taskId)} to ${short(agentId)}`, (context) =>
    transferTask(context, { taskId, to: { agentId }, mode: 'warm', restart: false, force: false, note: null }),
  )
}
