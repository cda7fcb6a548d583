import { permissions, type Permission } from '../../modules/access/index.ts'
import { acceptOffer, assignTicket } from '../../modules/handling/index.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { newId } from '../../platform/ids.ts'
import { systemPrincipal } from '../../platform/principal.ts'
import type { Desk, RouterWorld } from './router-world.ts'

/** What a person of the role `agent` may, as far as tasks go. */
const ofAgent: readonly Permission[] = ['ticket:read', 'task:read', 'task:write', 'offer:act', 'note:write']

/** A call by this agent itself, who may act for no other. */
export function asAgent(desk: Desk, agentId: string): Context {
  return desk.contextOf({ ...systemPrincipal, kind: 'member', id: newId(), agentId, permissions: new Set(ofAgent) })
}

/** A call by somebody who may act for all agents and is none. */
export function asSupervisor(desk: Desk): Context {
  return desk.contextOf({ ...systemPrincipal, kind: 'member', id: newId(), permissions: new Set(permissions) })
}

/** A task in the hands of an agent. */
export interface HeldTask {
  readonly agentId: string
  readonly ticketId: string
  readonly taskId: string
}

/** Puts a new ticket into an agent's hands without a router. */
export async function holdTask(desk: Desk, agentId?: string): Promise<HeldTask> {
  const holder = agentId ?? (await desk.addAgent())
  const ticketId = await desk.addTicket({ serviceLine: 'game-support' })
  await assignTicket(desk.context, { ticketId, agentId: holder })
  return { agentId: holder, ticketId, taskId: (await desk.taskOf(ticketId)).id }
}

/** The whole row of a task. */
export async function rowOf(world: RouterWorld, taskId: string): Promise<TaskRow> {
  const [row] = await world.query<TaskRow>(
    `select task.state, task.queue, task.agent_id as "agentId", task.priority, task.entered_at as "enteredAt",
       task.exclusions, task.parked_at as "parkedAt", task.wrapup_until as "wrapupUntil", task.disposition,
       ticket.queue as "ticketQueue", ticket.assignee_id as "assigneeId"
     from tasks as task
     join tickets as ticket on ticket.workspace_id = task.workspace_id and ticket.id = task.ticket_id
     where task.id = $1`,
    [taskId],
  )
  if (row === undefined) throw new Error(`There is no task ${taskId}.`)
  return row
}

export interface TaskRow {
  readonly state: string
  readonly queue: string
  readonly agentId: string | null
  readonly priority: string
  readonly enteredAt: number
  readonly exclusions: Readonly<Record<string, number>>
  readonly parkedAt: number | null
  readonly wrapupUntil: number | null
  readonly disposition: string | null
  readonly ticketQueue: string
  readonly assigneeId: string | null
}

/** What an agent holds. */
export async function loadOf(world: RouterWorld, agentId: string): Promise<{ used: number; reserved: number }> {
  const [load] = await world.query<{ used: number; reserved: number }>(
    'select used_units as used, reserved_units as reserved from agent_loads where agent_id = $1',
    [agentId],
  )
  return load ?? { used: -1, reserved: -1 }
}

/** The events of a ticket since it had this many, with their data. */
export function eventsOf(
  world: RouterWorld,
  ticketId: string,
  after = 0,
): Promise<{ type: string; data: Record<string, unknown> }[]> {
  return world.query('select type, data from events where ticket_id = $1 order by seq offset $2', [ticketId, after])
}

/** The code and details of the refusal a call meets. */
export async function refusalOf(call: Promise<unknown>): Promise<{ code: string } & Record<string, unknown>> {
  try {
    await call
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const [field] = error.fields
    return { code: error.code, ...error.details, ...(field !== undefined && { at: field.pointer, why: field.code }) }
  }
  throw new Error('Nothing was refused.')
}

/** Accepts the pending offer of a task, whoever's it is. */
export async function acceptPending(desk: Desk, taskId: string): Promise<void> {
  const offer = (await desk.offers('pending')).find((one) => one.taskId === taskId)
  if (offer === undefined) throw new Error('Nothing is offered.')
  await acceptOffer(desk.context, { offerId: offer.id })
}
