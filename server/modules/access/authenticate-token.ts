import { AppError } from '../../platform/errors.ts'
import { type Answerable, createGatheringAt } from '../../platform/gathering.ts'
import type { Installation } from '../../platform/installation.ts'
import { type Memory, memoryKey } from '../../platform/memory.ts'
import { secretHash } from '../../platform/random-secret.ts'
import { createFreshCache } from './fresh-cache.ts'
import { type AuthenticatedToken, principalOfToken, type Token } from './token.ts'
import { noteTokenUses } from './token-store.ts'
import { isTokenText } from './token-text.ts'
import { findLiveTokens, findTokens, type LocatedToken, locateTokens } from './token-view.ts'

interface KnownToken {
  readonly token: Token
  readonly answer: AuthenticatedToken
}

/** Unknown hashes are kept too (null), so a caller with a dead token costs one query a second. */
const knownTokens = memoryKey('access.tokens', () => createFreshCache<KnownToken | null>(20_000))

interface WaitingToken extends Answerable<KnownToken | null> {
  readonly installation: Installation
  readonly hash: Buffer
}

/** After a restart all come at once: looked up one by one, they would be thousands of transactions. */
const gatherToken = createGatheringAt<KnownToken | null, WaitingToken>({
  name: 'access.tokens-read',
  largestBatch: 250,
})

/**
 * Tells who a service token is. Throws `unauthenticated` for one that is mistyped, unknown, expired or revoked;
 * a revocation is felt within a second in every process.
 */
export async function authenticateToken(installation: Installation, text: string): Promise<AuthenticatedToken> {
  if (!isTokenText(text)) throw refuse('This is not a service token: its form or its checksum is wrong.')
  const hash = secretHash(text)
  const nowMs = installation.now()
  const cache = installation.memory.of(knownTokens)
  const known = await cache.get(hash.toString('base64'), nowMs, () =>
    gatherToken({ memory: installation.memory, place: '' }, { installation, hash }, loadTokens),
  )
  if (known === null) throw refuse('This service token is not known.')
  if (known.token.revokedAt !== null) throw refuse('This service token was revoked.')
  if (known.token.expiresAt !== null && known.token.expiresAt <= nowMs) throw refuse('This service token has expired.')
  return known.answer
}

/** Of tokens that were accepted earlier those that still would be: what open sockets ask every few seconds. */
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

/** Answers each who waits for a token: those of a workspace are read together, and one that cannot be read fails alone. */
async function loadTokens(waiting: readonly WaitingToken[]): Promise<void> {
  const [first] = waiting
  if (first === undefined) return
  const { installation } = first
  const hashes = waiting.map(({ hash }) => hash)
  const located = await installation.onGlobalTables((tx) => locateTokens(tx, hashes))
  const byHash = new Map(located.map((one) => [one.hash.toString('base64'), one]))
  const found = waiting.map((one) => ({ one, place: byHash.get(one.hash.toString('base64')) }))
  for (const { one, place } of found) if (place === undefined) one.resolve(null)
  const inWorkspaces = Map.groupBy(located, ({ workspace }) => workspace.id)
  await Promise.all(
    [...inWorkspaces].map(async ([workspaceId, places]) => {
      const own = found.flatMap(({ one, place }) => (place?.workspace.id === workspaceId ? [{ one, place }] : []))
      try {
        const known = await loadTokensOf(installation, workspaceId, places)
        for (const { one, place } of own) one.resolve(known.get(place.tokenId) ?? null)
      } catch (error) {
        for (const { one } of own) one.reject(error)
      }
    }),
  )
}

/** By their ids. */
async function loadTokensOf(
  installation: Installation,
  workspaceId: string,
  places: readonly LocatedToken[],
): Promise<ReadonlyMap<string, KnownToken>> {
  const tokenIds = places.map(({ tokenId }) => tokenId)
  const tokens = await installation.inWorkspace(workspaceId, (tx) => findTokens(tx, workspaceId, tokenIds))
  noteUses(installation, workspaceId, tokens)
  const byId = new Map(tokens.map((token) => [token.id, token]))
  return new Map(
    places.flatMap(({ tokenId, workspace }) => {
      const token = byId.get(tokenId)
      if (token === undefined) return []
      const { ratePerSecond } = token
      return [[tokenId, { token, answer: { workspace, principal: principalOfToken(token), tokenId, ratePerSecond } }]]
    }),
  )
}

/** Runs beside the requests: what is lost with a crash is one minute of "last used". */
function noteUses(installation: Installation, workspaceId: string, tokens: readonly Token[]): void {
  const at = installation.now()
  const isToNote = ({ lastUsedAt, revokedAt, expiresAt }: Token) =>
    (lastUsedAt === null || at - lastUsedAt >= 60_000) && revokedAt === null && isBefore(at, expiresAt)
  const tokenIds = tokens.filter(isToNote).map(({ id }) => id)
  if (tokenIds.length === 0) return
  installation.inWorkspace(workspaceId, (tx) => noteTokenUses(tx, workspaceId, { tokenIds, at })).catch(() => {})
}

function isBefore(nowMs: number, endsAtMs: number | null): boolean {
  return endsAtMs === null || nowMs < endsAtMs
}

function refuse(message: string): AppError {
  return new AppError('unauthenticated', message)
}
