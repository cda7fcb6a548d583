import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { transferTask, updateTicket } from './index.ts'
import { type Desk, openDesk } from './testing/desk.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

const update = (ticketId: string, change: object) =>
  updateTicket(desk.context, { ticketId, update: change, expectedVersion: null })
const taskPriority = async (ticketId: string) =>
  (await desk.home.query<{ priority: string }>('select priority from tasks where ticket_id = $1', [ticketId]))[0]
    ?.priority

describe('impact and urgency', () => {
  it('give the priority of a new ticket where its caller names none', async () => {
    const high = await desk.ticket({ impact: 'high', urgency: 'high' })
    expect(high).toMatchObject({ priority: 'critical', impact: 'high', urgency: 'high', priorityReason: null })
    const named = { impact: 'high', urgency: 'high', priority: 'low', priorityReason: 'A rehearsal.' } as const
    expect(await desk.ticket(named)).toMatchObject({ priority: 'low', priorityReason: 'A rehearsal.' })
    expect(await desk.ticket({ impact: 'low', priorityReason: 'Of nothing' })).toMatchObject({ priorityReason: null })
  })

  it('give it anew when they change, with task and clocks, but not over a reason', async () => {
    const ticket = await desk.ticket({ impact: 'low', urgency: 'low' })
    expect(ticket.priority).toBe('low')
    const raised = await update(ticket.id, { impact: 'high', urgency: 'high' })
    expect(raised).toMatchObject({ priority: 'critical' })
    expect(await taskPriority(ticket.id)).toBe('critical')
    expect(raised?.clocks).not.toEqual(ticket.clocks)
    expect(await update(ticket.id, { priority: 'normal', priorityReason: 'A works around it.' })).toMatchObject({
      priority: 'normal',
      priorityReason: 'A works around it.',
    })
    expect(await update(ticket.id, { urgency: 'normal' })).toMatchObject({ priority: 'normal', urgency: 'normal' })
    expect(await update(ticket.id, { priorityReason: null })).toMatchObject({ priority: 'high', priorityReason: null })
    expect(await taskPriority(ticket.id)).toBe('high')
    expect(await update(ticket.id, { urgency: null })).toMatchObject({ priority: 'high', urgency: null })
  })
})

describe('the task of a ticket that waits', () => {
  const taskOf = async (ticketId: string) => {
    const [task] = await desk.home.query<{ id: string; state: string; queue: string; languages: string[] }>(
      `select id, state, queue, requirements -> 'languages' as languages from tasks where ticket_id = $1`,
      [ticketId],
    )
    if (task === undefined) throw new Error('The ticket has no task.')
    return task
  }

  it('goes to another queue without the offer it had in the one before', async () => {
    const [agent, ticket] = [await desk.addAgent(), await desk.ticket()]
    const { id: taskId } = await taskOf(ticket.id)
    const to = { agentId: agent.id }
    await transferTask(desk.context, { taskId, to, mode: 'cold', restart: false, force: false, note: null })
    await update(ticket.id, { priority: 'high' })
    expect(await taskOf(ticket.id)).toMatchObject({ state: 'offered', queue: 'frontline' })
    await update(ticket.id, { queue: 'payments' })
    expect(await taskOf(ticket.id)).toMatchObject({ state: 'waiting', queue: 'payments' })
    const ended = 'select state, end_code as code from offers where task_id = $1'
    expect(await desk.home.query(ended, [taskId])).toEqual([{ state: 'cancelled', code: 'queue_changed' }])
    const load = 'select reserved_units as reserved from agent_loads where agent_id = $1'
    expect(await desk.home.query(load, [agent.id])).toEqual([{ reserved: 0 }])
  })

  it('asks for the language that the ticket turns out to be in', async () => {
    const ticket = await desk.ticket({ language: 'en' })
    await update(ticket.id, { language: 'pt' })
    expect(await taskOf(ticket.id)).toMatchObject({ languages: ['pt'] })
  })
})

describe('what is told of a change', () => {
  const toldOf = async (ticketId: string) => {
    const told = `select data from events where ticket_id = $1 and type = 'ticket.updated' order by seq`
    return (await desk.home.query<{ data: object }>(told, [ticketId])).map(({ data }) => data)
  }

  it('is what the codes among it were and are, and of words of people only that they changed', async () => {
    const ticket = await desk.ticket({ priority: 'normal' })
    await update(ticket.id, { priority: 'high', queue: 'payments', tags: ['Ana Costa'] })
    await update(ticket.id, { tags: [] })
    expect(await toldOf(ticket.id)).toEqual([
      {
        changed: ['priority', 'queue', 'tags'],
        values: [
          { name: 'priority', from: 'normal', to: 'high' },
          { name: 'queue', from: 'frontline', to: 'payments' },
        ],
      },
      { changed: ['tags'] },
    ])
  })

  it('holds for what a transfer changes too', async () => {
    const ticket = await desk.ticket()
    const [task] = await desk.home.query<{ id: string }>('select id from tasks where ticket_id = $1', [ticket.id])
    const to = { queue: 'payments' }
    const transfer = { taskId: task?.id ?? '', to, mode: 'cold', restart: false, force: false, note: null } as const
    await transferTask(desk.context, transfer)
    expect(await toldOf(ticket.id)).toEqual([
      { changed: ['queue'], values: [{ name: 'queue', from: 'frontline', to: 'payments' }] },
    ])
  })
})
