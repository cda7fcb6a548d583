import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** Blanks customers that are locked: nothing is left but the row that others refer to. Gives what went, by table. */
export async function blankCustomers(
  tx: Tx,
  workspaceId: string,
  { customerIds, at }: { customerIds: readonly string[]; at: number },
): Promise<{ customers: number; contacts: number }> {
  const contacts = await tx.count(sql`
    delete from customer_contacts as contact
    where contact.workspace_id = ${workspaceId} and contact.customer_id = any(${customerIds}::uuid[])`)
  const aliases = await tx.count(sql`
    delete from customers
    where customers.workspace_id = ${workspaceId} and customers.id = any(${customerIds}::uuid[]) and customers.is_alias`)
  const blanked = await tx.count(sql`
    update customers
    set external_id = 'erased-' || customers.id, name = null, language = null, tier = null, timezone = null,
      attributes = '{}', erased_at = ${new Date(at)}, version = customers.version + 1, updated_at = ${new Date(at)}
    where customers.workspace_id = ${workspaceId} and customers.id = any(${customerIds}::uuid[])`)
  return { customers: blanked + aliases, contacts }
}
