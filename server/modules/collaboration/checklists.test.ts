import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { assignTicket, transitionTicket, updateTicket } from '../handling/index.ts'
import { type Desk, openDesk } from '../handling/testing/desk.ts'
import { mergeTickets } from '../merging/index.ts'
import type { Ticket } from '../tickets/index.ts'
import { newId } from '../../platform/ids.ts'
import type { ChecklistWish } from './change-checklist.ts'
import { changeChecklist, readChecklist } from './index.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk((text) =>
    text.replace(
      '{ from: handling, to: solved, requires: [resolution]',
      '{ from: handling, to: solved, requires: [resolution, checklist]',
    ),
  )
})
afterAll(() => desk.close())

const alert = () => desk.ticket({ type: 'security_alert', serviceLine: 'guest-support', category: 'security_event' })
const change = (ticket: Ticket, wish: ChecklistWish, context = desk.context) =>
  changeChecklist(context, { ticketId: ticket.id, wish })
const textsOf = async (ticket: Ticket) =>
  (await readChecklist(desk.context, { ticketId: ticket.id }))?.map(({ text, doneAt }) => [text, doneAt !== null])

describe('the checklist of a ticket', () => {
  it('is that of its type until it is touched, and its own from then on', async () => {
    const ticket = await alert()
    const [first, , last] = (await textsOf(ticket)) ?? []
    expect(await textsOf(ticket)).toHaveLength(3)
    await updateTicket(desk.context, { ticketId: ticket.id, update: { type: 'incident' }, expectedVersion: null })
    expect(await textsOf(ticket)).toEqual([])
    await updateTicket(desk.context, { ticketId: ticket.id, update: { type: 'security_alert' }, expectedVersion: null })
    await change(ticket, { kind: 'remove', id: 2 })
    await updateTicket(desk.context, { ticketId: ticket.id, update: { type: 'incident' }, expectedVersion: null })
    expect(await textsOf(ticket)).toEqual([first, last])
  })

  it('keeps who did what and when, once', async () => {
    const agent = await desk.addAgent({ name: 'Ana Does' })
    const ticket = await alert()
    const done = await change(ticket, { kind: 'set', id: 1, isDone: true }, desk.as(agent))
    expect(done?.[0]).toMatchObject({ id: 1, doneBy: { kind: 'agent', id: agent.id } })
    const { version } = await desk.read(ticket)
    expect(version).toBe(ticket.version + 1)
    expect(await change(ticket, { kind: 'set', id: 1, isDone: true })).toEqual(done)
    expect((await desk.read(ticket)).version).toBe(version)
    await change(ticket, { kind: 'set', id: 1, isDone: false })
    expect((await textsOf(ticket))?.[0]?.[1]).toBe(false)
    expect((await desk.read(ticket)).checklist).toEqual({ done: 0, total: 3 })
  })

  it('takes items and templates, renames and moves', async () => {
    const ticket = await desk.ticket()
    await change(ticket, { kind: 'add', text: 'One' })
    await change(ticket, { kind: 'add', text: 'Two' })
    await change(ticket, { kind: 'set', id: 2, text: 'Second', place: 0 })
    expect(await textsOf(ticket)).toEqual([
      ['Second', false],
      ['One', false],
    ])
    await change(ticket, { kind: 'template', template: 'security-first-hour' })
    await change(ticket, { kind: 'template', template: 'security-first-hour' })
    expect(await textsOf(ticket)).toHaveLength(5)
    expect((await desk.eventTypes(ticket)).filter((type) => type === 'ticket.checklist_changed')).toHaveLength(4)
  })

  it('refuses what is not there, too many items, and a merged ticket', async () => {
    const [ticket, other] = [await desk.ticket(), await desk.ticket()]
    expect(await change(ticket, { kind: 'set', id: 9, isDone: true })).toBeNull()
    expect(await change(ticket, { kind: 'remove', id: 9 })).toBeNull()
    expect(await changeChecklist(desk.context, { ticketId: newId(), wish: { kind: 'add', text: 'x' } })).toBeNull()
    await expect(change(ticket, { kind: 'template', template: 'nothing' })).rejects.toMatchObject({
      fields: [{ pointer: '/template', code: 'unknown_template' }],
    })
    const items = JSON.stringify(
      Array.from({ length: 200 }, (_, index) => ({ id: index + 1, text: `${index}`, doneAt: null, doneBy: null })),
    )
    await desk.home.query(
      'insert into ticket_checklists (workspace_id, ticket_id, items, done, total, updated_at) select workspace_id, id, $2::jsonb, 0, 200, now() from tickets where id = $1',
      [ticket.id, items],
    )
    await expect(change(ticket, { kind: 'add', text: 'x' })).rejects.toMatchObject({ code: 'invalid' })
    await mergeTickets(desk.context, { ticketId: other.id, into: ticket.id, reason: null, allowOtherCustomer: false })
    await expect(change(other, { kind: 'add', text: 'x' })).rejects.toMatchObject({ code: 'conflict' })
  })

  it('stands before a status that asks for it', async () => {
    const agent = await desk.addAgent()
    const ticket = await alert()
    await assignTicket(desk.context, { ticketId: ticket.id, agentId: agent.id })
    const solve = () => transitionTicket(desk.context, { ticketId: ticket.id, to: 'solved', resolution: 'Revoked.' })
    await expect(solve()).rejects.toMatchObject({ code: 'guard_failed', details: { missing: ['checklist'] } })
    for (const id of [1, 2, 3]) await change(ticket, { kind: 'set', id, isDone: true })
    expect(await solve()).toMatchObject({ status: 'solved' })
  })

  it('without an item stands before nothing', async () => {
    const agent = await desk.addAgent()
    const ticket = await desk.ticket({ serviceLine: 'guest-support', category: 'user_system' })
    await assignTicket(desk.context, { ticketId: ticket.id, agentId: agent.id })
    const solved = { ticketId: ticket.id, to: 'solved', resolution: 'Told.' }
    expect(await transitionTicket(desk.context, solved)).toMatchObject({ status: 'solved' })
  })
})
