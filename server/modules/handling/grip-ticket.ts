import type { Context, Tx } from '../../platform/context.ts'
import { lockLoads } from '../agents/index.ts'
import { findPendingOffersOfTask, lockOpenTask } from '../routing/index.ts'
import { AppError } from '../../platform/errors.ts'
import { findTicket, lockTickets } from '../tickets/index.ts'
import { holdWorkflow } from '../workflow/index.ts'
import { findHands } from './hands-view.ts'
import type { Grip } from './ticket-change.ts'

/** What was read before locking had changed when the locks were held: the transaction runs again from its start. */
export class MovedMeanwhile extends Error {
  override readonly name = 'MovedMeanwhile'
  readonly code = '40001'
}

/**
 * Holds a ticket, its task and the loads of all agents concerned, in the one order every writer keeps: agents, ticket,
 * task, offers. The workflow stays what it is until the transaction ends. Null when there is no such ticket.
 * Throws `conflict` for a ticket that was closed too long ago to have a lifecycle still.
 */
export async function gripTicket(
  tx: Tx,
  context: Context,
  input: { ticketId: string; agentIds: readonly string[] },
): Promise<Grip | null> {
  const { ticketId, agentIds } = input
  return (await gripTickets(tx, context, { ticketIds: [ticketId], agentIds })).get(ticketId) ?? null
}

/**
 * Holds several tickets at once, in the same order: the agents of all, then the tickets by id, then the task of each, so
 * that two who hold the same tickets never wait for each other. What does not exist is not among them.
 */
export async function gripTickets(
  tx: Tx,
  context: Context,
  { ticketIds, agentIds }: { ticketIds: readonly string[]; agentIds: readonly string[] },
): Promise<ReadonlyMap<string, Grip>> {
  const workspaceId = context.workspace.id
  const [workflow, ...hands] = await Promise.all([
    holdWorkflow(tx, context),
    ...ticketIds.map((ticketId) => findHands(tx, workspaceId, ticketId)),
  ])
  const held = new Set([...hands.flat(), ...agentIds])
  await lockLoads(tx, workspaceId, [...held])
  const grips = new Map<string, Grip>()
  for (const ticketId of await lockTickets(tx, workspaceId, ticketIds)) {
    const { task, pending } = await lockWork(tx, workspaceId, { ticketId, held })
    const ticket = await findTicket(tx, workspaceId, ticketId)
    if (ticket !== null)
      grips.set(ticketId, { ticket, task, pending, workflow, lifecycle: lifecycleOf(workflow, ticket) })
  }
  return grips
}

async function lockWork(
  tx: Tx,
  workspaceId: string,
  { ticketId, held }: { ticketId: string; held: ReadonlySet<string> },
): Promise<Pick<Grip, 'task' | 'pending'>> {
  const task = await lockOpenTask(tx, workspaceId, ticketId)
  const pending = task === null ? [] : await findPendingOffersOfTask(tx, workspaceId, task.id)
  const concerned = [...pending.map((offer) => offer.agentId), ...(task?.agentId == null ? [] : [task.agentId])]
  if (concerned.some((agentId) => !held.has(agentId))) throw new MovedMeanwhile('The task moved meanwhile.')
  return { task, pending }
}

function lifecycleOf(workflow: Grip['workflow'], ticket: Grip['ticket']): Grip['lifecycle'] {
  const lifecycle = workflow.lifecycles.get(ticket.lifecycle)
  if (lifecycle !== undefined) return lifecycle
  throw new AppError('conflict', `The workflow no longer has the lifecycle "${ticket.lifecycle}" of this ticket.`)
}
