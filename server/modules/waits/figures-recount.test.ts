import { afterAll, expect, it, vi } from 'vitest'
import { type Desk, openRouterWorld } from '../../jobs/testing/router-world.ts'
import type { Context } from '../../platform/context.ts'
import { createMemory, type MemoryKey } from '../../platform/memory.ts'
import { soon } from '../../platform/testing/soon.ts'
import { acceptOffer, cancelTask, completeTask, parkTask, unparkTask, updateTicket } from '../handling/index.ts'
import { keepQueueSpans, listQueues } from './index.ts'

const world = await openRouterWorld()
// In the morning of tomorrow, so that no midnight falls into the hours that pass.
const dayMs = 24 * 3_600_000
world.advance(dayMs + dayMs / 4 - (Date.now() % dayMs))
const router = world.startRouter()
afterAll(async () => {
  await router.stop(1_000)
  await world.close()
})

const queues = ['frontline', 'payments'] as const
const priorities = ['low', 'normal', 'high', 'critical'] as const

/** Numbers that look random and are the same each time. */
function createDice(seed: number) {
  let state = seed
  const roll = (sides: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * sides)
  }
  return { roll, pick: <Item>(items: readonly Item[]): Item | undefined => items[roll(items.length)] }
}

/** The same calls in a process that has just started: nothing is remembered but the feed it follows. */
function restarted(context: Context): Context {
  const fresh = createMemory()
  const of = <Value>(key: MemoryKey<Value>) => (key.name === 'events.feed' ? context.memory : fresh).of(key)
  return { ...context, memory: { ...fresh, of } }
}

const rowsOf = <Row>(desk: Desk, select: string) => world.query<Row>(select, [desk.context.workspace.id])
interface TaskRow {
  id: string
  ticketId: string
  queue: string
  priority: string
  state: string
  enteredAt: number
  createdAt: number
}
const findTasks = (desk: Desk) =>
  rowsOf<TaskRow>(
    desk,
    `select id, ticket_id as "ticketId", queue, priority, state, entered_at as "enteredAt", created_at as "createdAt"
     from tasks where workspace_id = $1`,
  )

/** The figures as anybody would count them: all rows, one by one. */
async function recount(desk: Desk, minute: number) {
  const tasks = await findTasks(desk)
  const accepted = await rowsOf<{ taskId: string; queue: string; waited: number }>(
    desk,
    `select distinct on (task_id) task_id as "taskId", offers.queue,
       round(extract(epoch from offers.ended_at - tasks.entered_at) * 1000)::bigint as waited
     from offers join tasks on tasks.id = task_id
     where offers.workspace_id = $1 and offers.state = 'accepted' order by task_id, offers.ended_at`,
  )
  const clocks = await rowsOf<{ met: boolean; breached: boolean }>(
    desk,
    `select state = 'met' as met, breached_at is not null as breached from sla_clocks where workspace_id = $1`,
  )
  const agents = await rowsOf<{ presence: string; queues: string[] }>(
    desk,
    `select presence, queues from agents join agent_loads on agent_id = id where agents.workspace_id = $1`,
  )
  const taken = new Set(accepted.map((offer) => offer.taskId))
  const inState = (queue: string, state: string) => tasks.filter((task) => task.queue === queue && task.state === state)
  const isLeft = (task: TaskRow) => ['cancelled', 'abandoned'].includes(task.state) && !taken.has(task.id)
  return {
    queues: queues.map((queue) => ({
      waiting: priorities.map((one) => inState(queue, 'waiting').filter((task) => task.priority === one).length),
      first: Math.min(...inState(queue, 'waiting').map((task) => task.enteredAt)),
      states: ['offered', 'active', 'wrapup', 'paused'].map((state) => inState(queue, state).length),
      agents: ['available', 'away'].map(
        (state) => agents.filter((agent) => agent.presence === state && agent.queues.includes(queue)).length,
      ),
      accepted: accepted.filter((offer) => offer.queue === queue).length,
      waitedMs: accepted.filter((offer) => offer.queue === queue).reduce((sum, { waited }) => sum + waited, 0),
    })),
    arrivals: tasks.length,
    lastHour: tasks.filter((task) => task.createdAt >= minute).length,
    left: tasks.filter(isLeft).length,
    met: clocks.filter((clock) => clock.met).length,
    breached: clocks.filter((clock) => clock.breached).length,
  }
}

/** The same out of what is told of the queues. What a ticket brings along when it moves is compared as a sum. */
async function told(context: Context) {
  const figures = (await listQueues(context)).filter(({ slug }) => queues.includes(slug as 'payments'))
  const now = context.now()
  const sum = (select: (one: (typeof figures)[number]) => number) => figures.reduce((all, one) => all + select(one), 0)
  return {
    queues: figures.map(({ today: { accepted, waits }, ...one }) => ({
      waiting: priorities.map((priority) => one.waitingByPriority[priority]),
      // Time goes on between the two, so the instant is read off to the second.
      first: one.waiting === 0 ? Infinity : expect.closeTo(now - one.longestWaitMs, -3.5),
      states: [one.offered, one.active - one.wrapup, one.wrapup, one.paused],
      agents: [one.agents.available, one.agents.away],
      accepted,
      waitedMs: expect.closeTo((waits.averageMs ?? 0) * waits.n, -2),
    })),
    arrivals: sum((one) => one.today.arrivals),
    lastHour: sum((one) => one.arrivalsLastHour),
    left: sum((one) => one.today.abandoned),
    met: sum((one) => one.today.sla.met),
    breached: sum((one) => one.today.sla.breached),
  }
}

/** Does something that may happen; what is refused in this state has not happened. */
async function step(desk: Desk, { roll, pick }: ReturnType<typeof createDice>, agents: string[]): Promise<void> {
  const { context } = desk
  const task = async (...states: string[]) =>
    pick((await findTasks(desk)).filter(({ state }) => states.includes(state)))
  const offer = pick(await desk.offers('pending'))
  const open = await task('waiting', 'active', 'paused')
  const acts = [
    () => desk.addTicket({ priority: pick(priorities) ?? 'low', channel: pick(['email', 'ticket']) ?? 'email' }),
    () => desk.addTicket({ priority: pick(priorities) ?? 'low' }),
    async () => agents.push(await desk.addAgent({ queues: roll(2) === 0 ? ['frontline'] : [...queues] })),
    () => desk.setPresence(pick(agents) ?? '', pick(['available', 'away'] as const) ?? 'away'),
    () => offer && acceptOffer(context, { offerId: offer.id }),
    () => offer && acceptOffer(context, { offerId: offer.id }),
    async () => completeTask(context, { taskId: (await task('active'))?.id ?? '' }),
    () => cancelTask(context, { taskId: open?.id ?? '', reason: 'test' }),
    async () => parkTask(context, { taskId: (await task('waiting'))?.id ?? '', reason: 'test' }),
    async () => unparkTask(context, { taskId: (await task('paused'))?.id ?? '' }),
    () =>
      updateTicket(context, {
        ticketId: open?.ticketId ?? '',
        update: { priority: 'critical' },
        expectedVersion: null,
      }),
    () =>
      updateTicket(context, { ticketId: open?.ticketId ?? '', update: { queue: 'payments' }, expectedVersion: null }),
    () => world.advance(roll(20) * 60_000),
  ]
  await Promise.resolve(pick(acts)?.()).catch(() => undefined)
}

it.for([1, 2, 3])(
  'after anything, kept figures are those of a recount of all rows, in a new process too (%i)',
  async (seed) => {
    const desk = await world.openDesk()
    const dice = createDice(seed)
    const agents = [await desk.addAgent()]
    await desk.addTicket()
    for (let turn = 0; turn < 12; turn++) {
      for (let act = 0; act < 6; act++) await step(desk, dice, agents)
      if (dice.roll(3) === 0) await keepQueueSpans(desk.context)
      const process = dice.roll(4) === 0 ? restarted(desk.context) : desk.context
      // The router may be about to offer or take back: both are read until it has come to rest.
      await vi.waitFor(async () => {
        const minute = Math.floor((desk.context.now() - 3_600_000) / 60_000) * 60_000
        const expected = await recount(desk, minute)
        expect(expected).toEqual(await told(process))
      }, soon)
    }
    const workspaceId = desk.context.workspace.id
    const [spans] = await world.query<{ rows: number }>(
      'select count(*) as rows from queue_spans where workspace_id = $1',
      [workspaceId],
    )
    expect(spans?.rows).toBeGreaterThan(0)
  },
)
