import { afterAll, beforeAll, expect, it } from 'vitest'
import { principalWith } from '../access/testing/test-installation-store.ts'
import { listMentions } from '../collaboration/index.ts'
import { type Desk, openDesk } from '../handling/testing/desk.ts'
import { checkInvariants } from '../routing/index.ts'
import { indexAll } from '../search/testing/index-all.ts'
import { systemPrincipal } from '../../platform/principal.ts'
import { readMessages, readTimeline, type Ticket } from '../tickets/index.ts'
import { mergeTickets, sayOnTicket, unmergeTicket } from './index.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

const say = (ticket: Ticket, body: string, more: object = {}) =>
  sayOnTicket(desk.context, {
    ticketId: ticket.id,
    body,
    visibility: 'public',
    clientId: null,
    asCustomer: true,
    lastSeenSeq: null,
    ...more,
  })
const merge = (source: Ticket, target: Ticket) =>
  mergeTickets(desk.context, { ticketId: source.id, into: target.id, reason: null, allowOtherCustomer: true })
const unmerge = (ticket: Ticket) => unmergeTicket(desk.context, { ticketId: ticket.id })
const reader = (ticket: Ticket) =>
  desk.home.contextOf(principalWith(['ticket:read', 'message:read'], { kind: 'customer', id: ticket.customer.id }))
const page = { after: 0, limit: 100 }
const inTimeline = async (ticket: Ticket, context = desk.context) =>
  (await readTimeline(context, { ticketId: ticket.id, ...page }))?.flatMap((item) =>
    item.kind === 'message' ? [item.message.body] : item.event.type.startsWith('message.') ? ['?'] : [],
  )
const inMessages = async (ticket: Ticket, context = desk.context) =>
  (await readMessages(context, { ticketId: ticket.id, ...page }))?.map(({ body }) => body)
const words = async (ticket: Ticket, word: string) => {
  await indexAll(desk.home, desk.home.contextOf(systemPrincipal))
  const [row] = await desk.home.query<{ has: boolean }>(
    `select words @@ to_tsquery('switchyard_simple', $2) as has from search_documents where ticket_id = $1`,
    [ticket.id, word],
  )
  return row?.has
}

it('gives back what was said to it while it was merged, and to nobody else', async () => {
  const source = await desk.ticket({ customerId: 'lone-1', message: 'Mine first' })
  const target = await desk.ticket({ customerId: 'lone-2', message: 'Theirs first' })
  await merge(source, target)
  await say(source, 'Mine merged orangutan')
  await say(target, 'Theirs merged')
  await say(source, 'Answer to mine', { asCustomer: false })
  expect(await inMessages(target)).toEqual(['Theirs first', 'Mine merged orangutan', 'Theirs merged', 'Answer to mine'])
  const before = await desk.read(source)
  const back = await unmerge(source)
  const own = ['Mine first', 'Mine merged orangutan', 'Answer to mine']
  const theirs = ['Theirs first', 'Theirs merged']
  for (const read of [inTimeline, inMessages]) {
    expect(await read(source)).toEqual(own)
    expect(await read(target)).toEqual(theirs)
    expect(await read(source, reader(source))).toEqual(own)
    expect(await read(target, reader(target))).toEqual(theirs)
  }
  expect(back?.version).toBeGreaterThan(before.version)
  expect(await words(source, 'orangutan')).toBe(true)
  expect(await words(target, 'orangutan')).toBe(false)
  const told = await desk.home.query(
    `select type, data ->> 'seq' as seq, data ->> 'messages' as messages from events
     where ticket_id = $1 and type in ('message.moved', 'ticket.unmerged') order by seq`,
    [source.id],
  )
  expect(told).toEqual(
    expect.arrayContaining([
      { type: 'ticket.unmerged', seq: null, messages: '2' },
      { type: 'message.moved', seq: '2', messages: null },
      { type: 'message.moved', seq: '3', messages: null },
    ]),
  )
  // What is said next goes on after it.
  await say(source, 'And now')
  expect(await inTimeline(source)).toEqual([...own, 'And now'])
})

it('takes along what was said to those that go on in it still, and leaves it to them when they are released', async () => {
  const [first, second, target] = [await desk.ticket(), await desk.ticket(), await desk.ticket()]
  await merge(first, second)
  await merge(second, target)
  for (const ticket of [first, second, target]) await say(ticket, `To ${ticket.number}`)
  const to = (...tickets: Ticket[]) => tickets.map(({ number }) => `To ${number}`)
  await unmerge(second)
  expect(await inTimeline(second)).toEqual(to(first, second))
  expect(await inTimeline(target)).toEqual(to(target))
  await unmerge(first)
  expect([await inTimeline(first), await inTimeline(second)]).toEqual([to(first), to(second)])
  // Merged once more, everything is read in one place again.
  await merge(first, target)
  expect(await inTimeline(target)).toEqual(expect.arrayContaining(to(first, target)))
})

it('takes along whom its notes name', async () => {
  const ana = await desk.addAgent({ name: 'Ana' })
  const [source, target] = [await desk.ticket(), await desk.ticket()]
  await merge(source, target)
  await say(source, 'Ask Ana', { visibility: 'internal', asCustomer: false, mentions: [ana.id] })
  await unmerge(source)
  const { mentions } = await listMentions(desk.as(ana), { agentId: null, isUnread: true, before: null, limit: 10 })
  expect(mentions.map(({ ticket }) => ticket.id)).toEqual([source.id])
})

it('is done once, whoever races, and a merge may follow it', async () => {
  const [source, target] = [await desk.ticket(), await desk.ticket()]
  await merge(source, target)
  const outcomes = await Promise.allSettled([1, 2, 3].map(() => unmergeTicket(desk.context, { ticketId: source.id })))
  expect(outcomes.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
  await merge(target, source)
  expect((await desk.read(target)).mergedInto).toMatchObject({ id: source.id })
  expect(await checkInvariants(desk.context)).toEqual([])
})
