import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

export interface NewLink {
  readonly hash: Buffer
  readonly address: string
  readonly at: number
  readonly expiresAt: number
}

/** Keeps a link, unless the address has `most` that work already: then false. Of an address one is made at a time. */
export async function insertLink(
  tx: Tx,
  workspaceId: string,
  { hash, address, at, expiresAt, most }: NewLink & { most: number },
): Promise<boolean> {
  await tx.count(sql`
    select pg_advisory_xact_lock(hashtextextended('portal link ' || ${workspaceId}::text || ' ' || ${address}::text, 0))`)
  const added = await tx.count(sql`
    insert into portal_links (workspace_id, token_hash, address, created_at, expires_at)
    select ${workspaceId}::uuid, ${hash}::bytea, ${address}, ${new Date(at)}::timestamptz,
      ${new Date(expiresAt)}::timestamptz
    where (
      select count(*)
      from portal_links as other
      where other.workspace_id = ${workspaceId}
        and other.address = ${address}
        and other.used_at is null
        and other.expires_at > ${new Date(at)}::timestamptz) < ${most}::integer`)
  return added === 1
}

/** Uses up a link and gives whose address it was for; null when it is unknown, used or too old. Of racing calls one wins. */
export async function useLink(tx: Tx, workspaceId: string, link: { hash: Buffer; at: number }): Promise<string | null> {
  const row = await tx.first(sql<{ address: string }>`
    update portal_links as link
    set used_at = ${new Date(link.at)}
    where link.workspace_id = ${workspaceId}
      and link.token_hash = ${link.hash}
      and link.used_at is null
      and link.expires_at > ${new Date(link.at)}::timestamptz
    returning link.address`)
  return row?.address ?? null
}

/** Makes every link of an address useless. */
export async function deleteLinksOf(tx: Tx, workspaceId: string, address: string): Promise<void> {
  await tx.count(sql`
    delete from portal_links
    where portal_links.workspace_id = ${workspaceId} and portal_links.address = ${address}`)
}

/** Removes links that are over; gives how many went. */
export function deleteOldLinks(tx: Tx, workspaceId: string, at: number): Promise<number> {
  return tx.count(sql`
    delete from portal_links
    where portal_links.workspace_id = ${workspaceId} and portal_links.expires_at <= ${new Date(at)}::timestamptz`)
}
