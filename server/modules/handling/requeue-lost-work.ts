import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { requirePermission } from '../access/index.ts'
import { findLost, type LostAgent } from '../agents/index.ts'
import { cooldownsOf } from '../routing/index.ts'
import { armTimer, type ClaimedTimer, takeTimer } from '../timers/index.ts'
import { currentWorkflow } from '../workflow/index.ts'
import { handleTicket } from './handle-ticket.ts'
import { findWorkUnderWay, type LostTask } from './lost-work-view.ts'
import { noChange, type TicketChange } from './ticket-change.ts'

/**
 * Looks after the live work of an agent who is gone: what is past the grace of its kind goes back to its queue at its
 * rank, and the agent is not asked again for a while. Who comes back within the grace keeps the work, and so does who
 * goes offline on purpose; work of kinds without a grace stays (domain.md, Agent). For who was put away no grace is
 * left. It looks again at the end of each grace. False when the timer was moved, or the agent is back.
 */
export async function requeueLostWork(context: Context, timer: ClaimedTimer): Promise<boolean> {
  requirePermission(context, 'task:write')
  const workflow = await currentWorkflow(context)
  const agentId = timer.subjectId
  const lost = await readLostWork(context, agentId)
  const now = context.now()
  for (const task of lost?.work ?? []) {
    const dueAt = lost === null ? null : endOfGrace(workflow, task.kind, lost)
    if (lost !== null && dueAt !== null && dueAt <= now) await requeue(context, task, { agentId, since: lost.since })
  }
  const next = lost === null || lost.isForGood ? null : nextLook(workflow, lost.since, now)
  // Requeueing changes nothing a second time, so the timer is taken when all is done and a crash only repeats it.
  // oxlint-disable-next-line switchyard/verb -- only moves the timer; each requeueing above is a change of its own
  return context.transaction(async (tx) => {
    const workspaceId = context.workspace.id
    if (!(await takeTimer(tx, workspaceId, timer)) || lost === null) return false
    if (next !== null) await armTimer(tx, workspaceId, { kind: 'agent.lost', subjectId: agentId, dueAt: next })
    return true
  })
}

function readLostWork(context: Context, agentId: string): Promise<(LostAgent & { work: LostTask[] }) | null> {
  return context.read(async (tx) => {
    const lost = await findLost(tx, context.workspace.id, agentId)
    if (lost === null) return null
    return { ...lost, work: await findWorkUnderWay(tx, context.workspace.id, { agentId, lostSince: lost.since }) }
  })
}

function endOfGrace({ presence }: WorkflowSnapshot, kind: string, { since, isForGood }: LostAgent): number | null {
  if (isForGood) return since
  const graceMs = (presence.graceMs as Readonly<Record<string, number>>)[kind] ?? 0
  return graceMs > 0 ? since + graceMs : null
}

function nextLook({ presence }: WorkflowSnapshot, since: number, now: number): number | null {
  const ends = Object.values(presence.graceMs).map((graceMs) => since + graceMs)
  const next = Math.min(...ends.filter((end) => end > now))
  return Number.isFinite(next) ? next : null
}

/** Judged once more while the agent's own row is held: coming back and requeueing cannot both happen. */
async function requeue(
  context: Context,
  { taskId, ticketId, caseId }: LostTask,
  lost: { agentId: string; since: number },
): Promise<void> {
  const { agentId, since } = lost
  const handling = { ticketId, caseId, permission: 'task:write', agentIds: [agentId] } as const
  await handleTicket(context, handling, async (grip, tx) => {
    const { task } = grip
    const isHeld = task?.id === taskId && task.agentId === agentId && task.state !== 'wrapup'
    if (!isHeld || (await findLost(tx, context.workspace.id, agentId))?.since !== since) return noChange
    const excludedUntil = context.now() + cooldownsOf(grip.workflow, { taskId, queue: task.queue }).declineCooldownMs
    const back: TicketChange = { ...noChange, taskMoves: [{ kind: 'lose', reason: 'agent_lost', excludedUntil }] }
    if (grip.ticket.assignee?.id !== agentId) return back
    const unassigned = { type: 'ticket.unassigned', data: { agentId: encodeId('agent', agentId) } } as const
    return { ...back, patch: { assigneeId: null }, facts: [unassigned] }
  })
}
