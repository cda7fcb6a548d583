import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { User } from './user.ts'

/** Writes the user unless the address is taken, and gives the one who has it. */
export async function insertUser(tx: Tx, user: User): Promise<User> {
  await tx.count(sql`
    insert into users (id, email, name)
    values (${user.id}, ${user.email}, ${user.name})
    on conflict (email) do nothing`)
  const kept = await findUserByEmail(tx, user.email)
  if (kept === null) throw new Error('A user just written is not there.')
  return kept
}

export function findUserByEmail(tx: Tx, email: string): Promise<(User & { passwordHash: string | null }) | null> {
  return tx.first(sql`
    select users.id, users.email, users.name, users.password_hash as "passwordHash"
    from users
    where users.email = ${email}`)
}

export function findUser(tx: Tx, userId: string): Promise<(User & { passwordHash: string | null }) | null> {
  return tx.first(sql`
    select users.id, users.email, users.name, users.password_hash as "passwordHash"
    from users
    where users.id = ${userId}`)
}

/** Sets a password in place of the one that was verified; false when another call was faster. */
export async function replacePasswordHash(
  tx: Tx,
  userId: string,
  hashes: { from: string | null; to: string },
): Promise<boolean> {
  const touched = await tx.count(sql`
    update users
    set password_hash = ${hashes.to}
    where users.id = ${userId}
      and users.password_hash is not distinct from ${hashes.from}`)
  return touched === 1
}
