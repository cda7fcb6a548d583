import { termsOf, type WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context } from '../../platform/context.ts'
import { readLastAgents } from './last-agents-view.ts'
import type { PreparedTicket } from './prepare-ticket.ts'

/** A ticket of a batch, and whether its customer is new here, whom nobody has helped yet. */
interface Arrival {
  readonly prepared: PreparedTicket
  readonly isNewCustomer: boolean
}

/**
 * Lets new tickets prefer who worked for their customer last, where their queue says so (`lastAgent`) and that was not
 * longer ago than it says. Asks the database once for all of a batch, and nothing when no queue of it says so.
 */
export async function preferLastAgents<T extends Arrival>(
  context: Context,
  { arrivals, workflow }: { arrivals: readonly T[]; workflow: WorkflowSnapshot },
): Promise<readonly T[]> {
  const asking = new Set(arrivals.filter((one) => !one.isNewCustomer && waitOf(workflow, one.prepared) !== null))
  if (asking.size === 0) return arrivals
  const last = await readLastAgents(
    context,
    [...asking].map(({ prepared }) => prepared.ticket.customer.id),
  )
  const byCustomer = new Map(last.map((one) => [one.customerId, one]))
  return arrivals.map((one) => {
    const { prepared } = one
    const wait = asking.has(one) ? waitOf(workflow, prepared) : null
    const found = byCustomer.get(prepared.ticket.customer.id)
    if (wait === null || found === undefined || prepared.at - found.workedUntil > wait.withinMs) return one
    const preferred = { agentId: found.agentId, until: prepared.at + wait.waitMs, as: 'customer' } as const
    return { ...one, prepared: { ...prepared, preferred } }
  })
}

/** What the ticket's queue says of last agents; null = nothing, or the request named an agent itself. */
function waitOf(
  workflow: WorkflowSnapshot,
  { ticket, taskId, preferred }: PreparedTicket,
): { waitMs: number; withinMs: number } | null {
  const queue = termsOf(workflow, taskId).queues.get(ticket.queue)
  const waitMs = queue?.lastAgentMs ?? null
  if (preferred !== null || waitMs === null || queue === undefined || queue.lastAgentWithinMs === 0) return null
  return { waitMs, withinMs: queue.lastAgentWithinMs }
}
