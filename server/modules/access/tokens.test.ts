import { afterAll, describe, expect, it } from 'vitest'
import { newId } from '../../platform/ids.ts'
import type { Installation } from '../../platform/installation.ts'
import { createMemory } from '../../platform/memory.ts'
import { secretHash } from '../../platform/random-secret.ts'
import { authenticateToken, liveTokensOf } from './authenticate-token.ts'
import { createToken } from './create-token.ts'
import { createWorkspace } from './create-workspace.ts'
import { getToken, listTokens } from './read-tokens.ts'
import { revokeToken } from './revoke-token.ts'
import { rotateToken } from './rotate-token.ts'
import { grantOf, openTestInstallation, principalWith } from './testing/test-installation-store.ts'
import { newTokenText } from './token-text.ts'

const test = await openTestInstallation()
afterAll(test.close)
const { here, elsewhere, workspace } = test
const make = (more: Parameters<typeof grantOf>[0] = {}) => createToken(test.contextOf(), grantOf(more))
const unauthenticated = { code: 'unauthenticated' }
const tooMuch = { code: 'forbidden' }

async function addPartner(): Promise<string> {
  const id = newId()
  await test.query('insert into partners (workspace_id, id, slug, name) values ($1, $2, $3, $3)', [
    workspace.id,
    id,
    `p-${id}`,
  ])
  return id
}

/** This process, and how many transactions it opens. */
function counted(): { installation: Installation; transactions: () => number } {
  let transactions = 0
  const installation: Installation = {
    ...elsewhere,
    memory: createMemory(),
    onGlobalTables: (work) => (transactions++, elsewhere.onGlobalTables(work)),
    inWorkspace: (workspaceId, work) => (transactions++, elsewhere.inWorkspace(workspaceId, work)),
  }
  return { installation, transactions: () => transactions }
}

describe('many tokens in one moment', () => {
  it('are read together, each with its own grant, and those that are none are refused', async () => {
    const made = await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        make({ role: null, permissions: [index % 2 === 0 ? 'ticket:read' : 'chat:read'] }),
      ),
    )
    const [revoked] = made
    await revokeToken(test.contextOf(), { tokenId: revoked?.token.id ?? '' })
    const { installation, transactions } = counted()
    const asked = [...made.map(({ secret }) => secret), newTokenText()]
    const answers = await Promise.allSettled(asked.map((secret) => authenticateToken(installation, secret)))
    // Where they live, what they are, and that they were used.
    expect(transactions()).toBe(3)
    for (const [index, { token }] of made.entries()) {
      const permissions = new Set([index % 2 === 0 ? 'ticket:read' : 'chat:read'])
      if (token.id !== revoked?.token.id)
        expect(answers[index]).toMatchObject({ value: { tokenId: token.id, principal: { id: token.id, permissions } } })
    }
    const refused = [answers[0], answers.at(-1)]
    for (const answer of refused) expect(answer).toMatchObject({ status: 'rejected', reason: unauthenticated })
    const lastUsed = `select count(*)::integer as count from service_tokens where id = any($1) and last_used_at is not null`
    const ids = made.map(({ token }) => token.id)
    await expect.poll(() => test.query(lastUsed, [ids])).toEqual([{ count: 29 }])
  })

  it('are of several workspaces, and one that cannot be read takes nobody of another with it', async () => {
    const other = await createWorkspace(here, { slug: `other-${newId()}`, name: 'Other', purpose: 'live' })
    const own = await make()
    const foreign = await createToken(test.contextOf(undefined, other), grantOf({}))
    const { installation } = counted()
    const broken: Installation = {
      ...installation,
      inWorkspace: (workspaceId, work) =>
        workspaceId === other.id ? Promise.reject(new Error('away')) : installation.inWorkspace(workspaceId, work),
    }
    const ask = () => Promise.allSettled([own, foreign].map(({ secret }) => authenticateToken(broken, secret)))
    expect(await ask()).toMatchObject([{ value: { workspace: { id: workspace.id } } }, { reason: { message: 'away' } }])
    const both = await Promise.all(
      [own, foreign].map(({ secret }) => authenticateToken(counted().installation, secret)),
    )
    expect(both.map((answer) => answer.workspace.id)).toEqual([workspace.id, other.id])
  })
})

describe('a new token', () => {
  it('authenticates in every process, with its grant', async () => {
    const partnerId = await addPartner()
    const { secret, token } = await make({
      role: null,
      permissions: ['ticket:read'],
      channels: ['email'],
      queues: ['payments'],
      partnerId,
      ratePerSecond: 5,
    })
    const answer = await authenticateToken(elsewhere, secret)
    expect(answer).toEqual({
      workspace,
      tokenId: token.id,
      ratePerSecond: 5,
      principal: {
        kind: 'token',
        id: token.id,
        name: 'CRM',
        permissions: new Set(['ticket:read']),
        scope: { channels: new Set(['email']), queues: new Set(['payments']) },
        agentId: null,
        partnerId,
      },
    })
  })

  it('is stored as a hash only and recorded without secret or name', async () => {
    const { secret, token } = await make({ name: 'Very secret name' })
    const found = await test.query<{ hash: Buffer }>('select hash from token_index where token_id = $1', [token.id])
    expect(found[0]?.hash).toEqual(secretHash(secret))
    const rows = JSON.stringify(await test.query('select * from service_tokens where id = $1', [token.id]))
    expect(rows).not.toContain(secret.slice(9))
    const events = JSON.stringify(await test.query(`select type, data from events where type like 'token.%'`))
    expect(events).toContain('token.created')
    expect(events).not.toContain('Very secret name')
  })

  it('of a customer speaks for that customer alone', async () => {
    const customerId = newId()
    await test.query(`insert into customers (workspace_id, id, external_id) values ($1, $2, 'c-1')`, [
      workspace.id,
      customerId,
    ])
    const { secret } = await make({ role: null, permissions: ['ticket:read'], customerId })
    const { principal } = await authenticateToken(here, secret)
    expect(principal).toMatchObject({ kind: 'customer', id: customerId })
  })
})

describe('making a token is refused', () => {
  it.each([
    ['without role and permissions', { role: null }],
    ['with both', { permissions: ['ticket:read'] as const }],
    ['with an end in the past', { expiresAt: 1 }],
    ['with a blank name', { name: '  ' }],
    ['for an unknown partner', { partnerId: newId() }],
    ['for an unknown customer', { customerId: newId() }],
  ])('%s', async (_, more) => {
    await expect(make(more)).rejects.toMatchObject({ code: 'invalid' })
  })

  it('without the permission', async () => {
    const context = test.contextOf(principalWith(['token:read']))
    await expect(createToken(context, grantOf())).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('beyond what the maker holds', async () => {
    const maker = principalWith(['token:write', 'ticket:read'], {
      scope: { channels: new Set(['email']), queues: null },
    })
    const context = test.contextOf(maker)
    const own = { role: null, permissions: ['ticket:read'] as const, channels: ['email'] }
    await expect(createToken(context, grantOf(own))).resolves.toBeDefined()
    await expect(createToken(context, grantOf({ role: 'admin', channels: ['email'] }))).rejects.toMatchObject(tooMuch)
    await expect(createToken(context, grantOf({ ...own, channels: null }))).rejects.toMatchObject(tooMuch)
    await expect(createToken(context, grantOf({ ...own, channels: ['voice'] }))).rejects.toMatchObject(tooMuch)
  })
})

describe('authentication refuses', () => {
  it('a wrong checksum and anything that is not a token', async () => {
    const { secret } = await make()
    const values = [`${secret.slice(0, -1)}${secret.endsWith('x') ? 'y' : 'x'}`, '', ' ', null, 0, [], ['a'], [secret]]
    for (const value of values) {
      await expect(authenticateToken(here, value as string)).rejects.toMatchObject(unauthenticated)
    }
  })

  it('an unknown token', async () => {
    await expect(authenticateToken(here, newTokenText())).rejects.toMatchObject(unauthenticated)
  })

  it('an expired token, from the very millisecond', async () => {
    const { secret } = await make({ expiresAt: here.now() + 500 })
    await expect(authenticateToken(here, secret)).resolves.toBeDefined()
    test.advance(500)
    await expect(authenticateToken(here, secret)).rejects.toMatchObject(unauthenticated)
  })

  it('a revoked token here at once and elsewhere within a second', async () => {
    const { secret, token } = await make()
    await authenticateToken(here, secret)
    await authenticateToken(elsewhere, secret)
    await revokeToken(test.contextOf(), { tokenId: token.id })
    await expect(authenticateToken(here, secret)).rejects.toMatchObject(unauthenticated)
    test.advance(900)
    await expect(authenticateToken(elsewhere, secret)).rejects.toMatchObject(unauthenticated)
    expect([...(await liveTokensOf(elsewhere, workspace.id, [token.id]))]).toEqual([])
  })

  it('a revoked token elsewhere although it is used all the time', async () => {
    const { secret, token } = await make()
    await authenticateToken(elsewhere, secret)
    await revokeToken(test.contextOf(), { tokenId: token.id })
    const verdicts: boolean[] = []
    for (let step = 0; step < 10; step++) {
      test.advance(100)
      verdicts.push(
        await authenticateToken(elsewhere, secret).then(
          () => true,
          () => false,
        ),
      )
    }
    expect(verdicts.slice(8)).toEqual([false, false])
  })
})

describe('reading, revoking and rotating', () => {
  it('page newest first and find one', async () => {
    const made = [await make(), await make(), await make()]
    const ids = made.map(({ token }) => token.id).toReversed()
    const first = await listTokens(test.contextOf(), { before: null, limit: 2 })
    expect(first.map(({ id }) => id)).toEqual(ids.slice(0, 2))
    const second = await listTokens(test.contextOf(), { before: ids[1] ?? null, limit: 1 })
    expect(second.map(({ id }) => id)).toEqual(ids.slice(2))
    expect(await getToken(test.contextOf(), { tokenId: ids[0] ?? '' })).toEqual(made[2]?.token)
  })

  it('show another workspace and another partner nothing', async () => {
    const slug = `other-${newId()}`
    const other = await createWorkspace(here, { slug, name: 'Other', purpose: 'live' })
    const { token } = await make({ partnerId: await addPartner() })
    const input = { tokenId: token.id }
    const partner = principalWith(['*'], { partnerId: await addPartner() })
    for (const context of [test.contextOf(undefined, other), test.contextOf(partner)]) {
      expect(await getToken(context, input)).toBeNull()
      expect(await revokeToken(context, input)).toBeNull()
      expect(await rotateToken(context, { ...input, overlapMs: 0 })).toBeNull()
      expect((await listTokens(context, { before: null, limit: 100 })).map(({ id }) => id)).not.toContain(token.id)
    }
  })

  it('revoke once however often it is asked', async () => {
    const { token } = await make()
    const twins = Array.from({ length: 8 }, () => revokeToken(test.contextOf(), { tokenId: token.id }))
    const answers = await Promise.all(twins)
    expect(new Set(answers.map((answer) => answer?.revokedAt)).size).toBe(1)
    const events = await test.query(`select from events where type = 'token.revoked' and actor is not null
      and seq > (select max(seq) from events where type = 'token.created')`)
    expect(events).toHaveLength(1)
  })

  it('let old and new work side by side for the overlap', async () => {
    const old = await make({ channels: ['email'], expiresAt: here.now() + 30 * 86_400_000 })
    const successor = await rotateToken(test.contextOf(), { tokenId: old.token.id, overlapMs: 5_000 })
    expect(successor?.token).toMatchObject({ name: 'CRM', channels: ['email'], role: 'agent' })
    expect(successor?.token.expiresAt).toBe(here.now() + 30 * 86_400_000)
    await expect(authenticateToken(here, old.secret)).resolves.toBeDefined()
    test.advance(5_000)
    await expect(authenticateToken(here, old.secret)).rejects.toMatchObject(unauthenticated)
    await expect(authenticateToken(here, successor?.secret ?? '')).resolves.toBeDefined()
  })

  it('are not ended by somebody who holds less', async () => {
    const { token, secret } = await make()
    const lesser = test.contextOf(principalWith(['token:write']))
    await expect(revokeToken(lesser, { tokenId: token.id })).rejects.toMatchObject(tooMuch)
    await expect(authenticateToken(here, secret)).resolves.toBeDefined()
  })

  it('refuse to rotate what is revoked, and by somebody who holds less', async () => {
    const { token } = await make()
    const lesser = test.contextOf(principalWith(['token:write']))
    await expect(rotateToken(lesser, { tokenId: token.id, overlapMs: 0 })).rejects.toMatchObject(tooMuch)
    await revokeToken(test.contextOf(), { tokenId: token.id })
    const again = rotateToken(test.contextOf(), { tokenId: token.id, overlapMs: 0 })
    await expect(again).rejects.toMatchObject({ code: 'conflict' })
  })

  it('note the last use once a minute, beside the request', async () => {
    const { secret, token } = await make()
    const lastUse = async () => (await getToken(test.contextOf(), { tokenId: token.id }))?.lastUsedAt
    await authenticateToken(here, secret)
    const first = here.now()
    await expect.poll(lastUse).toBe(first)
    test.advance(59_000)
    await authenticateToken(here, secret)
    test.advance(1_000)
    await authenticateToken(here, secret)
    await expect.poll(lastUse).toBe(first + 60_000)
  })
})
