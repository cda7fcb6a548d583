import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Agent } from '../agents/index.ts'
import { checkInvariants } from '../routing/index.ts'
import type { Ticket } from '../tickets/index.ts'
import { assignTicket, cancelTask, pauseTask } from './index.ts'
import { type Desk, openDesk } from './testing/desk.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

interface TaskRow {
  readonly id: string
  readonly state: string
  readonly agentId: string | null
}

const tasksOf = ({ id }: Ticket) =>
  desk.home.query<TaskRow>('select id, state, agent_id as "agentId" from tasks where ticket_id = $1 order by id', [id])

async function waitingTask() {
  const ticket = await desk.ticket()
  const [task] = await tasksOf(ticket)
  return { ticket, taskId: task?.id ?? '' }
}

const assign = (ticket: Ticket, agent: Agent) => assignTicket(desk.context, { ticketId: ticket.id, agentId: agent.id })

describe('assigning a ticket by hand', () => {
  it('gives it one task when its own was given up before anybody took it', async () => {
    const agent = await desk.addAgent()
    const { ticket, taskId } = await waitingTask()
    await cancelTask(desk.context, { taskId, reason: 'mistake' })
    await assign(ticket, agent)
    expect(await tasksOf(ticket)).toMatchObject([{ state: 'cancelled' }, { state: 'active', agentId: agent.id }])
    expect(await checkInvariants(desk.context)).toEqual([])
  })

  it('takes a paused task over as it is, in one move', async () => {
    const agent = await desk.addAgent()
    const { ticket, taskId } = await waitingTask()
    await pauseTask(desk.context, { taskId })
    await assign(ticket, agent)
    expect(await tasksOf(ticket)).toMatchObject([{ id: taskId, state: 'active', agentId: agent.id }])
    const types = await desk.eventTypes(ticket)
    expect(types.filter((type) => type.startsWith('task.'))).toEqual(['task.queued', 'task.paused', 'task.updated'])
    expect(await checkInvariants(desk.context)).toEqual([])
  })
})
