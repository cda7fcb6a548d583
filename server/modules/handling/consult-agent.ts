import type { Context } from '../../platform/context.ts'
import { AppError, refuseField } from '../../platform/errors.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import { can } from '../access/index.ts'
import type { ShownTask } from '../routing/index.ts'
import { findAgentPresence } from './agent-name-view.ts'
import { closeConsult, consultData } from './close-consult.ts'
import { findOpenConsult, insertConsult } from './consult-store.ts'
import { handleTask, hasItItself, lostTo, requireOwnWork } from './handle-task.ts'
import { noteChange } from './note-change.ts'
import { joinChanges, noChange } from './ticket-change.ts'

export interface ConsultInput {
  readonly taskId: string
  readonly agentId: string
  /** What is asked: kept as an internal message. */
  readonly note: string | null
}

/**
 * Lets the agent of a task ask another one about it, and keep it; that costs the other no units. Asking the same agent
 * again changes nothing. Null when there is no such task.
 * Throws `conflict` when nobody has the task in hand, somebody else is asked, or who is to be asked is offline; `invalid`
 * and `forbidden`.
 */
export async function consultAgent(
  context: Context,
  { taskId, agentId, note }: ConsultInput,
): Promise<ShownTask | null> {
  return handleTask(context, { taskId, permission: 'task:write', agentIds: [agentId] }, async (grip, tx) => {
    const { task } = grip
    requireOwnWork(context, task)
    if (task.agentId === null || task.state === 'wrapup') throw lostTo(task)
    if (task.agentId === agentId) throw hasItItself()
    const presence = await findAgentPresence(tx, context.workspace.id, agentId)
    if (presence === null) {
      throw refuseField('/agentId', 'unknown_agent', 'There is no such agent in this workspace.')
    }
    const open = await findOpenConsult(tx, context.workspace.id, taskId)
    if (open?.agentId === agentId) return noChange
    if (presence === 'offline') throw isOffline()
    if (open !== null) {
      throw new AppError('conflict', 'Another agent is asked already.', { agentId: encodeId('agent', open.agentId) })
    }
    const consult = { id: newId(), taskId, fromAgentId: task.agentId, agentId }
    await insertConsult(tx, context.workspace.id, { ...consult, at: context.now() })
    const asked = {
      type: 'task.consult_requested',
      data: consultData(consult),
      consult: { id: consult.id, note },
    } as const
    return joinChanges(await noteChange(tx, context, grip, note), { ...noChange, facts: [asked] })
  })
}

/** Who is away or busy can be asked, and may answer later; who is offline would not hear of it. */
function isOffline(): AppError {
  const message = 'This agent is offline and would not hear of it.'
  return new AppError('conflict', message, { reason: 'offline' }, [
    { pointer: '/agentId', code: 'agent_offline', message },
  ])
}

/** The end of a consult: whatever one is open, or only this one. */
export interface ConsultAnswer extends Omit<ConsultInput, 'agentId'> {
  readonly consultId?: string
}

/**
 * Ends the consult of a task, by either of the two; `note` is the answer, kept as an internal message. Null when there is
 * no such task. Throws `conflict` when nobody is asked, and `forbidden`.
 */
export async function endConsult(
  context: Context,
  { taskId, note, consultId }: ConsultAnswer,
): Promise<ShownTask | null> {
  return handleTask(context, { taskId, permission: 'task:write' }, async (grip, tx) => {
    const open = await findOpenConsult(tx, context.workspace.id, taskId)
    const isAsked = open !== null && can(context.principal, 'offer:act', { agentId: open.agentId })
    if (!isAsked) requireOwnWork(context, grip.task)
    if (open === null || (consultId ?? open.id) !== open.id)
      throw new AppError('conflict', 'Nobody is asked about this task.', { state: grip.task.state })
    const facts = await closeConsult(tx, context, { taskId, reason: 'ended' })
    return joinChanges(await noteChange(tx, context, grip, note), { ...noChange, facts })
  })
}

/**
 * Ends a consult whose question never got through to the endpoint of who is asked, so that somebody else can be. One that
 * has ended meanwhile stays as it is.
 */
export async function endUnheardConsult(
  context: Context,
  { taskId, consultId }: { taskId: string; consultId: string },
): Promise<void> {
  const ended = handleTask(context, { taskId, permission: 'task:write' }, async (_grip, tx) => {
    const open = await findOpenConsult(tx, context.workspace.id, taskId)
    if (open?.id !== consultId) return noChange
    return { ...noChange, facts: await closeConsult(tx, context, { taskId, reason: 'not_reached' }) }
  })
  await ended.catch((error: unknown) => {
    if (!(error instanceof AppError) || error.code !== 'conflict') throw error
  })
}
