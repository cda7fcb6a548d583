import type { RunningService } from './running-service.ts'

/** What reading alone may write: when somebody was last seen. */
const notesOfReading = ['last_used_at', 'last_seen_at']

/** One line for each table, a count and a digest of all its rows; two equal records mean that nothing changed. */
export type RowPrints = Readonly<Record<string, string>>

/** Prints all tables of the installation, or what one workspace has in them. */
export async function printRows(service: RunningService, workspaceId?: string): Promise<RowPrints> {
  const tables = await tablesOf(service, workspaceId !== undefined)
  const prints = tables.map(
    (table) => `
      select '${table}' as name, count(*) || ':' ||
        coalesce(sum(hashtextextended((to_jsonb(t) - '{${notesOfReading.join()}}'::text[])::text, 0)), 0) as print
      from ${table} as t ${workspaceId === undefined ? '' : 'where t.workspace_id = $1'}`,
  )
  const rows = await service.query<{ name: string; print: string }>(
    prints.join(' union all '),
    workspaceId === undefined ? [] : [workspaceId],
  )
  return Object.fromEntries(rows.map(({ name, print }) => [name, print]))
}

async function tablesOf(service: RunningService, areOfWorkspaces: boolean): Promise<string[]> {
  const rows = await service.query<{ name: string }>(
    `select relation.relname as name
     from pg_class as relation
     where relation.relkind in ('r', 'p') and not relation.relispartition
       and relation.relnamespace = 'public'::regnamespace
       and ($1 = false or exists (
         select 1 from pg_attribute as member
         where member.attrelid = relation.oid and member.attname = 'workspace_id' and not member.attisdropped))
     order by relation.relname`,
    [areOfWorkspaces],
  )
  return rows.map((row) => row.name)
}
