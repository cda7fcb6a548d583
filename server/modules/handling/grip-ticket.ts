import type { Context, Tx } from '../../platform/context.ts'
import { lockLoads } from '../agents/index.ts'
import { findLiveOffersOfTicket, lockOpenTask, type Offer, type Task } from '../routing/index.ts'
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
 * Throws `conflict` for a ticket that was closed too long ago to have a lifecycle still, or whose customer was erased.
 */
export async function gripTicket(
  tx: Tx,
  context: Context,
  input: {
    ticketId: string
    agentIds: readonly string[]
    /** Holds the task of this case of the ticket instead of its own, or of whichever of them this task is. */
    caseId?: string | null
    taskId?: string
  },
): Promise<Grip | null> {
  const { ticketId, caseId = null, taskId = null } = input
  const workspaceId = context.workspace.id
  const [workflow, hands] = await Promise.all([holdWorkflow(tx, context), findHands(tx, workspaceId, ticketId)])
  const held = new Set([...hands, ...input.agentIds])
  // Sent at once and carried out one after the other: every moment an agent's row is held, its other work waits.
  const [, , task, live, ticket] = await Promise.all([
    lockLoads(tx, workspaceId, [...held]),
    lockTickets(tx, workspaceId, [ticketId]),
    lockOpenTask(tx, workspaceId, { ticketId, caseId, taskId }),
    findLiveOffersOfTicket(tx, workspaceId, ticketId),
    findTicket(tx, workspaceId, ticketId),
  ])
  if (ticket === null) return null
  refuseErased(context, ticket)
  const work = workOf(task, live, held)
  return { ticket, caseId: task?.caseId ?? caseId, ...work, workflow, lifecycle: lifecycleOf(workflow, ticket) }
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
    const task = await lockOpenTask(tx, workspaceId, { ticketId })
    const work = workOf(task, await findLiveOffersOfTicket(tx, workspaceId, ticketId), held)
    const ticket = await findTicket(tx, workspaceId, ticketId)
    if (ticket !== null) refuseErased(context, ticket)
    if (ticket !== null)
      grips.set(ticketId, { ticket, caseId: null, ...work, workflow, lifecycle: lifecycleOf(workflow, ticket) })
  }
  return grips
}

/** A task with its own offers, of those of its ticket. Throws when somebody has a hand in it whose load is not held. */
function workOf(
  task: Task | null,
  live: readonly Offer[],
  held: ReadonlySet<string>,
): Pick<Grip, 'task' | 'pending' | 'heldBy'> {
  const ofTask = live.filter((offer) => offer.taskId === task?.id)
  const pending = ofTask.filter((offer) => offer.state === 'pending')
  const concerned = [...pending.map((offer) => offer.agentId), ...(task?.agentId == null ? [] : [task.agentId])]
  if (concerned.some((agentId) => !held.has(agentId))) throw new MovedMeanwhile('The task moved meanwhile.')
  return { task, pending, heldBy: ofTask.find((offer) => offer.state === 'accepted') ?? null }
}

/** Nobody writes on a ticket whose customer was erased; the product itself may still put it in order. */
function refuseErased({ principal }: Context, { isErased }: Grip['ticket']): void {
  if (!isErased || principal.kind === 'system') return
  throw new AppError('conflict', 'The customer of this ticket was erased; it is closed for good.', { reason: 'erased' })
}

function lifecycleOf(workflow: Grip['workflow'], ticket: Grip['ticket']): Grip['lifecycle'] {
  const lifecycle = workflow.lifecycles.get(ticket.lifecycle)
  if (lifecycle !== undefined) return lifecycle
  throw new AppError('conflict', `The workflow no longer has the lifecycle "${ticket.lifecycle}" of this ticket.`)
}
