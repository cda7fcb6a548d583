import {
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
} from '../../../../server/modules/handling/index.ts'
import { drawEntry, enterTask } from '../enter-task.ts'
import { Broken } from '../oracle/invariants.ts'
import { people, ticketIds } from '../people.ts'
import { isOver } from '../rows/row-types.ts'
import type { World } from '../world.ts'
import { anyTask, isIn, type Move, openStates, short } from './move.ts'

const onTask =
  (kind: string, states: readonly string[], verb: typeof pauseTask): Move =>
  async (world) => {
    const task = await anyTask(world, isIn(...states))
    if (task !== null) await world.call(kind, short(task.id), (context) => verb(context, { taskId: task.id }))
  }

export const complete: Move = async (world) => {
  const task = await anyTask(world, isIn('active', 'offered'))
  if (task !== null) await completeOne(world, task.id)
}

export const completeOne = (world: World, taskId: string): Promise<void> =>
  world.call('complete', short(taskId), async (context) => {
    const { id = taskId } = (await completeTask(context, { taskId })) ?? {}
    if (id !== taskId) throw new Broken('answer_differs', `${taskId} was to be completed and ${id} answered`)
  })
export const cancel = onTask('cancel', openStates, (context, { taskId }) =>
  cancelTask(context, { taskId, reason: 'explored' }),
)
export const pause = onTask('pause', ['offered', 'active', 'waiting'], pauseTask)
export const resume = onTask('resume', ['paused'], resumeTask)
export const requeue = onTask('requeue', openStates, requeueTask)
export const park = onTask('park', ['waiting', 'offered'], (context, { taskId }) =>
  parkTask(context, { taskId, reason: 'explored' }),
)
export const unpark = onTask('unpark', ['paused'], unparkTask)
export const giveBack = onTask('return', ['active', 'paused'], (context, { taskId }) =>
  returnTask(context, { taskId, reason: null, code: null }),
)

export const pull: Move = async (world) => {
  const task = await anyTask(world, isIn('waiting', 'offered'))
  if (task === null) return
  const agentId = world.random.pick(people).id
  await world.call('pull', `${short(task.id)} by ${short(agentId)}`, (context) =>
    pullTask(context, { taskId: task.id, agentId }),
  )
}

export const transfer: Move = async (world) => {
  const task = await anyTask(world, isIn(...openStates))
  if (task === null) return
  const { id: taskId } = task
  const agentId = world.random.pick(people).id
  const force = world.random.chance(0.3)
  await world.call(force ? 'force' : 'transfer', `${short(taskId)} to ${short(agentId)}`, (context) =>
    transferTask(context, { taskId, to: { agentId }, mode: 'cold', restart: false, force, note: null }),
  )
}

export const transferToQueue: Move = async (world) => {
  const task = await anyTask(world, isIn(...openStates))
  if (task === null) return
  const { id: taskId } = task
  const queue = world.random.pick(['frontline', 'second'])
  const restart = world.random.chance(0.3)
  await world.call(restart ? 'restart' : 'move', `${short(taskId)} to ${queue}`, (context) =>
    transferTask(context, { taskId, to: { queue }, mode: 'cold', restart, force: false, note: null }),
  )
}

export const assign: Move = async (world) => {
  const ticketId = world.random.pick(ticketIds)
  const agentId = world.random.pick(people).id
  await world.call('assign', `${short(ticketId)} to ${short(agentId)}`, (context) =>
    assignTicket(context, { ticketId, agentId }),
  )
}

export const unassign: Move = async (world) => {
  const ticketId = world.random.pick(ticketIds)
  await world.call('unassign', short(ticketId), (context) => unassignTicket(context, { ticketId }))
}

export const enter: Move = async (world) => {
  const { tasks } = await world.look()
  const idle = ticketIds.filter((id) => !tasks.some((task) => task.ticketId === id && !isOver(task)))
  if (idle.length === 0) return
  const ticketId = world.random.pick(idle)
  const entry = drawEntry(world)
  await world.call('enter', `${short(ticketId)} ${entry.kind}`, (context) =>
    enterTask(world.ground, context, ticketId, entry),
  )
}
