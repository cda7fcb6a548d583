import { afterAll, describe, expect, it } from 'vitest'
import { newId } from '../../platform/ids.ts'
import { authenticateToken } from './authenticate-token.ts'
import { callbackSecrets, callbackSecretsOfAll } from './callback-secrets.ts'
import { createToken } from './create-token.ts'
import { createWorkspace } from './create-workspace.ts'
import { getCallbackSecret } from './read-callback-secret.ts'
import { rotateCallbackSecret } from './rotate-callback-secret.ts'
import { rotateToken } from './rotate-token.ts'
import { grantOf, openTestInstallation, principalWith } from './testing/test-installation-store.ts'

const test = await openTestInstallation()
afterAll(test.close)
const hourMs = 3_600_000

async function newCaller(partnerId: string | null = null) {
  const { secret, token } = await createToken(test.contextOf(), grantOf({ partnerId }))
  return { context: test.contextOf((await authenticateToken(test.here, secret)).principal), token }
}

async function addPartner(): Promise<string> {
  const id = newId()
  const values = [test.workspace.id, id, `p-${id}`]
  await test.query('insert into partners (workspace_id, id, slug, name) values ($1, $2, $3, $3)', values)
  return id
}

describe('a callback secret', () => {
  it('is made once, however many ask first, and stays', async () => {
    const { context } = await newCaller()
    const answers = await Promise.all(Array.from({ length: 8 }, () => getCallbackSecret(context)))
    expect(new Set(answers.map(({ current }) => current.secret)).size).toBe(1)
    expect(answers[0]?.current.secret).toMatch(/^whsec_[\w+/]{43}=$/)
  })

  it('is shared by the tokens of a partner and by no two partners', async () => {
    const [p1, p2] = [await addPartner(), await addPartner()]
    const secretOf = async (partnerId: string) =>
      (await getCallbackSecret((await newCaller(partnerId)).context)).current.secret
    expect(await secretOf(p1)).toBe(await secretOf(p1))
    expect(await secretOf(p1)).not.toBe(await secretOf(p2))
  })

  it('is sealed where it is stored, for its row alone', async () => {
    const { context, token } = await newCaller()
    const { current } = await getCallbackSecret(context)
    const [row] = await test.query<{ sealed: Buffer }>(
      'select secret_sealed as sealed from callback_keys where owner_id = $1',
      [token.id],
    )
    expect(row?.sealed.includes(current.secret.slice(6))).toBe(false)
    const other = await newCaller()
    await getCallbackSecret(other.context)
    await test.query('update callback_keys set secret_sealed = $1 where owner_id = $2', [row?.sealed, other.token.id])
    await expect(getCallbackSecret(other.context)).rejects.toThrow()
  })

  it('signs beside its successor for 24 h', async () => {
    const { context, token } = await newCaller()
    const before = (await getCallbackSecret(context)).current.secret
    const after = await rotateCallbackSecret(context)
    const live = () => context.transaction((tx) => callbackSecrets(tx, context, { kind: 'token', id: token.id }))
    expect(await live()).toEqual([after.current.secret, before])
    expect(after.retiring[0]?.retiresAt).toBe(test.here.now() + 24 * hourMs)
    test.advance(24 * hourMs)
    expect(await live()).toEqual([after.current.secret])
  })

  it('has at most two others beside it: the oldest stops', async () => {
    const { context } = await newCaller()
    const first = (await getCallbackSecret(context)).current.id
    for (let count = 0; count < 3; count++) await rotateCallbackSecret(context)
    const { current, retiring } = await getCallbackSecret(context)
    expect(retiring).toHaveLength(2)
    expect([current, ...retiring].map(({ id }) => id)).not.toContain(first)
  })

  it('stays at three under racing rotations', async () => {
    const { context } = await newCaller()
    await Promise.all(Array.from({ length: 6 }, () => rotateCallbackSecret(context)))
    expect((await getCallbackSecret(context)).retiring).toHaveLength(2)
  })

  it('goes over to the successor of a rotated token', async () => {
    const { context, token } = await newCaller()
    const before = await getCallbackSecret(context)
    const successor = await rotateToken(test.contextOf(), { tokenId: token.id, overlapMs: 1_000 })
    const { principal } = await authenticateToken(test.here, successor?.secret ?? '')
    const after = await getCallbackSecret(test.contextOf(principal))
    expect(after.current.secret).toBe(before.current.secret)
  })

  it('is the workspace’s for a person who may make tokens', async () => {
    const admin = test.contextOf(principalWith(['*'], { kind: 'member' }))
    const { owner, current } = await getCallbackSecret(admin)
    expect(owner).toEqual({ kind: 'workspace', id: test.workspace.id })
    const secrets = await admin.transaction((tx) => callbackSecrets(tx, admin, owner))
    expect(secrets).toEqual([current.secret])
  })

  it('of several owners is read at once: of each its own, newest first, and none where there is no key that opens', async () => {
    const [rotated, single, keyless, broken] = [
      await newCaller(),
      await newCaller(),
      await newCaller(),
      await newCaller(),
    ]
    const before = await getCallbackSecret(rotated.context)
    const after = await rotateCallbackSecret(rotated.context)
    const { current } = await getCallbackSecret(single.context)
    await getCallbackSecret(broken.context)
    await test.query(`update callback_keys set secret_sealed = '\\x00' where owner_id = $1`, [broken.token.id])
    const owners = [rotated, single, keyless, broken].map(({ token }) => ({ kind: 'token', id: token.id }) as const)
    const context = test.contextOf()
    expect(await context.read((tx) => callbackSecretsOfAll(tx, context, owners))).toEqual([
      [after.current.secret, before.current.secret],
      [current.secret],
      null,
      null,
    ])
  })

  it('is nothing for other people, a customer or the system, nor of another workspace', async () => {
    for (const kind of ['member', 'customer', 'system'] as const) {
      const context = test.contextOf(principalWith([kind === 'member' ? 'token:read' : '*'], { kind }))
      await expect(getCallbackSecret(context)).rejects.toMatchObject({ code: 'forbidden' })
      await expect(rotateCallbackSecret(context)).rejects.toMatchObject({ code: 'forbidden' })
    }
    const { context } = await newCaller()
    const other = await createWorkspace(test.here, { slug: 'elsewhere', name: 'Other', purpose: 'live' })
    const misplaced = test.contextOf(context.principal, other)
    await expect(getCallbackSecret(misplaced)).rejects.toMatchObject({ code: 'not_found' })
  })
})
