import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodeId, newId } from '../../platform/ids.ts'
import type { Principal } from '../../platform/principal.ts'
import {
  addMember,
  authenticateToken,
  createToken,
  createWorkspace,
  ensureAdmin,
  type Member,
  permissionsOfRole,
} from '../access/index.ts'
import { grantOf, openTestInstallation, principalWith } from '../access/testing/test-installation-store.ts'
import {
  approveAccess,
  countAccessTry,
  getAccessRequest,
  listAccessRequests,
  readOwnRequest,
  rejectAccess,
  removeOldRequests,
  requestAccess,
} from './index.ts'

const test = await openTestInstallation()
afterAll(test.close)
const { here, workspace } = test
const hourMs = 3_600_000

let admin: Member
let manager: Member
const by = (member: Member, permissions: readonly string[], more: Partial<Principal> = {}) =>
  test.contextOf(principalWith(permissions, { kind: 'member', id: member.id, ...more }))
const asAdmin = () => by(admin, ['*'])
const asManager = () => by(manager, permissionsOfRole('manager'))

beforeAll(async () => {
  admin = await ensureAdmin(here, { workspace, email: 'root@example.com', name: 'Root' })
  manager = await addMember(asAdmin(), { email: 'Max@Example.com', name: 'Max', role: 'manager' })
})

const wish = (more: Partial<Parameters<typeof requestAccess>[1]> = {}) =>
  requestAccess(test.contextOf(), {
    kind: 'partner',
    name: ' Lena Ortiz ',
    email: `${newId()}@Example.com`,
    organization: 'Acme Games',
    purpose: 'Our lobby opens tickets.',
    language: 'en',
    role: 'partner',
    permissions: [],
    channels: ['live-chat', 'email'],
    queues: ['payments'],
    ...more,
  })

const standing = (key: string, slug = 'home') => readOwnRequest(here, { slug, key, requestId: newId() })

const tokenMap = (more: object = {}) =>
  ({
    as: 'token',
    role: 'partner',
    permissions: null,
    channels: ['live-chat'],
    queues: ['payments'],
    partnerId: null,
    expiresAt: test.contextOf().now() + hourMs,
    ...more,
  }) as Parameters<typeof approveAccess>[1]['map']

describe('asking for access', () => {
  it('is kept until it is decided, and recorded without name, address or organization', async () => {
    const { id, key } = await wish({ email: ' Lena@Acme.example ' })
    expect(await getAccessRequest(asManager(), { requestId: id })).toMatchObject({
      state: 'submitted',
      name: 'Lena Ortiz',
      email: 'lena@acme.example',
      channels: ['live-chat', 'email'],
      decidedBy: null,
      granted: null,
    })
    expect(await standing(key)).toMatchObject({ state: 'submitted', decidedAt: null })
    const logged = JSON.stringify(await test.query(`select * from events where type = 'access.requested'`))
    expect(logged).toContain(encodeId('accessRequest', id))
    expect(logged).not.toMatch(/lena|acme/i)
    const kept = JSON.stringify(await test.query('select * from access_requests where id = $1', [id]))
    expect(kept).not.toContain(key)
  })

  it('says the same of addresses that are known and of those that are not', async () => {
    const [known, unknown] = await Promise.all([wish({ email: admin.email }), wish()])
    expect(Object.keys(known)).toEqual(Object.keys(unknown))
    expect(known.key).toHaveLength(unknown.key.length)
  })

  it.each<[string, Parameters<typeof wish>[0], string]>([
    ['a blank name', { name: ' ' }, '/name'],
    ['no organization', { organization: '' }, '/organization'],
    ['no purpose', { purpose: '\n' }, '/purpose'],
    ['no address', { email: 'lena' }, '/email'],
    ['a partner who wants another role', { role: 'manager' }, '/role'],
    ['an operator who wants to be a partner', { kind: 'operator' }, '/role'],
  ])('is refused with %s', async (_name, more, pointer) => {
    await expect(wish(more)).rejects.toMatchObject({ code: 'invalid', fields: [{ pointer }] })
  })

  it('is counted apart from signing in: ten of an address, known or not', async () => {
    const ask = () => countAccessTry(here, { workspace: 'home', email: 'often@example.com', address: '192.0.2.9' })
    for (let time = 0; time < 10; time++) await ask()
    await expect(ask()).rejects.toMatchObject({ code: 'rate_limited', message: expect.stringContaining('access') })
    const signIns = await test.query(`select * from sign_in_failures where subject like 'address:%'`)
    expect(signIns).toEqual([])
  })

  it('is listed by state, newest first, and only there', async () => {
    const other = await createWorkspace(here, { slug: 'other', name: 'Other', purpose: 'live' })
    const [{ id: first }, { id: second, key }] = [await wish(), await wish()]
    await rejectAccess(asManager(), { requestId: first, reason: 'No.' })
    const page = { before: null, limit: 2 }
    const ids = async (state: 'submitted' | 'rejected' | null) =>
      (await listAccessRequests(asManager(), { ...page, state })).map(({ id }) => id)
    expect(await ids(null)).toEqual([second, first])
    expect((await ids('rejected'))[0]).toBe(first)
    expect(await ids('submitted')).not.toContain(first)
    const there = test.contextOf(undefined, other)
    expect(await listAccessRequests(there, { ...page, state: null })).toEqual([])
    expect(await standing(key, 'other')).toBeNull()
    expect(await approveAccess(there, { requestId: second, map: tokenMap() })).toBeNull()
    expect(await rejectAccess(there, { requestId: second, reason: 'No.' })).toBeNull()
  })
})

describe('approving', () => {
  it('gives a token with the very map, to who holds no right to make tokens at will', async () => {
    const { id, key } = await wish()
    const approval = await approveAccess(asManager(), { requestId: id, map: tokenMap() })
    const token = approval?.token
    expect(approval?.request).toMatchObject({
      state: 'approved',
      decidedBy: { kind: 'member', id: manager.id },
      granted: { as: 'token', id: token?.token.id, role: 'partner', channels: ['live-chat'], queues: ['payments'] },
    })
    const { principal } = await authenticateToken(here, token?.secret ?? '')
    expect([...(principal.scope.channels ?? [])]).toEqual(['live-chat'])
    expect(principal.permissions).toEqual(new Set(permissionsOfRole('partner')))
    expect(await standing(key)).toMatchObject({ state: 'approved' })
    const [event] = await test.query<{ data: object; actor: object }>(
      `select data, actor from events where type = 'access.approved' order by seq desc limit 1`,
    )
    expect(event).toMatchObject({ actor: { id: manager.id }, data: { as: 'token' } })
    const attempt = createToken(asManager(), grantOf())
    await expect(attempt).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('gives fewer permissions to who acts for a partner, whose tickets are all it sees', async () => {
    const { id } = await wish()
    const partnerId = newId()
    await test.query(`insert into partners (workspace_id, id, slug, name) values ($1, $2, 'acme', 'Acme')`, [
      workspace.id,
      partnerId,
    ])
    const map = tokenMap({ role: null, permissions: ['ticket:read'], partnerId })
    const approval = await approveAccess(asManager(), { requestId: id, map })
    const { principal } = await authenticateToken(here, approval?.token?.secret ?? '')
    expect([principal.partnerId, [...principal.permissions]]).toEqual([partnerId, ['ticket:read']])
  })

  it('makes a member of a person', async () => {
    const { id } = await wish({ kind: 'operator', role: 'agent', email: 'New@Example.com' })
    const map = { as: 'member', role: 'agent', partnerId: null } as const
    const approval = await approveAccess(asManager(), { requestId: id, map })
    expect(approval).toMatchObject({
      token: null,
      member: { email: 'new@example.com', name: 'Lena Ortiz', role: 'agent' },
    })
    const again = await wish({ kind: 'operator', role: 'agent', email: 'new@example.com' })
    const attempt = approveAccess(asManager(), { requestId: again.id, map })
    await expect(attempt).rejects.toMatchObject({ code: 'conflict' })
    expect(await getAccessRequest(asManager(), { requestId: again.id })).toMatchObject({ state: 'submitted' })
  })

  it.each<[string, object, string]>([
    ['a role that was not asked for', { role: 'agent' }, '/role'],
    ['a permission that was not asked for', { role: null, permissions: ['qa:read'] }, '/permissions'],
    ['a channel that was not asked for', { channels: ['voice'] }, '/channels'],
    ['every queue', { queues: null }, '/queues'],
    ['an end that is past', { expiresAt: 1 }, '/expiresAt'],
    ['neither role nor permissions', { role: null }, '/role'],
    ['a partner who is not there', { partnerId: newId() }, '/partnerId'],
    ['fewer permissions, which would show a partner more', { role: null, permissions: ['ticket:read'] }, '/partnerId'],
  ])('is refused with %s, and leaves nothing', async (_name, more, pointer) => {
    const { id } = await wish()
    const count = () => test.query('select id from service_tokens')
    const before = (await count()).length
    const attempt = approveAccess(asAdmin(), { requestId: id, map: tokenMap(more) })
    await expect(attempt).rejects.toMatchObject({ code: 'invalid', fields: [{ pointer }] })
    expect(await count()).toHaveLength(before)
    expect(await getAccessRequest(asAdmin(), { requestId: id })).toMatchObject({ state: 'submitted', granted: null })
  })

  it('is refused beyond the rights of who approves, the right to make tokens among them', async () => {
    const { id } = await wish({ kind: 'operator', role: null, channels: [], queues: [] })
    const limited = by(manager, permissionsOfRole('manager'), {
      scope: { channels: new Set(['email']), queues: null },
    })
    for (const [context, more] of [
      [asManager(), { role: 'admin' }],
      [asManager(), { role: null, permissions: ['token:write'] }],
      [limited, { role: 'agent' }],
    ] as const) {
      const attempt = approveAccess(context, {
        requestId: id,
        map: tokenMap({ channels: null, queues: null, ...more }),
      })
      await expect(attempt).rejects.toMatchObject({ code: 'forbidden' })
    }
    const map = { as: 'member', role: 'admin', partnerId: null } as const
    await expect(approveAccess(asManager(), { requestId: id, map })).rejects.toMatchObject({ code: 'forbidden' })
    const outsider = by(manager, ['token:write', 'member:write'])
    const attempts = [
      approveAccess(outsider, { requestId: id, map }),
      rejectAccess(outsider, { requestId: id, reason: 'No.' }),
      listAccessRequests(outsider, { state: null, before: null, limit: 1 }),
      getAccessRequest(outsider, { requestId: id }),
    ]
    for (const attempt of attempts) await expect(attempt).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('takes a second person: neither the one who asked nor a token of theirs decides', async () => {
    const { id } = await wish({ email: 'MAX@example.com' })
    const made = await createToken(by(manager, ['*']), grantOf({ role: 'admin' }))
    const { principal } = await authenticateToken(here, made.secret)
    const asAgent = await createToken(
      by(manager, ['*'], { agentId: await agentOf(manager) }),
      grantOf({ role: 'admin' }),
    )
    const { principal: ofAgent } = await authenticateToken(here, asAgent.secret)
    for (const context of [asManager(), test.contextOf(principal), test.contextOf(ofAgent)]) {
      const approve = approveAccess(context, { requestId: id, map: tokenMap() })
      await expect(approve).rejects.toMatchObject({ code: 'four_eyes', details: { reason: 'requester' } })
      const reject = rejectAccess(context, { requestId: id, reason: 'No.' })
      await expect(reject).rejects.toMatchObject({ code: 'four_eyes' })
    }
    expect(await approveAccess(asAdmin(), { requestId: id, map: tokenMap() })).not.toBeNull()
  })

  it('and rejecting happen once, whoever comes first', async () => {
    const { id } = await wish()
    const before = (await test.query('select id from service_tokens')).length
    const results = await Promise.allSettled([
      ...Array.from({ length: 4 }, () => approveAccess(asManager(), { requestId: id, map: tokenMap() })),
      ...Array.from({ length: 4 }, () => rejectAccess(asAdmin(), { requestId: id, reason: 'No.' })),
    ])
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const refused = results.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []))
    expect(new Set(refused)).toEqual(new Set(['conflict']))
    const decided = await getAccessRequest(asAdmin(), { requestId: id })
    const made = (await test.query('select id from service_tokens')).length - before
    expect(made).toBe(decided?.state === 'approved' ? 1 : 0)
  })
})

describe('rejecting', () => {
  it('keeps the reason, and is told to who asked without it', async () => {
    const { id, key } = await wish()
    await expect(rejectAccess(asManager(), { requestId: id, reason: ' ' })).rejects.toMatchObject({ code: 'invalid' })
    const rejected = await rejectAccess(asManager(), { requestId: id, reason: ' Not now. ' })
    expect(rejected).toMatchObject({ state: 'rejected', reason: 'Not now.', granted: null })
    expect(await standing(key)).toMatchObject({ state: 'rejected' })
    const attempt = approveAccess(asAdmin(), { requestId: id, map: tokenMap() })
    await expect(attempt).rejects.toMatchObject({ code: 'conflict', details: { state: 'rejected' } })
  })
})

it('a request is forgotten after a year', async () => {
  const { id } = await wish()
  test.advance(360 * 24 * hourMs)
  expect(await removeOldRequests(test.contextOf())).toBe(0)
  test.advance(7 * 24 * hourMs)
  expect(await removeOldRequests(test.contextOf())).toBeGreaterThan(0)
  expect(await getAccessRequest(asAdmin(), { requestId: id })).toBeNull()
  await expect(removeOldRequests(asAdmin())).rejects.toMatchObject({ code: 'forbidden' })
})

/** Whom a member is when they take tasks. */
async function agentOf(member: Member): Promise<string> {
  const id = newId()
  await test.query(
    `insert into agents (workspace_id, id, member_id, name, kind) values ($1, $2, $3, 'Max', 'person')`,
    [workspace.id, id, member.id],
  )
  return id
}
