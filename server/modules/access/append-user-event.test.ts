import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { originOf } from '../../platform/origin.ts'
import { createWorkspace } from './create-workspace.ts'
import { revokeSession, signOut } from './end-session.ts'
import { ensureAdmin } from './ensure-admin.ts'
import { setPassword } from './set-password.ts'
import { issueSignInLink, signInWithLink } from './sign-in-with-link.ts'
import { arrival, openTestInstallation } from './testing/test-installation-store.ts'

const test = await openTestInstallation()
afterAll(test.close)
const { here, workspace } = test
const email = 'ada@example.com'
const origin = originOf({ id: 'request-1', address: '203.0.113.9', userAgent: 'a browser' })
let second = ''

beforeAll(async () => {
  const other = await createWorkspace(here, { slug: 'other', name: 'Other', purpose: 'live' })
  second = other.id
  for (const each of [workspace, other]) await ensureAdmin(here, { workspace: each, email, name: 'Ada' })
})

async function signIn() {
  const token = (await issueSignInLink(here, email, { requestId: 'command-line' })) ?? ''
  return signInWithLink(here, { ...arrival, origin, token })
}

interface Found {
  type: string
  actor: { kind: string; id: string }
  data: Record<string, string>
  origin: Record<string, string> | null
}
const events = (workspaceId: string) =>
  test.query(
    `select type, actor, data, origin from events
     where workspace_id = $1 and type like 'member.%' and type <> 'member.added' order by seq`,
    [workspaceId],
  ) as unknown as Promise<Found[]>

describe('what a person does with their access', () => {
  it('is recorded in every workspace of theirs, with from where', async () => {
    const session = await signIn()
    const { userId, sessionId } = session
    const password = { currentPassword: null, newPassword: 'a long sentence of mine', address: '203.0.113.9' }
    await setPassword(here, { userId, sessionId, ...password, origin })
    const another = await signIn()
    await revokeSession(here, { userId, sessionId: another.sessionId, origin })
    await signOut(here, session.secret, origin)
    for (const id of [workspace.id, second]) {
      const found = await events(id)
      expect(found.map(({ type, data }) => [type, data['by']])).toEqual([
        ['member.link_issued', undefined],
        ['member.signed_in', 'link'],
        ['member.password_set', undefined],
        ['member.link_issued', undefined],
        ['member.signed_in', 'link'],
        ['member.session_ended', 'revoked'],
        ['member.session_ended', 'sign_out'],
      ])
      expect(found[0]).toMatchObject({ actor: { kind: 'system' }, origin: { requestId: 'command-line' } })
      expect(found[1]).toMatchObject({ actor: { kind: 'member' }, origin })
      expect(JSON.stringify(found)).not.toMatch(/Ada|ada@|203\.0\.113\.9|a browser/)
    }
  })

  it('is not recorded when it did not happen', async () => {
    const before = (await events(workspace.id)).length
    const nothing = {
      userId: '019a9c3e-54a0-7c11-9d2f-0a4b7f1c2e33',
      sessionId: '019a9c3e-54a0-7c11-9d2f-0a4b7f1c2e34',
    }
    expect(await revokeSession(here, nothing)).toBe(false)
    await signOut(here, 'unknown', origin)
    await expect(signInWithLink(here, { ...arrival, token: 'unknown' })).rejects.toThrow()
    expect(await events(workspace.id)).toHaveLength(before)
  })
})
