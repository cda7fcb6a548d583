import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

export interface ClaimedChore {
  readonly name: string
  readonly epoch: number
}

/** Adds the chores that are not known yet, due at once. */
export async function insertChores(tx: Tx, names: readonly string[]): Promise<void> {
  await tx.count(sql`
    insert into chores (name)
    select chore.name
    from unnest(${names}::text[]) as chore (name)
    on conflict (name) do nothing`)
}

/** Leases those of these chores that are due and free; rows that another process is claiming are passed over. */
export function leaseDueChores(tx: Tx, claim: { names: readonly string[]; leaseMs: number }): Promise<ClaimedChore[]> {
  return tx.rows(sql<ClaimedChore>`
    update chores
    set lease_until = now() + make_interval(secs => ${claim.leaseMs / 1000}), epoch = chores.epoch + 1
    where chores.name in (
      select due.name
      from chores as due
      where due.name = any(${claim.names}::text[])
        and due.due_at <= now()
        and (due.lease_until is null or due.lease_until <= now())
      order by due.due_at
      for update skip locked)
    returning chores.name, chores.epoch`)
}

/** Notes that a chore is done; it is due again after `everyMs`. */
export function endChore(tx: Tx, chore: ClaimedChore, everyMs: number): Promise<number> {
  return tx.count(sql`
    update chores
    set due_at = now() + make_interval(secs => ${everyMs / 1000}), lease_until = null, last_done_at = now()
    where chores.name = ${chore.name} and chores.epoch = ${chore.epoch}`)
}

/** Gives a chore that failed back for a try after `waitMs`. */
export function delayChore(tx: Tx, chore: ClaimedChore, waitMs: number): Promise<number> {
  return tx.count(sql`
    update chores
    set lease_until = now() + make_interval(secs => ${waitMs / 1000})
    where chores.name = ${chore.name} and chores.epoch = ${chore.epoch}`)
}
