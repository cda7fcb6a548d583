import { sql } from '../../database/query.ts'
import type { Tx, Workspace } from '../../platform/context.ts'
import type { Session } from './session.ts'

/** A session with its person and the workspaces they may enter, the oldest first. */
export interface SessionOfUser {
  readonly sessionId: string
  readonly userId: string
  readonly userName: string
  readonly lastSeenAt: number
  readonly expiresAt: number
  readonly memberships: readonly { readonly memberId: string; readonly workspace: Workspace }[]
}

const sessionOfUser = sql`
  select
    sessions.id as "sessionId", sessions.user_id as "userId", users.name as "userName",
    sessions.last_seen_at as "lastSeenAt", sessions.expires_at as "expiresAt",
    coalesce((
      select json_agg(
        json_build_object(
          'memberId', member_index.member_id,
          'workspace', json_build_object(
            'id', workspaces.id, 'slug', workspaces.slug, 'name', workspaces.name, 'purpose', workspaces.purpose,
            'clockOffsetMs', (extract(epoch from workspaces.clock_offset) * 1000)::bigint))
        order by workspaces.created_at, workspaces.slug)
      from member_index
      join workspaces on workspaces.id = member_index.workspace_id
      where member_index.user_id = sessions.user_id), '[]'::json) as memberships
  from sessions
  join users on users.id = sessions.user_id`

export function findSessionByHash(tx: Tx, hash: Buffer): Promise<SessionOfUser | null> {
  return tx.first(sql`${sessionOfUser} where sessions.token_hash = ${hash}`)
}

export function findSessionById(tx: Tx, sessionId: string): Promise<SessionOfUser | null> {
  return tx.first(sql`${sessionOfUser} where sessions.id = ${sessionId}`)
}

/** Of these sessions those whose persons are members of a workspace. */
export function findSessionsInto(
  tx: Tx,
  workspaceId: string,
  sessionIds: readonly string[],
): Promise<Pick<SessionOfUser, 'sessionId' | 'lastSeenAt' | 'expiresAt'>[]> {
  return tx.keyed(sql`
    select sessions.id as "sessionId", sessions.last_seen_at as "lastSeenAt", sessions.expires_at as "expiresAt"
    from sessions
    where sessions.id = any(${sessionIds}::uuid[])
      and exists (
        select
        from member_index
        where member_index.user_id = sessions.user_id and member_index.workspace_id = ${workspaceId})`)
}

/** The user's sessions, the last used first. */
export function listSessionsOfUser(tx: Tx, userId: string): Promise<Session[]> {
  return tx.rows(sql`
    select sessions.id, sessions.user_agent as "userAgent", sessions.address, sessions.created_at as "createdAt",
      sessions.last_seen_at as "lastSeenAt", sessions.expires_at as "expiresAt"
    from sessions
    where sessions.user_id = ${userId}
    order by sessions.last_seen_at desc, sessions.id desc`)
}
