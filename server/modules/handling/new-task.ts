import type { Context } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import type { Task } from '../routing/index.ts'
import type { Grip } from './ticket-change.ts'

const nobody = { preferredAgentId: null, preferredUntil: null, preferredAs: null } as const

/** Who had the ticket is preferred for a while where the queue says so (`lastAgent`). */
export function lastAgentOf(
  context: Context,
  { ticket, workflow }: Grip,
): Pick<Task, 'preferredAgentId' | 'preferredUntil' | 'preferredAs'> {
  const waitMs = workflow.queues.get(ticket.queue)?.lastAgentMs ?? null
  const { assignee } = ticket
  if (waitMs === null || assignee === null) return nobody
  return { preferredAgentId: assignee.id, preferredUntil: context.now() + waitMs, preferredAs: 'ticket' }
}

/** The work a ticket asks for from now on: its task as it waits in the ticket's queue. */
export function newTask(context: Context, { ticket }: Grip): Task {
  const requirements = { skills: {}, languages: [ticket.language], rules: [] }
  const at = context.now()
  return {
    id: newId(),
    ticketId: ticket.id,
    caseId: null,
    kind: 'ticket',
    queue: ticket.queue,
    channel: ticket.channel,
    priority: ticket.priority,
    requirements,
    state: 'waiting',
    agentId: null,
    enteredAt: at,
    exclusions: {},
    parkedAt: null,
    wrapupUntil: null,
    disposition: null,
    ...nobody,
    overflowed: [],
    partner: null,
    version: 1,
    createdAt: at,
    endedAt: null,
  }
}

/** The work a case asks for: it waits in a queue of its own, for whoever may review it, whatever the ticket's language. */
export function caseTask(context: Context, grip: Grip, { queue, priority }: { queue: string; priority: string }): Task {
  const requirements = { skills: {}, languages: [], rules: [] }
  return { ...newTask(context, grip), caseId: grip.caseId, kind: 'case', queue, priority, requirements }
}
