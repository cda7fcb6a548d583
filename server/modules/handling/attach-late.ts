import { hasEnded } from '../../core/lifecycle/index.ts'
import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { requirePermission } from '../access/index.ts'
import { findPolicyFacts, findTickets, findUnpromised, policyOf } from '../tickets/index.ts'
import { armTimersAt } from '../timers/index.ts'
import { type Grip, noChange, type TicketChange } from './ticket-change.ts'

const together = 500
/** Spread, so that the timers that fall due meanwhile keep their turn. */
const firedASecond = 100

/**
 * Lets the timers of open tickets ring soon that came under no policy when one of this workflow fits them now: ringing
 * brings them under it. Done twice it does nothing more.
 */
export async function hastenUnpromised(context: Context, workflow: WorkflowSnapshot): Promise<void> {
  requirePermission(context, 'ticket:write')
  if (workflow.policies.size === 0) return
  const workspaceId = context.workspace.id
  let count = 0
  for (let after: string | null = null; ;) {
    const asked: { after: string | null; limit: number } = { after, limit: together }
    // oxlint-disable-next-line switchyard/verb -- a wake-up is no fact
    const ids = await context.transaction(async (tx) => {
      const ids = await findUnpromised(tx, workspaceId, asked)
      const fitting = await whereOneFits(tx, context, { workflow, ticketIds: ids })
      const dues = fitting.map((subjectId) => ({
        subjectId,
        dueAt: context.now() + (count++ / firedASecond) * 1_000,
      }))
      await armTimersAt(tx, workspaceId, { kind: 'sla', dues })
      return ids
    })
    if (ids.length < together) return
    after = ids.at(-1) ?? null
  }
}

async function whereOneFits(
  tx: Tx,
  context: Context,
  { workflow, ticketIds }: { workflow: WorkflowSnapshot; ticketIds: readonly string[] },
): Promise<string[]> {
  if (ticketIds.length === 0) return []
  const [tickets, facts] = await Promise.all([
    findTickets(tx, context.workspace.id, ticketIds),
    findPolicyFacts(tx, context.workspace.id, ticketIds),
  ])
  const factsOf = new Map(facts.map((one) => [one.ticketId, one]))
  return tickets.flatMap((ticket) => {
    const known = factsOf.get(ticket.id)
    return known !== undefined && policyOf(workflow, ticket, known) !== null ? [ticket.id] : []
  })
}

/**
 * Brings a ticket without a policy under the one that fits it now, with clocks from its creation; nothing where it has
 * one, where it has ended, or where none fits.
 */
export async function attachLateChange(tx: Tx, context: Context, grip: Grip): Promise<TicketChange> {
  const { ticket, workflow } = grip
  const { slaPolicy, statusCategory } = ticket
  if (slaPolicy !== null || hasEnded(statusCategory)) return noChange
  const [facts] = await findPolicyFacts(tx, context.workspace.id, [ticket.id])
  const to = facts === undefined ? null : policyOf(workflow, ticket, facts)
  if (facts === undefined || to === null) return noChange
  return {
    ...noChange,
    patch: { slaPolicy: to.slug },
    facts: [{ type: 'ticket.updated', data: { changed: ['slaPolicy'] } }],
    clockEvents: [{ kind: 'policy', to, at: context.now() }],
  }
}
