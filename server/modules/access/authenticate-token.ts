import { AppError } from '../../platform/errors.ts'
import type { Installation } from '../../platform/installation.ts'
import { type Memory, memoryKey } from '../../platform/memory.ts'
import { secretHash } from '../../platform/random-secret.ts'
import { createFreshCache } from './fresh-cache.ts'
import { type AuthenticatedToken, principalOfToken, type Token } from './token.ts'
import { noteTokenUse } from './token-store.ts'
import { isTokenText } from './token-text.ts'
import { findLiveTokens, findToken, locateToken } from './token-view.ts'

interface KnownToken {
  readonly token: Token
  readonly answer: AuthenticatedToken
}

/** Unknown hashes are kept too (null), so a caller with a dead token costs one query a second. */
const knownTokens = memoryKey('access.tokens', () => createFreshCache<KnownToken | null>(20_000))

/**
 * Tells who a service token is. Throws `unauthenticated` for one that is mistyped, unknown, expired or revoked;
 * a revocation is felt within a second in every process.
 */
export async function authenticateToken(installation: Installation, text: string): Promise<AuthenticatedToken> {
  if (!isTokenText(text)) throw refuse('This is not a service token: its form or its checksum is wrong.')
  const hash = secretHash(text)
  const nowMs = installation.now()
  const cache = installation.memory.of(knownTokens)
  const known = await cache.get(hash.toString('base64'), nowMs, () => loadToken(installation, hash))
  if (known === null) throw refuse('This service token is not known.')
  if (known.token.revokedAt !== null) throw refuse('This service token was revoked.')
  if (known.token.expiresAt !== null && known.token.expiresAt <= nowMs) throw refuse('This service token has expired.')
  return known.answer
}

/** Whether a token that was accepted earlier would still be: what open sockets ask every few seconds. */
export async function isTokenLive(installation: Installation, workspaceId: string, tokenId: string): Promise<boolean> {
  const token = await installation.inWorkspace(workspaceId, (tx) => findToken(tx, workspaceId, tokenId))
  return token !== null && token.revokedAt === null && isBefore(installation.now(), token.expiresAt)
}

/** The same of many tokens of a workspace at once: those that would still be accepted. */
export async function liveTokensOf(
  installation: Installation,
  workspaceId: string,
  tokenIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const at = installation.now()
  return new Set(await installation.inWorkspace(workspaceId, (tx) => findLiveTokens(tx, workspaceId, { tokenIds, at })))
}

/** Drops what this process knows of a token. */
export function forgetToken(memory: Memory, tokenId: string): void {
  memory.of(knownTokens).forget((known) => known?.token.id === tokenId)
}

/** The same of every token of a workspace. */
export function forgetTokensOf(memory: Memory, workspaceId: string): void {
  memory.of(knownTokens).forget((known) => known?.answer.workspace.id === workspaceId)
}

async function loadToken(installation: Installation, hash: Buffer): Promise<KnownToken | null> {
  const located = await installation.onGlobalTables((tx) => locateToken(tx, hash))
  if (located === null) return null
  const { workspace, tokenId } = located
  const token = await installation.inWorkspace(workspace.id, (tx) => findToken(tx, workspace.id, tokenId))
  if (token === null) return null
  noteUse(installation, workspace.id, token)
  const { ratePerSecond } = token
  return { token, answer: { workspace, principal: principalOfToken(token), tokenId, ratePerSecond } }
}

/** Runs beside the request: what is lost with a crash is one minute of "last used". */
function noteUse(installation: Installation, workspaceId: string, token: Token): void {
  const nowMs = installation.now()
  const isNoted = token.lastUsedAt !== null && nowMs - token.lastUsedAt < 60_000
  if (isNoted || token.revokedAt !== null || !isBefore(nowMs, token.expiresAt)) return
  installation.inWorkspace(workspaceId, (tx) => noteTokenUse(tx, workspaceId, token.id, nowMs)).catch(() => {})
}

function isBefore(nowMs: number, endsAtMs: number | null): boolean {
  return endsAtMs === null || nowMs < endsAtMs
}

function refuse(message: string): AppError {
  return new AppError('unauthenticated', message)
}
