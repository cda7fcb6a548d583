import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

export async function insertSignInLink(
  tx: Tx,
  link: { hash: Buffer; userId: string; createdAtMs: number; expiresAtMs: number },
): Promise<void> {
  await tx.count(sql`
    insert into sign_in_links (token_hash, user_id, created_at, expires_at)
    values (${link.hash}, ${link.userId}, ${new Date(link.createdAtMs)}, ${new Date(link.expiresAtMs)})`)
}

/** Uses up a link and gives whose it was; null when it is unknown, used or too old. Of racing calls one wins. */
export async function useSignInLink(tx: Tx, hash: Buffer, nowMs: number): Promise<string | null> {
  const now = new Date(nowMs)
  const row = await tx.first<{ userId: string }>(sql`
    update sign_in_links
    set used_at = ${now}
    where sign_in_links.token_hash = ${hash}
      and sign_in_links.used_at is null
      and sign_in_links.expires_at > ${now}::timestamptz
    returning sign_in_links.user_id as "userId"`)
  return row?.userId ?? null
}

/** Makes every open link of a user useless. */
export async function deleteSignInLinks(tx: Tx, userId: string): Promise<void> {
  await tx.count(sql`
    delete from sign_in_links
    where sign_in_links.user_id = ${userId}
      and sign_in_links.used_at is null`)
}

/** How many links of a user work now. */
export async function countOpenLinks(tx: Tx, userId: string, nowMs: number): Promise<number> {
  const row = await tx.first<{ open: number }>(sql`
    select count(*)::integer as open
    from sign_in_links
    where sign_in_links.user_id = ${userId}
      and sign_in_links.used_at is null
      and sign_in_links.expires_at > ${new Date(nowMs)}::timestamptz`)
  return row?.open ?? 0
}
