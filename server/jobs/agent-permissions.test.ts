import { afterAll, describe, expect, it, vi } from 'vitest'
import { addMember, type RoleName } from '../modules/access/index.ts'
import { changeRole, getAgent, setPresence } from '../modules/agents/index.ts'
import { acceptOffer } from '../modules/handling/index.ts'
import { explainWhyNot, getDecision } from '../modules/routing/index.ts'
import { encodeId, newId } from '../platform/ids.ts'
import { refusalOf } from './testing/moving-desk.ts'
import { type Desk, openRouterWorld } from './testing/router-world.ts'
import { pending, soon, watchDesks } from './testing/watched-desks.ts'

const world = await openRouterWorld()
const router = world.startRouter()
const openDesk = watchDesks(world)
afterAll(async () => {
  await router.stop(1_000)
  await world.close()
})

const member = async (desk: Desk, role: RoleName = 'agent') => {
  const added = await addMember(desk.context, { email: `${newId()}@example.com`, name: 'Bo', role })
  const agentId = await desk.addAgent({ name: 'Bo', memberId: added.id })
  const become = (next: RoleName) => changeRole(desk.context, { memberId: added.id, role: next })
  return { agentId, memberId: added.id, become }
}
const presenceOf = async (desk: Desk, agentId: string) => (await getAgent(desk.context, { agentId }))?.presence
const seen = (desk: Desk, type: string) => vi.waitFor(async () => expect(await desk.eventTypes()).toContain(type), soon)
const whyNot = async (desk: Desk, ticketId: string, more: { agentId: string; decisionId?: string }) =>
  (await explainWhyNot(desk.context, { taskId: (await desk.taskOf(ticketId)).id, ...more }))?.reasons ?? []

describe('an agent who is a member', () => {
  it.each(['agent', 'manager', 'admin'] as const)('is offered work as %s', async (role) => {
    const desk = await openDesk()
    const { agentId } = await member(desk, role)
    const ticketId = await desk.addTicket()
    const [offer] = await pending(desk, 1)
    expect(offer).toMatchObject({ agentId, ticketId })
  })

  it('is offered nothing in a role that may answer no offers, and decisions and why-not say so', async () => {
    const desk = await openDesk()
    const { agentId, become } = await member(desk)
    await become('auditor')
    const other = await desk.addAgent({ name: 'Ana' })
    const ticketId = await desk.addTicket()
    const [offer] = await pending(desk, 1)
    expect(offer).toMatchObject({ agentId: other })
    const decision = await getDecision(desk.context, { decisionId: offer?.decisionId ?? '' })
    expect(decision?.record.rejects).toMatchObject({ no_permission: 1 })
    expect(await whyNot(desk, ticketId, { agentId })).toContainEqual(expect.objectContaining({ code: 'no_permission' }))
  })

  it('who loses that role goes offline with it, and whom it was offered to is another one', async () => {
    const desk = await openDesk()
    const { agentId, become } = await member(desk)
    const ticketId = await desk.addTicket()
    const [first] = await pending(desk, 1)
    expect(first).toMatchObject({ agentId })
    await become('qa-reviewer')
    expect(await presenceOf(desk, agentId)).toMatchObject({ state: 'offline', reason: 'no_permission' })
    const other = await desk.addAgent()
    await vi.waitFor(async () => {
      expect(await desk.offers('pending')).toMatchObject([{ ticketId, agentId: other }])
    }, soon)
    expect(await desk.offers('revoked')).toMatchObject([{ id: first?.id, agentId }])
  })

  it('is asked for what waits as soon as its role allows it and it is there', async () => {
    const desk = await openDesk()
    const { agentId, become } = await member(desk)
    await become('auditor')
    const ticketId = await desk.addTicket()
    await seen(desk, 'task.unroutable')
    await become('agent')
    await desk.setPresence(agentId, 'available')
    const [offer] = await pending(desk, 1)
    expect(offer).toMatchObject({ agentId, ticketId })
    await acceptOffer(desk.context, { offerId: offer?.id ?? '' })
    expect(await desk.taskOf(ticketId)).toMatchObject({ state: 'active', agentId })
  })

  it('is not available without that permission, whoever says so, and may be away', async () => {
    const desk = await openDesk()
    const { agentId, become } = await member(desk)
    await become('auditor')
    const own = desk.contextOf({ ...desk.context.principal, kind: 'member', agentId, permissions: new Set() })
    for (const context of [own, desk.context]) {
      const wish = setPresence(context, { agentId, state: 'available', reason: null, source: 'api' })
      expect(await refusalOf(wish)).toMatchObject({ code: 'forbidden', reason: { code: 'no_permission' } })
    }
    await desk.setPresence(agentId, 'away')
    expect(await presenceOf(desk, agentId)).toMatchObject({ state: 'away' })
  })

  it('is judged by the role of then where a decision of then is asked about', async () => {
    const desk = await openDesk()
    const first = await desk.addAgent({ name: 'Ana' })
    const { agentId, become } = await member(desk)
    await desk.setPresence(agentId, 'away')
    const ticketId = await desk.addTicket()
    const [offer] = await pending(desk, 1)
    expect(offer).toMatchObject({ agentId: first })
    await become('auditor')
    const codes = async (decisionId?: string) =>
      (await whyNot(desk, ticketId, { agentId, ...(decisionId !== undefined && { decisionId }) })).map(
        ({ code }) => code,
      )
    expect(await codes()).toContain('no_permission')
    expect(await codes(offer?.decisionId ?? '')).toEqual(['presence'])
  })

  it('is told of with the role before and after', async () => {
    const desk = await openDesk()
    const { agentId, become } = await member(desk)
    await become('engineer')
    expect(await presenceOf(desk, agentId)).toMatchObject({ state: 'available' })
    await become('engineer')
    const told = await world.query<{ data: object }>(
      "select data from events where subject_id = $1 and type = 'agent.updated'",
      [agentId],
    )
    const values = [{ name: 'role', from: 'agent', to: 'engineer' }]
    expect(told).toMatchObject([{ data: { changed: ['role'], previous: { role: 'agent' }, values } }])
    expect((await getAgent(desk.context, { agentId }))?.version).toBe(2)
  })
})

it('a bot of a member, and an agent who is none, are asked as before', async () => {
  const desk = await openDesk()
  const added = await addMember(desk.context, { email: `${newId()}@example.com`, name: 'Bo', role: 'auditor' })
  const bot = await desk.addAgent({ name: 'Bot', kind: 'bot', memberId: added.id })
  const plain = await desk.addAgent({ name: 'Ana' })
  await desk.addTicket()
  await desk.addTicket()
  const agents = (await pending(desk, 2)).map(({ agentId }) => encodeId('agent', agentId))
  expect(agents.toSorted()).toEqual([bot, plain].map((id) => encodeId('agent', id)).toSorted())
})
