import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../platform/ids.ts'
import { principalWith } from '../access/testing/test-installation-store.ts'
import { type Agent, setPresence } from '../agents/index.ts'
import { assignTicket, completeTask } from '../handling/index.ts'
import { type Desk, openDesk } from '../handling/testing/desk.ts'
import { type FairnessInput, readFairness } from './index.ts'

let desk: Desk
let [ana, rui, bot]: Agent[] = []
let began = 0
const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const asked = { from: null, to: null, queue: null, channel: null, team: null, groupBy: null } as const

const read = (more: Partial<FairnessInput> = {}) =>
  readFairness(desk.context, { ...asked, from: began, to: began + 2 * hour, ...more })
const of = (report: Awaited<ReturnType<typeof read>>, agent?: Agent) => report.agents.find(({ id }) => id === agent?.id)

/** A task in the hands of an agent for so long. */
async function work(agent: Agent, minutes: number, request = {}): Promise<string> {
  const ticket = await desk.ticket(request)
  await assignTicket(desk.context, { ticketId: ticket.id, agentId: agent.id })
  desk.home.advance(minutes * minute)
  const taskId = ticket.taskId ?? ''
  await completeTask(desk.as(agent), { taskId })
  return taskId
}

/** An offer of this task that ended without being taken. */
async function turnedDown(agent: Agent, taskId: string, state: 'declined' | 'expired') {
  await desk.home.query(
    `insert into offers (workspace_id, id, task_id, ticket_id, agent_id, queue, channel, state, units, one_at_a_time,
        created_at, expires_at, ended_at)
      select task.workspace_id, $1, task.id, task.ticket_id, $2, task.queue, task.channel, $3, 10, true, $4, $4, $4
      from tasks as task where task.id = $5`,
    [newId(), agent.id, state, new Date(desk.context.now()), taskId],
  )
}

beforeAll(async () => {
  desk = await openDesk()
  began = Math.ceil(desk.context.now() / hour) * hour
  desk.home.advance(began - desk.context.now())
  ana = await desk.addAgent({ name: 'Ana', team: 'technical-support' })
  rui = await desk.addAgent({ name: 'Rui', team: 'technical-support' })
  bot = await desk.addAgent({ name: 'Bot', kind: 'bot', endpointUrl: 'https://bot.example.com/offers' })
  const task = await work(ana, 40, { priority: 'high' })
  await turnedDown(rui, task, 'declined')
  await turnedDown(rui, task, 'expired')
  await work(rui, 20, { category: 'payment_processing', type: 'payment_issue', priority: 'normal' })
  await setPresence(desk.context, { agentId: rui.id, state: 'away', reason: null, source: 'api' })
  desk.home.advance(hour)
})
afterAll(() => desk.close())

describe('the fairness report', () => {
  it('holds work in hand against the time each person was there, and says how far they are apart', async () => {
    const report = await read()
    const [one, other] = [of(report, ana), of(report, rui)]
    expect(one).toMatchObject({ name: 'Ana', presentMs: 2 * hour, workMs: 40 * minute, taken: 1, hard: 1 })
    expect(other).toMatchObject({ presentMs: hour, workMs: 20 * minute, declined: 1, missed: 1, taken: 1 })
    expect(of(report, bot)).toBeUndefined()
    expect(report.whole).toMatchObject({ n: 2, excluded: 0, gap: 0, gini: 0, taken: 2, declined: 1, missed: 1 })
  })

  it('splits by team, and by team and hour', async () => {
    const team = 'technical-support'
    expect((await read({ groupBy: 'team' })).groups).toMatchObject([{ team, hour: null, n: 2 }])
    const { groups } = await read({ groupBy: 'hour' })
    expect(groups).toMatchObject([
      { team, hour: began, n: 2, taken: 2, maxMin: 2 },
      { team, hour: began + hour, n: 1, taken: 0, mean: 0 },
    ])
  })

  it('narrows to a team, and to who was offered something from a queue', async () => {
    expect((await read({ team: 'backend' })).agents).toEqual([])
    const { agents } = await read({ queue: 'payments' })
    expect(agents).toMatchObject([{ name: 'Rui', workMs: 20 * minute, taken: 1, declined: 0 }])
    const scope = { channels: null, queues: new Set(['payments']) }
    const limited = desk.home.contextOf(principalWith(['qa:read'], { scope }))
    const seen = await readFairness(limited, { ...asked, from: began, to: began + 2 * hour })
    expect(seen.agents.map(({ name }) => name)).toEqual(['Rui'])
  })

  it('counts work that was in hand before the time, and presence of before', async () => {
    const report = await read({ from: began + 30 * minute })
    expect(of(report, ana)).toMatchObject({ presentMs: 90 * minute, workMs: 10 * minute, taken: 0 })
    const earlier = await read({ from: began - day, to: began })
    expect(earlier.agents).toEqual([])
    expect(earlier.whole).toMatchObject({ n: 0, mean: null, gini: null })
  })

  it('refuses who may not, a time that ends before it begins, and one that is too long', async () => {
    const blind = desk.home.contextOf(principalWith(['ticket:read']))
    await expect(readFairness(blind, asked)).rejects.toMatchObject({ code: 'forbidden' })
    const refused = { code: 'invalid', fields: [{ pointer: 'from', code: 'out_of_range' }] }
    await expect(read({ to: began - 1 })).rejects.toMatchObject(refused)
    await expect(read({ from: began - 32 * day, groupBy: 'hour' })).rejects.toMatchObject(refused)
    await expect(read({ from: began - 94 * day })).rejects.toMatchObject(refused)
  })
})
