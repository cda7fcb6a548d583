import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import { type Device, idleMs } from './session.ts'

export async function insertSession(
  tx: Tx,
  session: { id: string; hash: Buffer; userId: string; device: Device; createdAtMs: number; expiresAtMs: number },
): Promise<void> {
  const createdAt = new Date(session.createdAtMs)
  await tx.count(sql`
    insert into sessions (id, token_hash, user_id, user_agent, address, created_at, last_seen_at, expires_at)
    values (${session.id}, ${session.hash}, ${session.userId}, ${session.device.userAgent}, ${session.device.address},
      ${createdAt}, ${createdAt}, ${new Date(session.expiresAtMs)})`)
}

/** Notes that a live session was used, at most once a minute; a session past its idle time stays past it. */
export async function noteSessionUse(tx: Tx, sessionId: string, nowMs: number): Promise<void> {
  await tx.count(sql`
    update sessions
    set last_seen_at = ${new Date(nowMs)}::timestamptz
    where sessions.id = ${sessionId}
      and sessions.last_seen_at <= ${new Date(nowMs)}::timestamptz - interval '1 minute'
      and sessions.last_seen_at > ${new Date(nowMs - idleMs)}::timestamptz`)
}

/** Ends the session of this cookie and tells whose it was; null when there is none. */
export function deleteSessionByHash(tx: Tx, hash: Buffer): Promise<{ id: string; userId: string } | null> {
  return tx.first(sql<{ id: string; userId: string }>`
    delete from sessions
    where sessions.token_hash = ${hash}
    returning sessions.id, sessions.user_id as "userId"`)
}

/** Ends one session of this user; false when it is not theirs or not there. */
export async function deleteSession(tx: Tx, userId: string, sessionId: string): Promise<boolean> {
  const touched = await tx.count(sql`
    delete from sessions
    where sessions.id = ${sessionId}
      and sessions.user_id = ${userId}`)
  return touched === 1
}

export async function deleteOtherSessions(tx: Tx, userId: string, keptSessionId: string): Promise<void> {
  await tx.count(sql`
    delete from sessions
    where sessions.user_id = ${userId}
      and sessions.id <> ${keptSessionId}`)
}
