import { env } from 'node:process'
import { afterAll, describe, expect, it, vi } from 'vitest'
import {
  acceptOffer,
  cancelTask,
  completeTask,
  consultAgent,
  endMonitor,
  monitorTask,
  parkTask,
  pullTask,
  requeueTask,
  returnTask,
  transferTask,
  unparkTask,
} from '../modules/handling/index.ts'
import { declineOffer } from '../modules/routing/index.ts'
import { AppError } from '../platform/errors.ts'
import { encodeId } from '../platform/ids.ts'
import { asSupervisor, eventsOf, loadOf, rowOf } from './testing/moving-desk.ts'
import { type Desk, openRouterWorld } from './testing/router-world.ts'
import { soon } from './testing/watched-desks.ts'

const rounds = Number(env['RACE_ROUNDS'] ?? 50)

const world = await openRouterWorld()
const router = world.startRouter()
afterAll(async () => {
  await router.stop(1_000)
  await world.close()
})

/** What a caller may be told who came too late, or whose agent has no room. */
const expected = new Set(['conflict', 'offer_ended', 'over_capacity'])
const over = new Set(['done', 'cancelled'])

interface Race {
  readonly taskId: string
  readonly offerId: string
  readonly asked: string
  readonly others: readonly string[]
}

/** Everything that can be done to one task, each by somebody else. */
function moves(desk: Desk, { taskId, offerId, asked, others }: Race): (() => Promise<unknown>)[] {
  const all = asSupervisor(desk)
  const [first = '', second = ''] = others
  const transfer = (to: object, more: object = {}) =>
    transferTask(all, { taskId, to, mode: 'cold', restart: false, force: false, note: null, ...more })
  return [
    () => acceptOffer(all, { offerId }),
    () => declineOffer(all, { offerId, reason: null, code: null }),
    () => transfer({ queue: 'technical-support' }),
    () => transfer({ agentId: first }),
    () => transfer({ agentId: second }, { force: true }),
    () => consultAgent(all, { taskId, agentId: first, note: null }),
    () => transfer({ agentId: first }, { mode: 'warm' }),
    () => monitorTask(all, { taskId, mode: 'listen' }),
    () => monitorTask(all, { taskId, mode: 'whisper' }),
    () => endMonitor(all, { taskId }),
    () => pullTask(all, { taskId, agentId: second }),
    () => pullTask(all, { taskId, agentId: asked }),
    () => returnTask(all, { taskId, reason: null, code: null }),
    () => requeueTask(all, { taskId }),
    () => parkTask(all, { taskId, reason: 'by_hand' }),
    () => unparkTask(all, { taskId }),
    () => completeTask(all, { taskId }),
    () => cancelTask(all, { taskId, reason: 'by_hand' }),
  ]
}

/** The same order for the same round: a failing one can be run again. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  const place = (index: number) => (((index + 1) * 7919 + seed * 104_729) * 2_654_435_761) % 4_294_967_296
  return items
    .map((item, index) => ({ item, at: place(index) }))
    .toSorted((one, other) => one.at - other.at)
    .map(({ item }) => item)
}

async function startOf(desk: Desk): Promise<Race & { ticketId: string }> {
  const asked = await desk.addAgent({ capacityUnits: 20 })
  const ticketId = await desk.addTicket()
  const offer = await vi.waitFor(async () => {
    const found = (await desk.offers('pending')).find((one) => one.ticketId === ticketId)
    if (found === undefined) throw new Error('Nothing is offered yet.')
    return found
  }, soon)
  const others = await Promise.all([
    desk.addAgent({ capacityUnits: 20, queues: ['technical-support'] }),
    desk.addAgent({ capacityUnits: 10, queues: [] }),
  ])
  return { ticketId, taskId: offer.taskId, offerId: offer.id, asked, others }
}

/** What the row says and what the log says of whether the work is over must be one story. */
async function storyOf(taskId: string, ticketId: string): Promise<{ state: string; ends: number }> {
  const { state } = await rowOf(world, taskId)
  const events = await eventsOf(world, ticketId)
  const mine = events.filter(({ data }) => data['taskId'] === encodeId('task', taskId))
  return { state, ends: mine.filter(({ type }) => type === 'task.completed' || type === 'task.cancelled').length }
}

describe('everything happens to one task at once', () => {
  it(`and one consistent outcome stands, ${rounds} times`, { timeout: 30_000 + rounds * 3_000 }, async () => {
    const desk = await world.openDesk()
    const seen = new Map<string, number>()
    for (let round = 0; round < rounds; round++) {
      const race = await startOf(desk)
      // Everything in every third round; else a few, mostly without the ends of all work, so that each may come last.
      const all = moves(desk, race)
      const some = shuffled(round % 3 === 1 ? all : all.slice(0, -2), round).slice(0, 2 + (round % 7))
      const answers = await Promise.allSettled((round % 3 === 0 ? shuffled(all, round) : some).map((move) => move()))
      for (const answer of answers) {
        if (answer.status === 'fulfilled') continue
        const error: unknown = answer.reason
        if (!(error instanceof AppError) || !expected.has(error.code)) throw error
      }
      const { taskId, ticketId, asked, others } = race
      expect(await desk.brokenInvariants()).toEqual([])
      const { state, ends } = await storyOf(taskId, ticketId)
      expect([round, ends]).toEqual([round, over.has(state) ? 1 : 0])
      seen.set(state, (seen.get(state) ?? 0) + 1)
      if (!over.has(state)) await cancelTask(desk.context, { taskId, reason: 'round_over' })
      for (const agentId of [asked, ...others]) {
        await desk.setPresence(agentId, 'away')
        expect(await loadOf(world, agentId)).toEqual({ used: 0, reserved: 0 })
      }
    }
    expect(await desk.brokenInvariants()).toEqual([])
    expect(seen.size).toBeGreaterThan(1)
  })

  it('and a task that is left waiting is offered again: none is lost', async () => {
    const desk = await world.openDesk()
    for (let round = 0; round < 6; round++) {
      const race = await startOf(desk)
      const { taskId, asked, others } = race
      await Promise.allSettled(shuffled(moves(desk, race).slice(0, -2), round + 500).map((move) => move()))
      await requeueTask(desk.context, { taskId })
      await unparkTask(desk.context, { taskId })
      // Somebody new for each queue it may have come to, whom no cool-down keeps away.
      const fresh = await desk.addAgent({ capacityUnits: 10, queues: ['frontline', 'technical-support'] })
      await vi.waitFor(async () => {
        const found = (await desk.offers()).filter((offer) => offer.taskId === taskId)
        expect(found.at(-1)?.state).toMatch(/pending|accepted/)
      }, soon)
      expect(await desk.brokenInvariants()).toEqual([])
      await cancelTask(desk.context, { taskId, reason: 'round_over' })
      for (const agentId of [asked, fresh, ...others]) await desk.setPresence(agentId, 'away')
    }
  })
})
