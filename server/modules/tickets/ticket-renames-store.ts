import type { KeyRenames } from '../../core/workflow/index.ts'
import { sql } from '../../database/query.ts'
import { isOneRenamed, isRenamed, renamedWord, renamedWords } from '../../database/renamed.ts'
import type { Tx } from '../../platform/context.ts'

/** A ticket that names renamed keys. */
export interface RenamedTicket {
  readonly id: string
  /** The names of what changes, as the API has them. */
  readonly changed: readonly string[]
}

const type = sql`ticket.type`
const category = sql`ticket.category`
const serviceLine = sql`ticket.service_line`
const channel = sql`ticket.channel`
const language = sql`ticket.language`
const queue = sql`ticket.queue`
const lifecycle = sql`ticket.lifecycle`
const slaPolicy = sql`ticket.sla_policy`
const affected = sql`ticket.affected`
const status = sql`(ticket.lifecycle || ' ' || ticket.status)`
const returnsTo = sql`(ticket.lifecycle || ' ' || ticket.returns_to)`

/** Live tickets that name a renamed key: those not closed, and those closed after `closedAfter`. */
export function findRenamedTickets(
  tx: Tx,
  workspaceId: string,
  { renames, closedAfter }: { renames: KeyRenames; closedAfter: number },
): Promise<RenamedTicket[]> {
  return tx.rows(sql<RenamedTicket>`
    select ticket.id, found.changed
    from tickets as ticket
    cross join lateral (
      select array_remove(array[
        case when ${isRenamed(type, renames.types)} then 'type' end,
        case when ${isRenamed(category, renames.categories)} then 'category' end,
        case when ${isRenamed(serviceLine, renames.serviceLines)} then 'serviceLine' end,
        case when ${isRenamed(channel, renames.channels)} then 'channel' end,
        case when ${isRenamed(language, renames.languages)} then 'language' end,
        case when ${isRenamed(queue, renames.queues)} then 'queue' end,
        case when ${isRenamed(lifecycle, renames.lifecycles)} then 'lifecycle' end,
        case when ${isRenamed(status, renames.statuses)} then 'status' end,
        case when ${isRenamed(returnsTo, renames.statuses)} then 'returnsTo' end,
        case when ${isRenamed(slaPolicy, renames.slaPolicies)} then 'slaPolicy' end,
        case when ${isOneRenamed(affected, renames.services)} then 'affected' end], null) as changed) as found
    where ticket.workspace_id = ${workspaceId}
      and (ticket.status_category <> 'closed' or ticket.closed_at > ${new Date(closedAfter)})
      and cardinality(found.changed) > 0`)
}

/** Writes the new names into tickets this transaction holds; gives each its next place in its sequence. */
export function saveRenamedTickets(
  tx: Tx,
  workspaceId: string,
  { ticketIds, renames, at }: { ticketIds: readonly string[]; renames: KeyRenames; at: number },
): Promise<{ id: string; eventSeq: number }[]> {
  const statusNow = sql`coalesce(${JSON.stringify(renames.statuses)}::jsonb ->> ${status}, ticket.status)`
  const returnsToNow = sql`coalesce(${JSON.stringify(renames.statuses)}::jsonb ->> ${returnsTo}, ticket.returns_to)`
  return tx.rows(sql<{ id: string; eventSeq: number }>`
    update tickets as ticket
    set type = ${renamedWord(type, renames.types)}, category = ${renamedWord(category, renames.categories)},
      service_line = ${renamedWord(serviceLine, renames.serviceLines)},
      channel = ${renamedWord(channel, renames.channels)}, language = ${renamedWord(language, renames.languages)},
      queue = ${renamedWord(queue, renames.queues)}, lifecycle = ${renamedWord(lifecycle, renames.lifecycles)},
      status = ${statusNow}, returns_to = ${returnsToNow},
      sla_policy = ${renamedWord(slaPolicy, renames.slaPolicies)},
      affected = ${renamedWords(affected, renames.services)},
      version = ticket.version + 1, event_seq = ticket.event_seq + 1, updated_at = ${new Date(at)}
    where ticket.workspace_id = ${workspaceId} and ticket.id = any(${ticketIds}::uuid[])
    returning ticket.id, ticket.event_seq as "eventSeq"`)
}
