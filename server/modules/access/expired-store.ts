import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import { idleMs } from './session.ts'

/** Passes go first: they refer to sessions. */
export async function deleteExpired(tx: Tx, nowMs: number): Promise<number> {
  const now = new Date(nowMs)
  const passes = await tx.count(sql`delete from realtime_passes where realtime_passes.expires_at <= ${now}`)
  const sessions = await tx.count(sql`
    delete from sessions
    where sessions.expires_at <= ${now}
      or sessions.last_seen_at <= ${new Date(nowMs - idleMs)}`)
  const links = await tx.count(sql`delete from sign_in_links where sign_in_links.expires_at <= ${now}`)
  const tries = await tx.count(sql`delete from sign_in_failures where sign_in_failures.window_ends_at <= ${now}`)
  return passes + sessions + links + tries
}
