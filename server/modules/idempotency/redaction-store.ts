import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import { asInJson, withoutText } from '../../platform/without-text.ts'

/**
 * Takes a text out of kept answers that name one of these things, by its id as the API writes it: a repeated call is still
 * answered, and does nothing twice. Gives how many had it.
 */
export async function redactAnswers(
  tx: Tx,
  workspaceId: string,
  { names, text }: { names: readonly string[]; text: string },
): Promise<number> {
  const kept = await tx.rows(sql<{ principalId: string; route: string; key: string; response: string }>`
    select kept.principal_id as "principalId", kept.route, kept.key, kept.response
    from idempotency_keys as kept
    where kept.workspace_id = ${workspaceId}
      and exists (
        select 1
        from unnest(${names}::text[]) as named (id)
        where position(named.id in kept.response) > 0)
      and (position(${asInJson(text)} in kept.response) > 0 or position(${asInJson(text, 2)} in kept.response) > 0)
    for update`)
  let changed = 0
  for (const { principalId, route, key, response } of kept) {
    const told: unknown = JSON.parse(response)
    const rest = withoutText(told, text)
    if (rest === told) continue
    changed += await tx.count(sql`
      update idempotency_keys as kept
      set response = ${JSON.stringify(rest)}
      where kept.workspace_id = ${workspaceId} and kept.principal_id = ${principalId} and kept.route = ${route}
        and kept.key = ${key}`)
  }
  return changed
}
