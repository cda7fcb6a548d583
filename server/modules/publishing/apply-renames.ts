import { isAnyRenamed, type KeyRenames } from '../../core/workflow/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { renameInScopes } from '../access/index.ts'
import { renameInAgents } from '../agents/index.ts'
import { renameInCases } from '../cases/index.ts'
import { renameInWebhooks } from '../deliveries/index.ts'
import { findRenamedTasks, renameInTasks } from '../routing/index.ts'
import { renameInClocks } from '../sla/index.ts'
import { findRenamedTickets, lockTickets, renameInTickets } from '../tickets/index.ts'

/**
 * Writes the new names of keys wherever a live row names the old one: tokens and subscriptions, then in the order of
 * all locks agents, tickets, tasks, offers and cases. Tickets closed before `closedAfter` keep the words they were closed
 * with.
 */
export async function applyRenames(
  tx: Tx,
  context: Context,
  { renames, version, closedAfter }: { renames: KeyRenames; version: number; closedAfter: number },
): Promise<void> {
  const lists = Object.keys(renames) as (keyof KeyRenames)[]
  if (!isAnyRenamed(renames, lists)) return
  const workspaceId = context.workspace.id
  await renameInScopes(tx, context, renames)
  await renameInWebhooks(tx, context, renames)
  await renameInAgents(tx, context, renames)
  const tickets = await findRenamedTickets(tx, workspaceId, { renames, closedAfter })
  const tasks = await findRenamedTasks(tx, workspaceId, renames)
  const ticketIds = new Set([...tickets.map((ticket) => ticket.id), ...tasks.map((task) => task.ticketId)])
  await lockTickets(tx, workspaceId, [...ticketIds])
  await renameInTickets(tx, context, { tickets, renames, version })
  await renameInTasks(tx, context, { taskIds: tasks.map((task) => task.id), renames })
  await renameInClocks(tx, context, { renames, closedAfter })
  await renameInCases(tx, context, renames)
}
