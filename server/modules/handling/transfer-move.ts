import type { Context, Tx } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { saveTask, stateInQueue, type Task, type TaskPatch } from '../routing/index.ts'
import { cancelOffers, coolOff, forceHold, letGo, offerHold, takeHold, waitAnew } from './task-hold.ts'
import type { Grip, TicketFact, TransferTo } from './ticket-change.ts'

const pointer = '/to/agentId'
const handedOver = { code: 'handed_over', text: 'Handed over after a consult.' }

/** Hands a task on in one step: units freed where it was, offers ended, held or waiting where it goes. */
export async function transfer(
  tx: Tx,
  context: Context,
  grip: Grip,
  { task, to }: { task: Task; to: TransferTo },
): Promise<TicketFact[]> {
  await cancelOffers(tx, context, grip, 'transferred')
  await letGo(tx, context, task)
  const save = (patch: TaskPatch) =>
    saveTask(tx, context.workspace.id, task.id, {
      ...coolOff(context, grip, task),
      ...waitAnew(context, task),
      ...patch,
    })
  switch (to.how) {
    case 'queue': {
      const state = task.state === 'paused' ? 'paused' : await stateInQueue(tx, context, task)
      const restart = to.restart ? { enteredAt: context.now() } : {}
      return [transferred(context, task, to, await save({ state, agentId: null, queue: to.queue, ...restart }))]
    }
    case 'offer': {
      const created = await offerHold(tx, context, grip, { task, agentId: to.agentId, pointer })
      const taskVersion = await save({ state: 'offered', agentId: null })
      return [transferred(context, task, to, taskVersion), created(taskVersion)]
    }
    case 'handOver':
      await takeHold(tx, context, grip, { task, agentId: to.agentId, reason: handedOver, pointer })
      return [transferred(context, task, to, await save({ agentId: to.agentId }))]
    case 'force':
      await forceHold(tx, context, grip, { task, agentId: to.agentId })
      return [transferred(context, task, to, await save({ state: 'active', agentId: to.agentId, parkedAt: null }))]
  }
}

const modes = { queue: 'cold', offer: 'cold', handOver: 'warm', force: 'forced' } as const

function transferred(context: Context, task: Task, to: TransferTo, taskVersion: number): TicketFact {
  const agent = (agentId: string | null) => (agentId === null ? null : encodeId('agent', agentId))
  const target = to.how === 'queue' ? { agentId: null, queue: to.queue } : { agentId: to.agentId, queue: task.queue }
  return {
    type: 'task.transferred',
    data: {
      taskId: encodeId('task', task.id),
      from: { agentId: agent(task.agentId), queue: task.queue },
      to: { ...target, agentId: agent(target.agentId) },
      mode: modes[to.how],
      restart: to.how === 'queue' && to.restart,
      by: agent(context.principal.agentId),
      taskVersion,
    },
  }
}
