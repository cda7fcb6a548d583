import { afterAll, describe, expect, it } from 'vitest'
import { newId } from '../../platform/ids.ts'
import type { Context } from '../../platform/context.ts'
import { openTestService, testPrincipal } from '../events/testing/test-workspace-store.ts'
import {
  archiveAgent,
  createAgent,
  getAgent,
  listAgents,
  type NewAgentInput,
  parseSkillFilter,
  updateAgent,
} from './index.ts'

const service = await openTestService()
afterAll(service.close)
const anyUrl = () => ({ ok: true }) as const
const refuseUrl = () => ({ ok: false, message: 'This address is not reachable from here.' }) as const
const everyone = { before: null, limit: 50 }

async function newContext(): Promise<Context> {
  return service.contextOf(await service.addWorkspace(`w-${newId()}`))
}
const add = (context: Context, input: NewAgentInput) => createAgent(context, input, anyUrl)
const eventsOf = (context: Context, agentId: string) =>
  context.read(async (tx) => {
    const statement = {
      name: 'test-events',
      text: 'select type, subject_seq as seq, data from events where subject_id = $1 order by seq',
    }
    return tx.prepared<{ type: string; seq: number; data: Record<string, unknown> }>(statement, [agentId])
  })

describe('an agent', () => {
  it('is created offline with the defaults and one event', async () => {
    const context = await newContext()
    const agent = await add(context, { name: 'Ana' })
    expect(agent).toMatchObject({
      kind: 'person',
      languages: ['en'],
      capacityUnits: 100,
      presence: { state: 'offline' },
      load: { usedUnits: 0, reservedUnits: 0 },
      version: 1,
    })
    expect(await eventsOf(context, agent.id)).toEqual([
      { type: 'agent.created', seq: 1, data: { version: 1, loadVersion: 1 } },
    ])
  })

  it('is dated by the clock of its workspace', async () => {
    const context = await newContext()
    const yesterday = Math.floor(context.now()) - 86_400_000
    const at = (ms: number): Context => ({ ...context, now: () => yesterday + ms })
    const { id: agentId, createdAt, updatedAt, presence } = await add(at(0), { name: 'Ana' })
    expect([createdAt, updatedAt, presence.since]).toEqual([yesterday, yesterday, yesterday])
    const change = { agentId, changes: { name: 'Ana Maria' }, expectedVersion: null }
    expect(await updateAgent(at(1_000), change, anyUrl)).toMatchObject({ updatedAt: yesterday + 1_000 })
    await archiveAgent(at(2_000), { agentId })
    const statement = {
      name: 'test-archived',
      text: 'select archived_at as at, updated_at as "updatedAt" from agents where id = $1',
    }
    const [row] = await context.read((tx) => tx.prepared<{ at: number; updatedAt: number }>(statement, [agentId]))
    expect(row).toEqual({ at: yesterday + 2_000, updatedAt: yesterday + 2_000 })
  })

  it('is one for each member', async () => {
    const context = await newContext()
    const userId = newId()
    const memberId = newId()
    await service.app.query(`insert into users (id, email, name) values ($1, $2, 'Ana')`, [
      userId,
      `${userId}@example.test`,
    ])
    await context.transaction((tx) =>
      tx.prepared(
        { name: 'member', text: `insert into members (workspace_id, id, user_id, role) values ($1, $2, $3, 'agent')` },
        [context.workspace.id, memberId, userId],
      ),
    )
    await add(context, { name: 'Ana', memberId })
    await expect(add(context, { name: 'Ana again', memberId })).rejects.toMatchObject({ code: 'conflict' })
  })

  it('has an endpoint only when it is a bot or partner, and only one that may be called', async () => {
    const context = await newContext()
    const endpointUrl = 'https://bot.example/offers'
    await expect(add(context, { name: 'Ana', endpointUrl })).rejects.toMatchObject({ code: 'invalid' })
    const refused = createAgent(context, { name: 'Bot', kind: 'bot', endpointUrl }, refuseUrl)
    await expect(refused).rejects.toMatchObject({ fields: [{ pointer: '/endpointUrl', code: 'callback_refused' }] })
    expect(await add(context, { name: 'Bot', kind: 'bot', endpointUrl })).toMatchObject({ endpointUrl })
  })

  it('changes only in what is named, and refuses a caller who saw an older version', async () => {
    const context = await newContext()
    const { id } = await add(context, { name: 'Ana', skills: { payments: 3 } })
    const changed = await updateAgent(
      context,
      { agentId: id, changes: { capacityUnits: 60 }, expectedVersion: 1 },
      anyUrl,
    )
    expect(changed).toMatchObject({
      name: 'Ana',
      skills: { payments: 3 },
      capacityUnits: 60,
      version: 2,
      loadVersion: 2,
    })
    const late = updateAgent(context, { agentId: id, changes: { name: 'Eve' }, expectedVersion: 1 }, anyUrl)
    await expect(late).rejects.toMatchObject({ code: 'version_mismatch', details: { version: 2 } })
    expect((await eventsOf(context, id)).at(-1)).toEqual({
      type: 'agent.updated',
      seq: 2,
      data: {
        changed: ['capacityUnits'],
        previous: { capacityUnits: 100 },
        values: [{ name: 'capacityUnits', from: '100', to: '60' }],
        version: 2,
        loadVersion: 2,
      },
    })
  })

  it('loses no change when ten callers write at once', async () => {
    const context = await newContext()
    const { id } = await add(context, { name: 'Ana' })
    const writes = Array.from({ length: 10 }, (_, index) =>
      updateAgent(context, { agentId: id, changes: { team: `team-${index}` }, expectedVersion: null }, anyUrl),
    )
    await Promise.all(writes)
    expect(await getAgent(context, { agentId: id })).toMatchObject({ version: 11, capacityUnits: 100 })
  })

  it('is gone after archiving, which takes it offline', async () => {
    const context = await newContext()
    const { id } = await add(context, { name: 'Ana' })
    expect(await archiveAgent(context, { agentId: id })).toBe(true)
    expect(await archiveAgent(context, { agentId: id })).toBe(false)
    expect(await getAgent(context, { agentId: id })).toBeNull()
    expect((await eventsOf(context, id)).map((event) => event.type)).toContain('agent.archived')
  })
})

describe('the list of agents', () => {
  it('is narrowed by skill level, language, queue and kind', async () => {
    const context = await newContext()
    const ana = await add(context, { name: 'Ana', skills: { payments: 3 }, languages: ['pt-BR'], queues: ['payments'] })
    const bot = await add(context, { name: 'Bot', kind: 'bot', skills: { payments: 2 }, queues: ['frontline'] })
    const names = async (query: Parameters<typeof listAgents>[1]) =>
      (await listAgents(context, query)).agents.map((agent) => agent.id)
    const skill = (text: string) => ({ ...everyone, skill: parseSkillFilter(text) ?? { slug: '', minLevel: 0 } })
    expect(await names(everyone)).toEqual([bot.id, ana.id])
    expect(await names(skill('payments>=3'))).toEqual([ana.id])
    expect(await names(skill('payments'))).toEqual([bot.id, ana.id])
    expect(await names({ ...everyone, language: 'pt' })).toEqual([ana.id])
    expect(await names({ ...everyone, language: 'pt-PT' })).toEqual([])
    expect(await names({ ...everyone, queue: 'frontline' })).toEqual([bot.id])
    expect(await names({ ...everyone, kind: 'person' })).toEqual([ana.id])
  })

  it('pages stably while agents are added', async () => {
    const context = await newContext()
    const added: string[] = []
    for (let index = 0; index < 5; index++) added.push((await add(context, { name: `A${index}` })).id)
    const first = await listAgents(context, { before: null, limit: 2 })
    await add(context, { name: 'late' })
    const second = await listAgents(context, { before: first.next, limit: 2 })
    const third = await listAgents(context, { before: second.next, limit: 2 })
    const ids = [first, second, third].flatMap((page) => page.agents.map((agent) => agent.id))
    expect(ids).toEqual(added.toReversed())
    expect(third.next).toBeNull()
  })

  it('shows a limited caller only what its grant covers', async () => {
    const context = await newContext()
    const inside = await add(context, { name: 'In', queues: ['payments'] })
    const outside = await add(context, { name: 'Out', queues: ['security'] })
    const scope = { channels: null, queues: new Set(['payments']) }
    const limited = service.contextOf(context.workspace, testPrincipal(['agents:read', 'agents:write'], { scope }))
    expect((await listAgents(limited, everyone)).agents.map((agent) => agent.id)).toEqual([inside.id])
    expect(await getAgent(limited, { agentId: outside.id })).toBeNull()
    await expect(add(limited, { name: 'X', queues: ['security'] })).rejects.toMatchObject({ code: 'forbidden' })
    const update = { agentId: outside.id, changes: { name: 'Mine' }, expectedVersion: null }
    expect(await updateAgent(limited, update, anyUrl)).toBeNull()
  })

  it('is refused without permission, except for the agent one is', async () => {
    const context = await newContext()
    const { id } = await add(context, { name: 'Ana' })
    const nobody = service.contextOf(context.workspace, testPrincipal([]))
    await expect(listAgents(nobody, everyone)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(getAgent(nobody, { agentId: id })).rejects.toMatchObject({ code: 'forbidden' })
    const herself = service.contextOf(context.workspace, testPrincipal([], { agentId: id }))
    expect(await getAgent(herself, { agentId: id })).toMatchObject({ id })
  })

  it('shows nothing of another workspace', async () => {
    const here = await newContext()
    const there = await newContext()
    const { id } = await add(here, { name: 'Ana' })
    expect(await getAgent(there, { agentId: id })).toBeNull()
    expect((await listAgents(there, everyone)).agents).toEqual([])
  })
})

describe('a skill filter', () => {
  it.each([
    ['payments>=3', { slug: 'payments', minLevel: 3 }],
    ['payments', { slug: 'payments', minLevel: 0 }],
    ['payments>3', null],
    ['>=3', null],
  ])('reads %s', (text, filter) => expect(parseSkillFilter(text)).toEqual(filter))
})
