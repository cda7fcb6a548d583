import { AppError } from '../../platform/errors.ts'
import type { Installation } from '../../platform/installation.ts'
import { type Memory, memoryKey } from '../../platform/memory.ts'
import { isSecretText, secretHash } from '../../platform/random-secret.ts'
import { createFreshCache } from './fresh-cache.ts'
import { findMembership } from './member-view.ts'
import { rightsOfMember } from './rights-of-member.ts'
import { partnerOf } from './roles.ts'
import { type AuthenticatedSession, isSessionLive } from './session.ts'
import { noteSessionUse } from './session-store.ts'
import { findSessionByHash, type SessionOfUser } from './session-view.ts'
import { isSlug } from './slug.ts'

interface KnownSession {
  readonly session: SessionOfUser
  /** Null when the workspace asked for is not theirs. */
  readonly answer: AuthenticatedSession | null
}

const knownSessions = memoryKey('access.sessions', () => createFreshCache<KnownSession | null>(20_000))

/**
 * Tells who a cookie is in the workspace with this slug, or in the oldest of theirs when none is named.
 * Throws `unauthenticated` for a session that is unknown or over, `forbidden` for a workspace that is not theirs,
 * whether or not it exists. The end of a session is felt within a second in every process.
 */
export async function authenticateSession(
  installation: Installation,
  cookie: string,
  workspaceSlug: string | null,
): Promise<AuthenticatedSession> {
  if (!isSecretText(cookie)) throw refuse()
  if (workspaceSlug !== null && !isSlug(workspaceSlug)) throw refuseWorkspace()
  const hash = secretHash(cookie)
  const nowMs = installation.now()
  const known = await installation.memory
    .of(knownSessions)
    .get(`${hash.toString('base64')} ${workspaceSlug ?? ''}`, nowMs, () => load(installation, hash, workspaceSlug))
  if (known === null || !isSessionLive(known.session, nowMs)) throw refuse()
  if (known.answer === null) throw refuseWorkspace()
  return known.answer
}

/** Drops what this process knows of sessions that match. */
export function forgetSessions(memory: Memory, matches: (session: SessionOfUser) => boolean): void {
  memory.of(knownSessions).forget((known) => known !== null && matches(known.session))
}

/** The person behind a session as a principal of one workspace; null when that is not theirs. */
export async function enterWorkspace(
  installation: Installation,
  session: SessionOfUser,
  isWanted: (workspace: { id: string; slug: string }) => boolean,
): Promise<AuthenticatedSession | null> {
  const chosen = session.memberships.find(({ workspace }) => isWanted(workspace))
  if (chosen === undefined) return null
  const { workspace, memberId } = chosen
  const membership = await installation.inWorkspace(workspace.id, (tx) => findMembership(tx, workspace.id, memberId))
  if (membership === null) return null
  const principal = {
    kind: 'member',
    id: memberId,
    name: session.userName,
    ...rightsOfMember(membership),
    agentId: membership.agentId,
    partnerId: partnerOf({ role: membership.role, partnerId: membership.partnerId, id: memberId }),
  } as const
  return { workspace, principal, sessionId: session.sessionId, userId: session.userId }
}

async function load(installation: Installation, hash: Buffer, slug: string | null): Promise<KnownSession | null> {
  const session = await installation.onGlobalTables((tx) => findSessionByHash(tx, hash))
  if (session === null) return null
  noteUse(installation, session)
  const answer = await enterWorkspace(installation, session, (workspace) => slug === null || workspace.slug === slug)
  return { session, answer }
}

/** Runs beside the request; what is lost with a crash is a minute of the idle time. */
function noteUse(installation: Installation, session: SessionOfUser): void {
  const nowMs = installation.now()
  if (nowMs - session.lastSeenAt < 60_000 || !isSessionLive(session, nowMs)) return
  installation.onGlobalTables((tx) => noteSessionUse(tx, session.sessionId, nowMs)).catch(() => {})
}

function refuse(): AppError {
  return new AppError('unauthenticated', 'Nobody is signed in here, or the session is over.')
}

function refuseWorkspace(): AppError {
  return new AppError('forbidden', 'There is no such workspace for you.')
}
