import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../platform/ids.ts'
import { addMember } from './add-member.ts'
import { changeMemberRole } from './change-member-role.ts'
import { createWorkspace } from './create-workspace.ts'
import { describeMe } from './describe-me.ts'
import { ensureAdmin } from './ensure-admin.ts'
import { findWorkspace, listEveryWorkspace } from './find-workspace.ts'
import type { Member } from './member.ts'
import { permissions } from './permissions.ts'
import { listMembers } from './read-members.ts'
import { openTestInstallation, principalWith } from './testing/test-installation-store.ts'

const test = await openTestInstallation()
afterAll(test.close)
const { here, elsewhere, workspace } = test
let admin: Member
const asAdmin = () => test.contextOf(principalWith(['*'], { kind: 'member', id: admin.id }))

beforeAll(async () => {
  admin = await ensureAdmin(here, { workspace, email: 'Root@Example.com', name: 'Root' })
})

describe('members', () => {
  it('are added once, as one user of all workspaces, and recorded without name or address', async () => {
    const added = await addMember(asAdmin(), { email: ' Quine@Example.com ', name: 'Quine', role: 'agent' })
    expect(added).toMatchObject({ email: 'quine@example.com', role: 'agent', agentId: null })
    const again = addMember(asAdmin(), { email: 'quine@example.com', name: 'Quine', role: 'admin' })
    await expect(again).rejects.toMatchObject({ code: 'conflict' })
    const other = await createWorkspace(here, { slug: 'second', name: 'Second', purpose: 'live' })
    const there = await addMember(test.contextOf(undefined, other), { email: added.email, name: 'A.', role: 'manager' })
    expect(there).toMatchObject({ userId: added.userId, name: 'Quine' })
    const events = JSON.stringify(await test.query(`select * from events where type = 'member.added'`))
    expect(events).toContain('member.added')
    expect(events).not.toMatch(/quine/i)
  })

  it('are one even when calls race', async () => {
    const add = () => addMember(asAdmin(), { email: 'race@example.com', name: 'Race', role: 'agent' })
    const results = await Promise.allSettled(Array.from({ length: 8 }, add))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  it.each(['', ' ', 'ada', 'a b@example.com', '@example.com', `${'a'.repeat(251)}@b.c`])(
    'are not added as %j',
    async (email) => {
      const attempt = addMember(asAdmin(), { email, name: 'Ada', role: 'agent' })
      await expect(attempt).rejects.toMatchObject({ code: 'invalid' })
    },
  )

  it('are managed by those who may, up to their own rights', async () => {
    const outsider = test.contextOf(principalWith(['member:read']))
    const lesser = test.contextOf(principalWith(['member:write', 'ticket:read']))
    const input = { email: 'x@example.com', name: 'X', role: 'admin' } as const
    for (const context of [outsider, lesser]) {
      await expect(addMember(context, input)).rejects.toMatchObject({ code: 'forbidden' })
      const change = changeMemberRole(context, { memberId: admin.id, role: 'auditor' })
      await expect(change).rejects.toMatchObject({ code: 'forbidden' })
    }
    const blind = listMembers(test.contextOf(principalWith([])), { before: null, limit: 10 })
    await expect(blind).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('page newest first, of their own workspace alone', async () => {
    const all = await listMembers(asAdmin(), { before: null, limit: 100 })
    expect(all.map(({ id }) => id)).toEqual(
      all
        .map(({ id }) => id)
        .toSorted()
        .toReversed(),
    )
    const rest = await listMembers(asAdmin(), { before: all[0]?.id ?? null, limit: 100 })
    expect(rest).toEqual(all.slice(1))
    const slug = `w-${newId()}`
    const other = await createWorkspace(here, { slug, name: 'Other', purpose: 'review' })
    expect(await listMembers(test.contextOf(undefined, other), { before: null, limit: 100 })).toEqual([])
    const foreign = changeMemberRole(test.contextOf(undefined, other), { memberId: admin.id, role: 'agent' })
    expect(await foreign).toBeNull()
  })

  it('always keep one admin, also when two leave at once', async () => {
    const slug = `w-${newId()}`
    const place = await createWorkspace(here, { slug, name: 'Two admins', purpose: 'live' })
    const context = test.contextOf(undefined, place)
    const two = [
      await ensureAdmin(here, { workspace: place, email: 'a1@example.com', name: 'A1' }),
      await ensureAdmin(here, { workspace: place, email: 'a2@example.com', name: 'A2' }),
    ]
    const leave = two.map(({ id }) => changeMemberRole(context, { memberId: id, role: 'agent' }))
    const results = await Promise.allSettled(leave)
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const roles = (await listMembers(context, { before: null, limit: 10 })).map(({ role }) => role)
    expect(roles.toSorted()).toEqual(['admin', 'agent'])
    const told = `select data - 'memberId' as data from events where type = 'member.role_changed' and workspace_id = $1`
    expect(await test.query(told, [place.id])).toEqual([{ data: { role: 'agent', previous: 'admin' } }])
  })

  it('are made admin once by the command line', async () => {
    const again = await ensureAdmin(here, { workspace, email: 'root@example.com', name: 'Other name' })
    expect(again).toEqual(admin)
  })
})

describe('workspaces', () => {
  it('are made whole, with their counters, their router and the fact', async () => {
    const slug = `w-${newId()}`
    const made = await createWorkspace(here, { slug, name: 'Made', purpose: 'review' })
    for (const table of ['workspace_states', 'router_shards', 'events']) {
      expect(await test.query(`select from ${table} where workspace_id = $1`, [made.id])).toHaveLength(1)
    }
    expect(await findWorkspace(elsewhere, slug)).toEqual(made)
    expect(await listEveryWorkspace(here)).toContainEqual(made)
  })

  it('have a slug of their own', async () => {
    const make = () => createWorkspace(here, { slug: 'taken', name: 'Taken', purpose: 'live' })
    const results = await Promise.allSettled(Array.from({ length: 8 }, make))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await expect(make()).rejects.toMatchObject({ code: 'conflict' })
  })

  it.each(['', '-a', 'a-', 'A', 'a_b', 'a'.repeat(64), 'ä'])('are not named %j', async (slug) => {
    const attempt = createWorkspace(here, { slug, name: 'Name', purpose: 'live' })
    await expect(attempt).rejects.toMatchObject({ code: 'invalid' })
    expect(await findWorkspace(here, slug)).toBeNull()
  })

  it('are found here as soon as they are made, elsewhere within a second', async () => {
    const slug = `w-${newId()}`
    expect(await findWorkspace(here, slug)).toBeNull()
    expect(await findWorkspace(elsewhere, slug)).toBeNull()
    const made = await createWorkspace(here, { slug, name: 'Late', purpose: 'live' })
    expect(await findWorkspace(here, slug)).toEqual(made)
    test.advance(900)
    expect(await findWorkspace(elsewhere, slug)).toEqual(made)
  })
})

describe('who a caller is', () => {
  it('tells a member their person, agent, rights and workspaces', async () => {
    const member = await addMember(asAdmin(), { email: 'me@example.com', name: 'Me', role: 'agent' })
    const agentId = newId()
    await test.query(
      `insert into agents (workspace_id, id, kind, name, member_id) values ($1, $2, 'person', 'Agent Me', $3)`,
      [workspace.id, agentId, member.id],
    )
    const caller = principalWith(['ticket:read', 'offer:act'], { kind: 'member', id: member.id, agentId })
    expect(await describeMe(test.contextOf(caller))).toEqual({
      kind: 'member',
      user: { id: member.userId, email: 'me@example.com', name: 'Me' },
      member: { id: member.id, role: 'agent' },
      agent: { id: agentId, name: 'Agent Me' },
      partner: null,
      workspace,
      workspaces: [workspace],
      permissions: ['offer:act', 'ticket:read'],
      workflowVersion: 0,
    })
  })

  it('tells a token its own workspace and its rights, all of them written out', async () => {
    expect(await describeMe(test.contextOf(principalWith(['*'])))).toMatchObject({
      kind: 'token',
      user: null,
      member: null,
      agent: null,
      workspaces: [workspace],
      permissions: [...permissions],
    })
  })
})
