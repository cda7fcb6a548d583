import type { EndedHours } from '../../core/workflow/index.ts'
import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** Keeps the hours that calendars had until now, for ever: what they counted must stay what it was. */
export async function insertPastHours(
  tx: Tx,
  workspaceId: string,
  { ended, until }: { ended: readonly EndedHours[]; until: Date },
): Promise<void> {
  if (ended.length === 0) return
  await tx.count(sql`
    insert into past_hours (workspace_id, calendar, until, definition)
    select ${workspaceId}::uuid, ended.calendar, ${until}::timestamptz, ended.definition
    from jsonb_to_recordset(${JSON.stringify(ended)}::jsonb) as ended (calendar text, definition jsonb)
    on conflict (workspace_id, calendar, until) do nothing`)
}

/** Lets the past hours of a calendar follow its new name. */
export async function renamePastHours(
  tx: Tx,
  workspaceId: string,
  renames: Readonly<Record<string, string>>,
): Promise<void> {
  if (Object.keys(renames).length === 0) return
  await tx.count(sql`
    update past_hours
    set calendar = renamed.value
    from jsonb_each_text(${JSON.stringify(renames)}::jsonb) as renamed
    where past_hours.workspace_id = ${workspaceId} and past_hours.calendar = renamed.key`)
}
