import type { KeyRenames } from '../../core/workflow/index.ts'
import { sql } from '../../database/query.ts'
import { isRenamed, renamedWord } from '../../database/renamed.ts'
import type { Tx } from '../../platform/context.ts'

const queue = sql`one.queue`
const reason = sql`one.reason`
const calendar = sql`(one.clock -> 'clock' ->> 'calendar')`

/** Writes the new names into cases that are not closed. */
export async function saveRenamedCases(tx: Tx, workspaceId: string, renames: KeyRenames): Promise<void> {
  await tx.count(sql`
    update cases as one
    set queue = ${renamedWord(queue, renames.queues)}, reason = ${renamedWord(reason, renames.reasons)},
      clock = case when one.clock is not null then
        jsonb_set(one.clock, '{clock,calendar}', to_jsonb(${renamedWord(calendar, renames.calendars)})) end,
      version = one.version + 1
    where one.workspace_id = ${workspaceId}
      and one.status <> 'closed'
      and (${isRenamed(queue, renames.queues)} or ${isRenamed(reason, renames.reasons)}
        or ${isRenamed(calendar, renames.calendars)})`)
}

/** A ticket whose open case has a renamed reason still gets no second one for it. */
export async function saveRenamedReasonKeys(tx: Tx, workspaceId: string, renames: KeyRenames): Promise<void> {
  const key = sql`member.reason_key`
  await tx.count(sql`
    update case_tickets as member
    set reason_key = ${renamedWord(key, renames.reasons)}
    where member.workspace_id = ${workspaceId} and member.is_open and ${isRenamed(key, renames.reasons)}`)
}
