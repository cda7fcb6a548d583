import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { refuseField } from '../../platform/errors.ts'
import { requirePermission } from '../access/index.ts'
import { lockLoads } from '../agents/index.ts'
import { assigningChange, commitChange, gripTicket, joinChanges, messageChange, noChange } from '../handling/index.ts'
import { keepAnswer, type KeyedCall } from '../idempotency/index.ts'
import { placeOf, presentTicket } from '../tickets/index.ts'
import { holdWorkflow } from '../workflow/index.ts'
import { locationOf } from './rows-of.ts'
import type { TicketRequest } from './ticket-request.ts'
import type { Written } from './write-decided.ts'

type Wanted = Pick<TicketRequest, 'assignee' | 'note'>

/** Whether something is to be done with the ticket as soon as it is recorded. */
export function wantsWork({ assignee, note }: Wanted): boolean {
  return assignee !== undefined || note !== undefined
}

/**
 * Holds the workflow and the agent who is to have the ticket before its rows are written: every writer takes them in
 * this order. Gives the workflow. Throws `invalid` for `me` by who is no agent.
 */
export async function holdForWork(tx: Tx, context: Context, request: Wanted): Promise<WorkflowSnapshot> {
  const agentId = assigneeOf(context, request)
  const workflow = await holdWorkflow(tx, context)
  if (agentId !== null) await lockLoads(tx, context.workspace.id, [agentId])
  return workflow
}

/**
 * Gives a ticket that this transaction has recorded to its agent and adds its note; the router offers it to nobody.
 * Gives the ticket as the API answers it, which is kept under the key. Throws `forbidden` where it came to lie outside of
 * what the caller may touch, `invalid` when there is no such agent.
 */
export async function beginWork(
  tx: Tx,
  context: Context,
  { written, key }: { written: Written; key: KeyedCall | null },
): Promise<string> {
  const { request } = written.entry
  const { id: ticketId } = written.prepared.ticket
  const agentId = assigneeOf(context, request)
  const grip = await gripTicket(tx, context, { ticketId, agentIds: agentId === null ? [] : [agentId] })
  if (grip === null) throw new Error(`Ticket ${ticketId} was recorded and is gone.`)
  const { note: body } = request
  const place = placeOf(grip.ticket)
  if (body !== undefined) requirePermission(context, 'note:write', place)
  if (agentId !== null) requirePermission(context, 'ticket:assign', place)
  const noted =
    body === undefined
      ? noChange
      : await messageChange(tx, context, grip, { body, visibility: 'internal', clientId: null })
  const assigned =
    agentId === null ? noChange : await assigningChange(tx, context, grip, { agentId, pointer: '/assignee' })
  const ticket = await commitChange(tx, context, grip, joinChanges(noted, assigned))
  const answer = JSON.stringify(presentTicket(ticket, grip.workflow, ticket.createdBy))
  if (key !== null) {
    const headers = { location: locationOf(written.rows) }
    const kept = { status: 201, mediaType: 'application/json; charset=utf-8', headers, body: answer }
    await keepAnswer(tx, context, key, kept)
  }
  return answer
}

function assigneeOf({ principal }: Context, { assignee }: Wanted): string | null {
  if (assignee !== 'me') return assignee ?? null
  if (principal.agentId === null) throw refuseField('/assignee', 'not_an_agent', 'You are no agent: name the one.')
  return principal.agentId
}
