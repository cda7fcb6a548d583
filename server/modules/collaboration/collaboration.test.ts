import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { principalWith } from '../access/testing/test-installation-store.ts'
import { addMessage, transitionTicket } from '../handling/index.ts'
import { type Desk, openDesk } from '../handling/testing/desk.ts'
import { findMatching, readTimeline, type Ticket } from '../tickets/index.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import { followTicket, listFollowers, listMentions, readMentions, unfollowTicket } from './index.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

const note = (ticket: Ticket, body: string, more: object = {}, context = desk.context) =>
  addMessage(context, {
    ticketId: ticket.id,
    body,
    visibility: 'internal',
    clientId: null,
    asCustomer: false,
    lastSeenSeq: null,
    ...more,
  })
const mentionsOf = (agentId: string, context = desk.context) =>
  listMentions(context, { agentId, isUnread: false, before: null, limit: 50 })
const following = async (ticket: Ticket) =>
  (await listFollowers(desk.context, { ticketId: ticket.id }))?.map(({ name, reason }) => [name, reason])
const matching = (q: string, context = desk.context) => findMatching(context, { q, within: '', limit: 50 })

describe('following a ticket', () => {
  it('is once, leaves its version as it is, and ends', async () => {
    const agent = await desk.addAgent({ name: 'Lia Prado' })
    const ticket = await desk.ticket()
    await followTicket(desk.as(agent), { ticketId: ticket.id, agentId: agent.id })
    await followTicket(desk.context, { ticketId: ticket.id, agentId: agent.id })
    expect(await following(ticket)).toEqual([['Lia Prado', 'self']])
    expect((await desk.read(ticket)).version).toBe(ticket.version)
    expect(await matching('follower:me', desk.as(agent))).toEqual([ticket.id])
    expect(await matching(`follower:${encodeId('agent', agent.id)} -follower:${encodeId('agent', agent.id)}`)).toEqual(
      [],
    )
    await unfollowTicket(desk.context, { ticketId: ticket.id, agentId: agent.id })
    await unfollowTicket(desk.context, { ticketId: ticket.id, agentId: agent.id })
    expect(await following(ticket)).toEqual([])
    expect((await desk.eventTypes(ticket)).slice(-2)).toEqual(['ticket.followed', 'ticket.unfollowed'])
  })

  it('asks for an agent and a ticket that are there', async () => {
    const ticket = await desk.ticket()
    await expect(followTicket(desk.context, { ticketId: ticket.id, agentId: newId() })).rejects.toMatchObject({
      fields: [{ pointer: '/agentId', code: 'unknown_agent' }],
    })
    expect(await followTicket(desk.context, { ticketId: newId(), agentId: newId() })).toBeNull()
    expect(await listFollowers(desk.context, { ticketId: newId() })).toBeNull()
  })
})

describe('an internal note', () => {
  it('tells whom it names by handle or id, each once, who follow from then on', async () => {
    const [ines, bob] = [await desk.addAgent({ name: 'Inês Duarte' }), await desk.addAgent({ name: 'Bob' })]
    const ticket = await desk.ticket()
    await note(ticket, 'For @ines.duarte, again @Ines.Duarte.', { mentions: [bob.id, ines.id] })
    expect((await following(ticket))?.toSorted()).toEqual([
      ['Bob', 'mentioned'],
      ['Inês Duarte', 'mentioned'],
    ])
    const { mentions, unread } = await mentionsOf(ines.id)
    expect(unread).toBe(1)
    expect(mentions).toMatchObject([
      { ticket: { id: ticket.id }, excerpt: 'For @ines.duarte, again @Ines.Duarte.', readAt: null },
    ])
    const types = await desk.eventTypes(ticket)
    expect(types.slice(-5)).toEqual([
      'message.added',
      'ticket.mentioned',
      'ticket.mentioned',
      'ticket.followed',
      'ticket.followed',
    ])
  })

  it('names nobody by a handle two share, by an address, or itself', async () => {
    const one = await desk.addAgent({ name: 'Max Weber' })
    const other = await desk.addAgent({ name: 'Máx  Weber' })
    const self = await desk.addAgent({ name: 'Solo Self' })
    const ticket = await desk.ticket()
    await note(ticket, '@max.weber at max@weber.example, and me @solo.self', {}, desk.as(self))
    expect(await following(ticket)).toEqual([])
    for (const agent of [one, other, self]) expect((await mentionsOf(agent.id)).unread).toBe(0)
  })

  it('is said once, and so is whom it names', async () => {
    const agent = await desk.addAgent({ name: 'Once Only' })
    const ticket = await desk.ticket()
    await note(ticket, '@once.only', { clientId: 'a' })
    await note(ticket, '@once.only', { clientId: 'a' })
    expect((await mentionsOf(agent.id)).unread).toBe(1)
  })

  it('may come with a change of status', async () => {
    const agent = await desk.addAgent({ name: 'Stage Hand' })
    const ticket = await desk.ticket({ category: 'user_system' })
    await transitionTicket(desk.context, { ticketId: ticket.id, to: 'assigned', note: 'x' }).catch(() => null)
    await note(ticket, 'see @stage.hand')
    expect((await mentionsOf(agent.id)).unread).toBe(1)
  })

  it('refuses to name who is not there, and a public message names nobody', async () => {
    const agent = await desk.addAgent({ name: 'Pub Lic' })
    const ticket = await desk.ticket()
    await expect(note(ticket, 'x', { mentions: [newId()] })).rejects.toMatchObject({
      fields: [{ pointer: '/mentions/0', code: 'unknown_agent' }],
    })
    await expect(note(ticket, 'x', { visibility: 'public', mentions: [agent.id] })).rejects.toMatchObject({
      fields: [{ pointer: '/mentions', code: 'not_internal' }],
    })
    await note(ticket, 'Hello @pub.lic', { visibility: 'public' })
    expect((await mentionsOf(agent.id)).unread).toBe(0)
  })
})

describe('mentions', () => {
  it('are marked read: one, those of a ticket, all', async () => {
    const agent = await desk.addAgent({ name: 'Rita Reads' })
    const [first, second, third] = [await desk.ticket(), await desk.ticket(), await desk.ticket()]
    for (const ticket of [first, second, third]) await note(ticket, '@rita.reads')
    const mine = desk.as(agent)
    const { mentions } = await listMentions(mine, { agentId: null, isUnread: true, before: null, limit: 50 })
    const [newest] = mentions
    expect(mentions.map(({ ticket }) => ticket.id)).toEqual([third.id, second.id, first.id])
    const read = (ids: string[] | null, ticketId: string | null) => readMentions(mine, { agentId: null, ids, ticketId })
    expect(await read([newest?.id ?? ''], null)).toEqual({ read: 1, unread: 2 })
    expect(await read([newest?.id ?? ''], null)).toEqual({ read: 0, unread: 2 })
    expect(await read(null, second.id)).toEqual({ read: 1, unread: 1 })
    expect(await read(null, null)).toEqual({ read: 1, unread: 0 })
    expect(await desk.eventTypes(first)).toContain('ticket.mentions_read')
  })

  it('are an agent’s own: another agent is refused, a desk says whose', async () => {
    const [agent, other] = [await desk.addAgent(), await desk.addAgent()]
    const asOther = desk.home.contextOf(
      principalWith(['ticket:read', 'offer:act'], { kind: 'member', id: newId(), agentId: other.id }),
    )
    await expect(mentionsOf(agent.id, asOther)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(readMentions(asOther, { agentId: agent.id, ids: null, ticketId: null })).rejects.toMatchObject({
      code: 'forbidden',
    })
    const ofAll = await listMentions(desk.context, { agentId: null, isUnread: false, before: null, limit: 50 })
    expect(new Set(ofAll.mentions.map((one) => one.agentId)).size).toBeGreaterThan(1)
    await expect(readMentions(desk.context, { agentId: null, ids: null, ticketId: null })).rejects.toMatchObject({
      code: 'invalid',
    })
  })

  it('are not told to a partner in the timeline of its ticket', async () => {
    const agent = await desk.addAgent({ name: 'Hid Den' })
    const ticket = await desk.ticket()
    await note(ticket, '@hid.den')
    const partnerId = newId()
    await desk.home.query(
      `update tickets set created_by = created_by || jsonb_build_object('partnerId', $2::text) where id = $1`,
      [ticket.id, partnerId],
    )
    const partner = desk.home.contextOf(principalWith(['ticket:read', 'message:read'], { partnerId }))
    const types = async (context: typeof partner) =>
      (await readTimeline(context, { ticketId: ticket.id, after: 0, limit: 50 }))?.map(({ event }) => event.type) ?? []
    expect((await types(partner)).filter((type) => /mention|follow/.test(type))).toEqual([])
    expect((await types(desk.as(agent))).filter((type) => /mention|follow/.test(type))).toHaveLength(2)
  })
})
