import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** Keeps what a member does not want to be told; false when that is what it was. */
export async function saveNoticesOff(
  tx: Tx,
  workspaceId: string,
  setting: { memberId: string; off: readonly string[] },
): Promise<boolean> {
  const saved = await tx.count(sql`
    insert into notice_settings (workspace_id, member_id, kinds_off)
    select ${workspaceId}, ${setting.memberId}, ${setting.off}::text[]
    where cardinality(${setting.off}::text[]) > 0 or exists (
      select 1
      from notice_settings as known
      where known.workspace_id = ${workspaceId} and known.member_id = ${setting.memberId})
    on conflict (workspace_id, member_id) do update
    set kinds_off = excluded.kinds_off
    where notice_settings.kinds_off <> excluded.kinds_off`)
  return saved === 1
}

/** What a member does not want to be told. */
export async function findNoticesOff(tx: Tx, workspaceId: string, memberId: string): Promise<readonly string[]> {
  const row = await tx.first(sql<{ off: readonly string[] }>`
    select setting.kinds_off as off
    from notice_settings as setting
    where setting.workspace_id = ${workspaceId} and setting.member_id = ${memberId}`)
  return row?.off ?? []
}
