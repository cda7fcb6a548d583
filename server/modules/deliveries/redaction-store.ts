import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import { asInJson, withoutText } from '../../platform/without-text.ts'

/**
 * Takes a text out of what is kept of deliveries about these tickets, sent or not; what still waits goes out without it,
 * in its turn. Of receivers' answers that repeat it nothing is kept. Gives how many deliveries had it.
 */
export async function redactDeliveries(
  tx: Tx,
  workspaceId: string,
  { ticketIds, text }: { ticketIds: readonly string[]; text: string },
): Promise<number> {
  await tx.count(sql`
    update delivery_attempts as attempt
    set response = null, response_headers = null
    from deliveries as delivery
    where attempt.workspace_id = ${workspaceId}
      and attempt.delivery_id = delivery.id
      and (position(${text} in attempt.response) > 0 or position(${asInJson(text)} in attempt.response) > 0
        or position(${asInJson(text)} in attempt.response_headers::text) > 0)
      and delivery.workspace_id = ${workspaceId}
      and delivery.ticket_id = any(${ticketIds}::uuid[])`)
  const holding = await tx.rows(sql<{ id: string; body: string }>`
    select delivery.id, delivery.body
    from deliveries as delivery
    where delivery.workspace_id = ${workspaceId}
      and delivery.ticket_id = any(${ticketIds}::uuid[])
      and delivery.body <> ''
    order by delivery.id
    for update`)
  const left = holding.flatMap(({ id, body }) => {
    const told: unknown = JSON.parse(body)
    const rest = withoutText(told, text)
    return rest === told ? [] : [{ id, body: JSON.stringify(rest) }]
  })
  if (left.length === 0) return 0
  return tx.count(sql`
    update deliveries as delivery
    set body = rest.body
    from unnest(${left.map(({ id }) => id)}::uuid[], ${left.map(({ body }) => body)}::text[]) as rest (id, body)
    where delivery.workspace_id = ${workspaceId} and delivery.id = rest.id`)
}
