import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** Lets customers go on as another one, or by themselves again. They are locked. */
export async function pointCustomers(
  tx: Tx,
  workspaceId: string,
  { customerIds, to }: { customerIds: readonly string[]; to: string | null },
): Promise<void> {
  await tx.count(sql`
    update customers
    set merged_into = ${to}, version = customers.version + 1, updated_at = now()
    where customers.workspace_id = ${workspaceId} and customers.id = any(${customerIds}::uuid[])`)
}

/** Takes the next place in a customer's own sequence. It is locked. */
export async function takeCustomerSeq(tx: Tx, workspaceId: string, customerId: string): Promise<number> {
  const row = await tx.first<{ seq: number }>(sql`
    update customers
    set event_seq = customers.event_seq + 1, version = customers.version + 1, updated_at = now()
    where customers.workspace_id = ${workspaceId} and customers.id = ${customerId}
    returning customers.event_seq as seq`)
  if (row === null) throw new Error(`Customer ${customerId} was held and is gone.`)
  return row.seq
}

const details = ['name', 'language', 'tier', 'timezone'] as const

/** Gives a customer what it lacks of another one's details; both are locked. Tells which that were. */
export async function fillFrom(
  tx: Tx,
  workspaceId: string,
  { sourceId, targetId }: { sourceId: string; targetId: string },
): Promise<{ filled: string[]; filledAttributes: string[] }> {
  const lacking = await tx.first<{ filled: string[]; filledAttributes: string[] }>(sql`
    select array_remove(array[${sql.join(
      details.map(
        (name) => sql`case when target.${sql.ref(name)} is null and source.${sql.ref(name)} is not null
          then ${name}::text end`,
      ),
    )}], null) as filled,
      array(select jsonb_object_keys(source.attributes) except select jsonb_object_keys(target.attributes))
        as "filledAttributes"
    from customers as source
    join customers as target on target.workspace_id = source.workspace_id
    where source.workspace_id = ${workspaceId} and source.id = ${sourceId} and target.id = ${targetId}`)
  await tx.count(sql`
    update customers as target
    set name = coalesce(target.name, source.name),
      language = coalesce(target.language, source.language),
      tier = coalesce(target.tier, source.tier),
      timezone = coalesce(target.timezone, source.timezone),
      attributes = source.attributes || target.attributes
    from customers as source
    where target.workspace_id = ${workspaceId} and target.id = ${targetId}
      and source.workspace_id = ${workspaceId} and source.id = ${sourceId}`)
  return lacking ?? { filled: [], filledAttributes: [] }
}

/** Takes back what `fillFrom` gave, where it is still what the source has. */
export async function takeBack(
  tx: Tx,
  workspaceId: string,
  back: { sourceId: string; targetId: string; filled: readonly string[]; filledAttributes: readonly string[] },
): Promise<void> {
  const { sourceId, targetId, filled, filledAttributes } = back
  const kept = (name: (typeof details)[number]) =>
    sql`case when ${name}::text = any(${filled}::text[]) then nullif(target.${sql.ref(name)}, source.${sql.ref(name)})
      else target.${sql.ref(name)} end`
  await tx.count(sql`
    update customers as target
    set name = ${kept('name')},
      language = ${kept('language')},
      tier = ${kept('tier')},
      timezone = ${kept('timezone')},
      attributes = target.attributes - array(
        select wanted.name
        from unnest(${filledAttributes}::text[]) as wanted (name)
        where target.attributes -> wanted.name = source.attributes -> wanted.name)
    from customers as source
    where target.workspace_id = ${workspaceId} and target.id = ${targetId}
      and source.workspace_id = ${workspaceId} and source.id = ${sourceId}`)
}

/** Gives a customer the contacts of another one that it has not, and remembers by which merge. */
export function addContactsOf(
  tx: Tx,
  workspaceId: string,
  { from, to, mergeId }: { from: string; to: string; mergeId: string },
): Promise<number> {
  return tx.count(sql`
    insert into customer_contacts (workspace_id, customer_id, kind, value, verified_at, merge_id)
    select contact.workspace_id, ${to}::uuid, contact.kind, contact.value, contact.verified_at, ${mergeId}::uuid
    from customer_contacts as contact
    where contact.workspace_id = ${workspaceId} and contact.customer_id = ${from}
    on conflict do nothing`)
}

/** Takes away the contacts that came by a merge. */
export async function deleteContactsOfMerge(tx: Tx, workspaceId: string, mergeId: string): Promise<void> {
  await tx.count(sql`
    delete from customer_contacts as contact
    where contact.workspace_id = ${workspaceId} and contact.merge_id = ${mergeId}`)
}
