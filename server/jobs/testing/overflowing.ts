import { createAgent } from '../../modules/agents/index.ts'
import { newId } from '../../platform/ids.ts'
import type { Desk, RouterWorld } from './router-world.ts'

/** Puts text in place of another one, which must be there. */
export const change = (from: string, to: string) => (text: string) => {
  if (!text.includes(from)) throw new Error(`The example does not say "${from}".`)
  return text.replace(from, to)
}

/** The example workflow with these steps of overflow in its frontline, and more of that queue. */
export const frontline = (steps: readonly string[], more: readonly string[] = []) => {
  const own = more.map((line) => `      ${line}\n`).join('')
  const listed = steps.map((step) => `        - ${step}\n`).join('')
  return change(
    '      overflow:\n        - { after: 30m, to: technical-support, skipIf: nobodyCanTake }\n',
    `${own}      overflow:\n${listed}`,
  )
}

/** A partner of the desk, by its slug, with an agent that takes offers by calls; the agent's id. */
export async function addPartner(world: RouterWorld, desk: Desk, slug: string): Promise<string> {
  const partnerId = newId()
  await world.query('insert into partners (workspace_id, id, slug, name) values ($1, $2, $3, $3)', [
    desk.context.workspace.id,
    partnerId,
    slug,
  ])
  const input = { name: slug, kind: 'partner', partnerId, endpointUrl: null } as const
  const { id } = await createAgent(desk.context, input, () => ({ ok: true }))
  return id
}

/** What was recorded of leaving queues in a desk, oldest first. */
export function leavings(world: RouterWorld, desk: Desk): Promise<{ type: string; data: Record<string, unknown> }[]> {
  return world.query(
    `select type, data
     from events
     where workspace_id = $1 and type in ('task.overflowed', 'task.partner_ended', 'task.expired')
     order by seq`,
    [desk.context.workspace.id],
  )
}

/** The open task of a ticket, and where both are. */
export async function standing(world: RouterWorld, ticketId: string): Promise<Record<string, unknown>> {
  const [row] = await world.query<Record<string, unknown>>(
    `select task.kind, task.queue, task.state, task.partner, ticket.queue as "ticketQueue", ticket.status_category as "category"
     from tasks as task
     join tickets as ticket on ticket.workspace_id = task.workspace_id and ticket.id = task.ticket_id
     where task.ticket_id = $1 and task.ended_at is null`,
    [ticketId],
  )
  if (row === undefined) throw new Error(`Ticket ${ticketId} has no open task.`)
  return row
}
