import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { acceptOffer, assignTicket, transferTask } from '../modules/handling/index.ts'
import { createShardRouter, renewShard, ShardLost, takeShard } from '../modules/routing/index.ts'
import { encodeId } from '../platform/ids.ts'
import type { Router } from './router.ts'
import { holdTask } from './testing/moving-desk.ts'
import { type Desk, openRouterWorld } from './testing/router-world.ts'
import { pending, soon, watchDesks } from './testing/watched-desks.ts'

const world = await openRouterWorld()
const openDesk = watchDesks(world)
const routers: Router[] = []
// What was registered last ends first: the desks are checked when no router works on them any more.
afterEach(async () => void (await Promise.all(routers.splice(0).map((router) => router.stop(1_000)))))
afterAll(world.close)

const startRouter = (desk: Desk) => {
  const router = world.startRouter({ workspaceIds: [desk.context.workspace.id] })
  routers.push(router)
  return router
}
const epochOf = async (desk: Desk) => {
  const [shard] = await world.query<{ epoch: number }>('select epoch from router_shards where workspace_id = $1', [
    desk.context.workspace.id,
  ])
  return shard?.epoch ?? 0
}
const mark = () => world.feed.mark()

describe('a router', () => {
  it('finds what happened while none was running, and goes on where the one before stopped', async () => {
    const desk = await openDesk()
    const gone = await desk.addAgent()
    await desk.addTicket()
    const first = startRouter(desk)
    const [offer] = await pending(desk, 1)
    await first.stop(1_000)
    const epoch = await epochOf(desk)
    await desk.setPresence(gone, 'away')
    const here = await desk.addAgent()
    startRouter(desk)
    await vi.waitFor(async () => expect(await desk.offers('revoked')).toMatchObject([{ id: offer?.id }]), soon)
    expect(await pending(desk, 1)).toMatchObject([{ agentId: here, taskId: offer?.taskId }])
    expect(await epochOf(desk)).toBe(epoch + 1)
  })

  it('calls expired what ran out before it was to be taken back or cancelled', async () => {
    const desk = await openDesk()
    await desk.addAgent()
    await desk.addAgent()
    await desk.addTicket()
    await desk.addTicket()
    const first = startRouter(desk)
    const offers = await pending(desk, 2)
    await first.stop(1_000)
    world.advance(45_001)
    const [byHand, left] = offers
    const lateAnswer = acceptOffer(desk.context, { offerId: left?.id ?? '' })
    await expect(lateAnswer).rejects.toMatchObject({ details: { lostTo: 'expired' } })
    await assignTicket(desk.context, { ticketId: byHand?.ticketId ?? '', agentId: left?.agentId ?? '' })
    await desk.setPresence(left?.agentId ?? '', 'away')
    expect(await desk.offers('expired')).toMatchObject([{ id: byHand?.id }])
    startRouter(desk)
    await vi.waitFor(async () => expect(await desk.offers('expired')).toHaveLength(2), soon)
    const ends = await world.query<{ type: string }>(
      `select type from events where workspace_id = $1 and type ~ '^offer\\.' and data ->> 'offerId' = any($2) order by seq`,
      [desk.context.workspace.id, offers.map((offer) => encodeId('offer', offer.id))],
    )
    expect(ends.map((event) => event.type)).toEqual([
      'offer.created',
      'offer.created',
      'offer.expired',
      'offer.expired',
    ])
  })

  it('ends what ran out while none was running', async () => {
    const desk = await openDesk()
    await desk.addAgent()
    await desk.addTicket()
    const first = startRouter(desk)
    await pending(desk, 1)
    await first.stop(1_000)
    world.advance(46_000)
    startRouter(desk)
    await vi.waitFor(async () => expect(await desk.offers('expired')).toHaveLength(1), soon)
  })

  it('waits until the lease of another one ends, which database time decides', async () => {
    const desk = await openDesk()
    const { context } = desk
    const epoch = await takeShard(context, { holder: 'one', leaseMs: 60_000 })
    expect(epoch).toBe(1)
    expect(await takeShard(context, { holder: 'two', leaseMs: 60_000 })).toBeNull()
    expect(await renewShard(context, { epoch: 1, leaseMs: 1 })).toBe(true)
    await vi.waitFor(async () => expect(await takeShard(context, { holder: 'two', leaseMs: 1 })).toBe(2), soon)
    expect(await renewShard(context, { epoch: 1, leaseMs: 60_000 })).toBe(false)
  })

  it('writes nothing when its epoch is over, whatever it decides', async () => {
    const desk = await openDesk()
    const { context } = desk
    const agentId = await desk.addAgent()
    const stale = createShardRouter({ context, epoch: 1, mark })
    await takeShard(context, { holder: 'stale', leaseMs: 1 })
    expect(await stale.work()).toBeGreaterThan(0)
    await vi.waitFor(async () => expect(await takeShard(context, { holder: 'fresh', leaseMs: 60_000 })).toBe(2), soon)
    const ticketId = await desk.addTicket()
    const before = await desk.eventTypes()
    stale.hear([{ ...header(context.workspace.id), type: 'task.queued', subjectKind: 'ticket', subjectId: ticketId }])
    await expect(stale.work()).rejects.toBeInstanceOf(ShardLost)
    expect(await desk.offers()).toEqual([])
    expect(await desk.eventTypes()).toEqual(before)
    const fresh = createShardRouter({ context, epoch: 2, mark })
    await fresh.work()
    expect(await desk.offers('pending')).toMatchObject([{ agentId, ticketId }])
  })

  it('leaves a task as it was when its agent turned out to be gone', async () => {
    const desk = await openDesk()
    const { context } = desk
    const agentId = await desk.addAgent()
    await takeShard(context, { holder: 'one', leaseMs: 60_000 })
    const router = createShardRouter({ context, epoch: 1, mark })
    await router.work()
    await desk.setPresence(agentId, 'away')
    const ticketId = await desk.addTicket()
    router.hear([{ ...header(context.workspace.id), type: 'task.queued', subjectKind: 'ticket', subjectId: ticketId }])
    await router.work()
    const [task] = await world.query('select state, version from tasks where workspace_id = $1', [context.workspace.id])
    expect(task).toEqual({ state: 'waiting', version: 1 })
    expect(await desk.offers()).toEqual([])
  })

  it('rests when its agent has an offer it has not heard of, and does not ask over and over', async () => {
    const desk = await openDesk()
    const { context } = desk
    const agentId = await desk.addAgent()
    await takeShard(context, { holder: 'both', leaseMs: 60_000 })
    const [one, other] = [1, 2].map(() => createShardRouter({ context, epoch: 1, mark }))
    await one?.work()
    await other?.work()
    const queued = (subjectId: string) => [
      { ...header(context.workspace.id), type: 'task.queued', subjectKind: 'ticket', subjectId },
    ]
    other?.hear(queued(await desk.addTicket()))
    await other?.work()
    const versions = () =>
      world.query('select version, event_seq from agent_loads where workspace_id = $1 and agent_id = $2', [
        context.workspace.id,
        agentId,
      ])
    const before = await versions()
    one?.hear(queued(await desk.addTicket()))
    expect(await one?.work()).toBeGreaterThan(0)
    expect(await versions()).toEqual(before)
    expect(await desk.offers()).toHaveLength(1)
  })

  it('rests as well when somebody has handed its agent an offer that it has not heard of', async () => {
    const desk = await openDesk()
    const { context } = desk
    const { taskId, agentId: holder } = await holdTask(desk)
    await desk.setPresence(holder, 'away')
    const agentId = await desk.addAgent()
    await takeShard(context, { holder: 'one', leaseMs: 60_000 })
    const router = createShardRouter({ context, epoch: 1, mark })
    await router.work()
    await transferTask(context, { taskId, to: { agentId }, mode: 'cold', restart: false, force: false, note: null })
    const load = () => world.query('select version, event_seq from agent_loads where agent_id = $1', [agentId])
    const before = await load()
    const ticketId = await desk.addTicket()
    router.hear([{ ...header(context.workspace.id), type: 'task.queued', subjectKind: 'ticket', subjectId: ticketId }])
    await router.work()
    expect(await load()).toEqual(before)
    expect(await pending(desk, 1)).toMatchObject([{ agentId, taskId }])
  })

  it('does no harm when two of them decide at once under the same epoch', async () => {
    const desk = await openDesk()
    const { context } = desk
    await takeShard(context, { holder: 'both', leaseMs: 60_000 })
    for (let agents = 0; agents < 10; agents++) await desk.addAgent()
    for (let tickets = 0; tickets < 20; tickets++) await desk.addTicket()
    const twins = Array.from({ length: 4 }, () => createShardRouter({ context, epoch: 1, mark }))
    await Promise.all(twins.map((twin) => twin.work()))
    const offers = await desk.offers('pending')
    expect(offers).toHaveLength(10)
    expect(new Set(offers.map((offer) => offer.taskId)).size).toBe(10)
  })

  it('goes on after its connections were cut, and ends what ran out meanwhile', async () => {
    const desk = await openDesk()
    const agentId = await desk.addAgent()
    startRouter(desk)
    await desk.addTicket()
    const [offer] = await pending(desk, 1)
    await world.query(`select pg_terminate_backend(pid) from pg_stat_activity where usename like 'switchyard_%' and
      datname = current_database() and usename <> 'switchyard_owner'`)
    world.advance(46_000)
    await vi.waitFor(async () => expect(await desk.offers('expired')).toHaveLength(1), soon)
    world.advance(61_000)
    const again = await pending(desk, 1)
    expect(again).toMatchObject([{ agentId, taskId: offer?.taskId }])
    await acceptOffer(desk.context, { offerId: again[0]?.id ?? '' })
  })

  it('begins anew when the clock was set back: offers last no longer for it', async () => {
    const desk = await openDesk()
    world.advance(600_000)
    await desk.addAgent()
    await desk.addTicket()
    startRouter(desk)
    await pending(desk, 1)
    world.advance(-600_000)
    await desk.addAgent()
    await desk.addTicket()
    await pending(desk, 2)
    const lasting = await world.query<{ ms: number }>(
      `select (extract(epoch from expires_at - created_at) * 1000)::integer as ms from offers where workspace_id = $1`,
      [desk.context.workspace.id],
    )
    for (const { ms } of lasting) expect(ms).toBeLessThanOrEqual(45_000)
  })

  it('hands a workspace over when it stops, at once', async () => {
    const desk = await openDesk()
    const first = startRouter(desk)
    await vi.waitFor(() => expect(first.active()).toEqual([desk.context.workspace.id]), soon)
    const second = startRouter(desk)
    await desk.addAgent()
    await first.stop(1_000)
    await desk.addTicket()
    await pending(desk, 1)
    expect(second.active()).toEqual([desk.context.workspace.id])
  })
})

function header(workspaceId: string) {
  return { workspaceId, seq: mark(), id: '00000000-0000-7000-8000-000000000000' }
}
