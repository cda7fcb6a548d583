import { termsOf, type WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import { findLastTask, type Task } from '../routing/index.ts'
import type { Grip } from './ticket-change.ts'

const nobody = { preferredAgentId: null, preferredUntil: null, preferredAs: null } as const

/** Who had the ticket is preferred for a while where the queue says so (`lastAgent`). */
export function lastAgentOf(
  context: Context,
  { ticket, workflow }: Grip,
  taskId: string,
): Pick<Task, 'preferredAgentId' | 'preferredUntil' | 'preferredAs'> {
  const waitMs = termsOf(workflow, taskId).queues.get(ticket.queue)?.lastAgentMs ?? null
  const { assignee } = ticket
  if (waitMs === null || assignee === null) return nobody
  return { preferredAgentId: assignee.id, preferredUntil: context.now() + waitMs, preferredAs: 'ticket' }
}

/**
 * The work a ticket asks for from now on: its task as it waits in the ticket's queue. It asks for the skills that its
 * work asked for before, and for the ticket's language of today.
 */
export async function newTask(tx: Tx, context: Context, grip: Grip): Promise<Task> {
  const { ticket, workflow } = grip
  const last = await findLastTask(tx, context.workspace.id, ticket.id)
  const { skills, languages, rules } = last?.requirements ?? { skills: {}, languages: [], rules: [] }
  const spoken = inLanguage(workflow, languages, ticket.language)
  return taskOf(context, grip, { skills, languages: spoken, rules })
}

/** The languages a task asks for whose ticket is in this one: where the workflow requires it, it is the first of them. */
export function inLanguage(
  { requiresLanguage }: WorkflowSnapshot,
  languages: readonly string[],
  language: string,
): readonly string[] {
  return requiresLanguage ? [...new Set([language, ...languages.slice(1)])] : languages
}

function taskOf(context: Context, { ticket }: Grip, requirements: Task['requirements']): Task {
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
    waitsFrom: null,
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
  return { ...taskOf(context, grip, requirements), caseId: grip.caseId, kind: 'case', queue, priority }
}
