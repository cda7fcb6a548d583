import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../platform/ids.ts'
import { addMember } from './add-member.ts'
import { authenticateSession } from './authenticate-session.ts'
import { changeMemberRole } from './change-member-role.ts'
import { createWorkspace } from './create-workspace.ts'
import { revokeSession, signOut } from './end-session.ts'
import { ensureAdmin } from './ensure-admin.ts'
import { listSessions, standingSessionsOf } from './read-sessions.ts'
import { issuePass, redeemPass } from './realtime-pass.ts'
import { issueSignInLink, signInWithLink } from './sign-in-with-link.ts'
import { arrival, openTestInstallation, wrapped } from './testing/test-installation-store.ts'

const test = await openTestInstallation()
afterAll(test.close)
const { here, elsewhere, workspace } = test
const email = 'ada@example.com'
const over = { code: 'unauthenticated' }
const minuteMs = 60_000

beforeAll(async () => {
  await ensureAdmin(here, { workspace, email, name: 'Ada' })
})

async function signIn(as = email) {
  const token = (await issueSignInLink(here, as)) ?? ''
  return signInWithLink(here, { ...arrival, token })
}

describe('a session', () => {
  it('is the member it belongs to, with the agent they are', async () => {
    const member = await addMember(test.contextOf(), { email: 'bo@example.com', name: 'Bo', role: 'agent' })
    const agentId = newId()
    const values = [workspace.id, agentId, member.id]
    await test.query(
      `insert into agents (workspace_id, id, kind, name, member_id) values ($1, $2, 'person', 'Bo', $3)`,
      values,
    )
    const session = await signIn('bo@example.com')
    const { principal, sessionId, userId } = await authenticateSession(elsewhere, session.secret, 'home')
    expect(principal).toMatchObject({ kind: 'member', id: member.id, name: 'Bo', agentId, partnerId: null })
    expect(principal.permissions.has('offer:act')).toBe(true)
    expect(principal.permissions.has('token:write')).toBe(false)
    expect({ sessionId, userId }).toEqual({ sessionId: session.sessionId, userId: member.userId })
  })

  it('ends after an hour without use', async () => {
    const { secret } = await signIn()
    test.advance(60 * minuteMs - 1)
    await authenticateSession(here, secret, null)
    const seen = here.now()
    const lastSeen = async () =>
      Math.max(...(await test.query<{ at: number }>('select last_seen_at as at from sessions')).map(({ at }) => at))
    await expect.poll(lastSeen).toBe(seen)
    test.advance(60 * minuteMs)
    await expect(authenticateSession(here, secret, null)).rejects.toMatchObject(over)
  })

  it('ends after a day of steady use', async () => {
    const { secret, sessionId } = await signIn()
    test.advance(24 * 60 * minuteMs - 1)
    await test.query(`update sessions set last_seen_at = $1 where id = $2`, [new Date(here.now()), sessionId])
    await authenticateSession(here, secret, null)
    test.advance(1)
    await expect(authenticateSession(here, secret, null)).rejects.toMatchObject(over)
  })

  it.each(wrapped('', ' ', null, undefined, 0, [], {}, 'A'.repeat(43), 'A'.repeat(44)))('is not %j', async (cookie) => {
    await expect(authenticateSession(here, cookie as string, null)).rejects.toMatchObject(over)
  })

  it('is stored as a hash only', async () => {
    const { secret } = await signIn()
    const rows = await test.query(`select encode(token_hash, 'escape') as hash, sessions.* from sessions`)
    expect(JSON.stringify(rows)).not.toContain(secret)
  })

  it('opens no workspace but the person’s own, and says no more of others', async () => {
    const slug = `other-${newId()}`
    const other = await createWorkspace(here, { slug, name: 'Other', purpose: 'live' })
    await ensureAdmin(here, { workspace: other, email: 'cy@example.com', name: 'Cy' })
    const { secret } = await signIn()
    const refusals = await Promise.all(
      [slug, 'no-such-workspace', '', '../x', 'X'.repeat(5000)].map((each) =>
        authenticateSession(here, secret, each).catch((error) => [error.code, error.message]),
      ),
    )
    expect(new Set(refusals.map((each) => JSON.stringify(each))).size).toBe(1)
    expect(refusals[0]).toEqual(['forbidden', 'There is no such workspace for you.'])
    await addMember(test.contextOf(undefined, other), { email, name: 'Ada', role: 'auditor' })
    test.advance(1_000)
    const entered = await authenticateSession(here, secret, slug)
    expect(entered.workspace).toEqual(other)
    expect(entered.principal.permissions.has('*')).toBe(false)
    expect((await authenticateSession(here, secret, null)).workspace).toEqual(workspace)
  })
})

describe('ending a session', () => {
  it('by signing out is felt here at once and elsewhere within a second', async () => {
    const { secret, sessionId } = await signIn()
    await authenticateSession(here, secret, null)
    await authenticateSession(elsewhere, secret, null)
    await signOut(here, secret)
    await expect(authenticateSession(here, secret, null)).rejects.toMatchObject(over)
    test.advance(900)
    await expect(authenticateSession(elsewhere, secret, null)).rejects.toMatchObject(over)
    expect([...(await standingSessionsOf(elsewhere, workspace.id, [sessionId]))]).toEqual([])
  })

  it('by name is for one’s own alone', async () => {
    await ensureAdmin(here, { workspace, email: 'di@example.com', name: 'Di' })
    const [own, theirs] = [await signIn(), await signIn('di@example.com')]
    expect(await revokeSession(here, { userId: own.userId, sessionId: theirs.sessionId })).toBe(false)
    await expect(authenticateSession(here, theirs.secret, null)).resolves.toBeDefined()
    expect(await revokeSession(here, own)).toBe(true)
    expect(await revokeSession(here, own)).toBe(false)
    expect((await listSessions(here, own)).map(({ id }) => id)).not.toContain(own.sessionId)
  })

  it('without a session is nothing', async () => {
    await expect(signOut(here, null)).resolves.toBeUndefined()
    await expect(signOut(here, 'A'.repeat(43))).resolves.toBeUndefined()
  })
})

describe('a role change', () => {
  it('is felt by sessions within a second', async () => {
    const member = await addMember(test.contextOf(), { email: 'ed@example.com', name: 'Ed', role: 'manager' })
    const { secret } = await signIn('ed@example.com')
    const mayWrite = async () =>
      (await authenticateSession(elsewhere, secret, null)).principal.permissions.has('workflow:write')
    expect(await mayWrite()).toBe(true)
    await changeMemberRole(test.contextOf(), { memberId: member.id, role: 'agent' })
    test.advance(900)
    expect(await mayWrite()).toBe(false)
  })
})

describe('a realtime pass', () => {
  const issue = async () => {
    const session = await authenticateSession(here, (await signIn()).secret, null)
    return { session, ...(await issuePass(here, session)) }
  }

  it('is the session it was made from, in every process', async () => {
    const { session, pass } = await issue()
    expect(await redeemPass(elsewhere, pass)).toEqual(session)
  })

  it('works once, also when many sockets race for it', async () => {
    const { pass } = await issue()
    const results = await Promise.allSettled(Array.from({ length: 16 }, () => redeemPass(here, pass)))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  it('works for a minute, and not after signing out', async () => {
    const late = await issue()
    test.advance(minuteMs)
    await expect(redeemPass(here, late.pass)).rejects.toMatchObject(over)
    const gone = await issue()
    await revokeSession(here, gone.session)
    await expect(redeemPass(here, gone.pass)).rejects.toMatchObject(over)
  })

  it.each(wrapped('', ' ', null, 0, [], {}, 'A'.repeat(43)))('is not %j', async (pass) => {
    await expect(redeemPass(here, pass as string)).rejects.toMatchObject(over)
  })
})
