import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createWorkspace } from '../access/index.ts'
import { principalWith } from '../access/testing/test-installation-store.ts'
import { updateCustomer } from '../customers/index.ts'
import { addMessage, assignTicket, updateTicket } from '../handling/index.ts'
import { type Desk, openDesk } from '../handling/testing/desk.ts'
import type { TicketRequest } from '../intake/index.ts'
import { rebuildDocuments } from '../search/index.ts'
import { indexAll } from '../search/testing/index-all.ts'
import type { Context } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import { countTicketsOf, listTickets, type Ticket, type TicketListInput, wholeList } from './index.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

const index = (context = desk.home.contextOf()) => indexAll(desk.home, context)
const search = (q: string, more: Partial<TicketListInput> = {}, context: Context = desk.context) =>
  listTickets(context, { ...wholeList, q, limit: 50, ...more })
const found = async (q: string, more: Partial<TicketListInput> = {}, context: Context = desk.context) =>
  (await search(q, more, context)).tickets.map((ticket) => ticket.issueSummary)
const add = (issueSummary: string, more: Partial<TicketRequest> = {}) => desk.ticket({ issueSummary, ...more })
const say = (ticket: Ticket, body: string, visibility: 'public' | 'partner' | 'internal' = 'public') =>
  addMessage(desk.context, {
    ticketId: ticket.id,
    body,
    visibility,
    clientId: null,
    asCustomer: false,
    lastSeenSeq: null,
  })

describe('finding by words', () => {
  it('finds a word in any form, in the language of the ticket, with accents and without', async () => {
    await add('Refunded the wrong amount', { language: 'en' })
    await add('La devolución no ha llegado', { language: 'es' })
    await add('Devoluções demoram muito', { language: 'pt' })
    await add('Größe falsch berechnet', { language: 'de' })
    await index()
    expect(await found('refunds')).toEqual(['Refunded the wrong amount'])
    for (const q of ['devolución', 'devolucion', 'devoluciones', 'DEVOLUCIÓN'])
      expect([q, await found(q)]).toEqual([q, expect.arrayContaining(['La devolución no ha llegado'])])
    for (const q of ['devoluções', 'devolucao', 'Devolução'])
      expect([q, await found(q)]).toEqual([q, expect.arrayContaining(['Devoluções demoram muito'])])
    for (const q of ['Größe', 'grosse', 'GRÖSSE']) expect(await found(q)).toEqual(['Größe falsch berechnet'])
    expect(await found('llegado demoram')).toEqual([])
  })

  it('takes phrases, beginnings and what is left out, and all of it together with fields', async () => {
    await add('The lift is out of order today', { tags: ['lift'] })
    await add('An order is out of stock', { tags: ['shop'], priority: 'critical' })
    await index()
    const [lift, shop] = ['The lift is out of order today', 'An order is out of stock']
    const asked: [string, string[]][] = [
      ['"out of order"', [lift]],
      ['out order', [shop, lift]],
      ['out -stock', [lift]],
      ['out -"out of order"', [shop]],
      ['orde* stoc*', [shop]],
      ['out tag:lift', [lift]],
      ['out priority:critical -tag:lift', [shop]],
      ['tag:lift,shop -stock', [lift]],
      ['tag:lift "out of stock"', []],
    ]
    for (const [q, expected] of asked) expect([q, await found(q)]).toEqual([q, expected])
    expect(await countTicketsOf(desk.context, { q: 'out order', most: 10 })).toBe(2)
  })

  it('finds what a ticket has nothing of, and whose it is by name', async () => {
    const agent = await desk.addAgent({ name: 'Zita Moura' })
    const bare = await add('Pangolin without a tag', { serviceLine: 'platform-support' })
    const told = { category: 'infrastructure', type: 'incident', affected: ['accounts'] }
    const full = await add('Pangolin with a tag', { tags: ['pangolin'], ...told })
    await assignTicket(desk.context, { ticketId: full.id, agentId: agent.id })
    await index()
    expect([bare.type, bare.category]).toEqual([null, null])
    const asked: [string, Ticket[]][] = [
      ['tag:none', [bare]],
      ['tag:none,pangolin', [full, bare]],
      ['-tag:none', [full]],
      ['type:none', [bare]],
      ['category:none,payment_processing', [bare]],
      ['-type:none affected:accounts', [full]],
      ['affected:none', [bare]],
      ['order:none', [full, bare]],
      ['assignee:"zita moura"', [full]],
      ['assignee:Zita', [full]],
      ['-assignee:zita', [bare]],
      ['assignee:moura', []],
    ]
    for (const [q, expected] of asked)
      expect([q, await found(`pangolin ${q}`)]).toEqual([q, expected.map(({ issueSummary }) => issueSummary)])
  })

  it('finds by what was said, what the customer is called, and the ids of everything', async () => {
    const customer = { name: 'Zoë Ångström', email: 'zoe.a@shop.example', phone: '+34 600 11 22 33' }
    const ticket = await add('Nothing much', { customerId: 'CRM-77/b', customer, externalId: 'JIRA-9' })
    await say(ticket, 'The gateway answered with quokka')
    await index()
    for (const q of [
      'quokka',
      'zoe angstrom',
      'CRM-77/b',
      'jira-9',
      String(ticket.number),
      `#${ticket.number}`,
      'zoe.a@shop.example',
      '600112233',
      '"600 11 22 33"',
      '2233',
    ])
      expect([q, await found(q)]).toEqual([q, ['Nothing much']])
  })

  it('shows a ticket by its number and its id before its document is there, and its words when it is', async () => {
    const ticket = await add('Freshly numbat', { externalId: 'FRESH-1' })
    expect(await found(`${ticket.number}`)).toEqual(['Freshly numbat'])
    expect(await found('FRESH-1')).toEqual(['Freshly numbat'])
    expect(await found('numbat')).toEqual([])
    expect(await found('-numbat externalId:FRESH-1')).toEqual(['Freshly numbat'])
    await index()
    expect(await found('numbat')).toEqual(['Freshly numbat'])
    expect(await found('-numbat externalId:FRESH-1')).toEqual([])
  })

  it('holds what it finds against the ticket as it is now', async () => {
    const ticket = await add('Stale wombat', { tags: ['before'] })
    await index()
    await updateTicket(desk.context, { ticketId: ticket.id, update: { tags: ['after'] }, expectedVersion: null })
    expect(await found('wombat tag:before')).toEqual([])
    expect(await found('tag:after wombat')).toEqual([])
    expect(await found('tag:after')).toEqual(['Stale wombat'])
    await index()
    expect(await found('tag:after wombat')).toEqual(['Stale wombat'])
  })

  it('follows a customer who is renamed', async () => {
    const ticket = await add('Renamed person', { customerId: 'renamed', customer: { name: 'Before Bilby' } })
    await index()
    await updateCustomer(desk.context, { customerId: ticket.customer.id, details: { name: 'After Dingo' } })
    await index()
    expect([await found('bilby'), await found('dingo')]).toEqual([[], ['Renamed person']])
  })
})

describe('who finds by what', () => {
  it('lets nobody find by what they may not read', async () => {
    const partnerId = newId()
    const ticket = await add('Secretive koala', { customer: { name: 'Kim', email: 'kim@private.example' } })
    await say(ticket, 'publicly echidna')
    await say(ticket, 'for partners platypus', 'partner')
    await say(ticket, 'between us: cassowary', 'internal')
    await desk.home.query(
      `update tickets set created_by = created_by || jsonb_build_object('partnerId', $2::text) where id = $1`,
      [ticket.id, partnerId],
    )
    await index()
    const partner = desk.home.contextOf(principalWith(['ticket:read', 'message:read'], { partnerId }))
    const reader = desk.home.contextOf(principalWith(['ticket:read']))
    const staff = desk.home.contextOf(principalWith(['ticket:read', 'message:read']))
    const sees = async (context: Context) => {
      const words = ['koala', 'echidna', 'platypus', 'cassowary', 'kim@private.example']
      const hits = await Promise.all(words.map((word) => found(word, {}, context)))
      return words.filter((_, place) => (hits[place] ?? []).length > 0)
    }
    expect(await sees(desk.context)).toEqual(['koala', 'echidna', 'platypus', 'cassowary', 'kim@private.example'])
    expect(await sees(staff)).toEqual(['koala', 'echidna', 'platypus', 'cassowary'])
    expect(await sees(partner)).toEqual(['koala', 'echidna', 'platypus'])
    expect(await sees(reader)).toEqual(['koala'])
    const stranger = desk.home.contextOf(principalWith(['ticket:read', 'message:read'], { partnerId: newId() }))
    expect(await sees(stranger)).toEqual([])
    const shown = await search('koala cassowary', { hasHighlights: true }, desk.context)
    expect(shown.highlights.size).toBe(1)
  })

  it('finds nothing of another workspace, and nothing outside a scope', async () => {
    await add('Bandicoot here')
    await index()
    const other = await createWorkspace(desk.home.here, { slug: 'other', name: 'Other', purpose: 'live' })
    const stranger = desk.home.contextOf(principalWith(['*']), other)
    expect(await found('bandicoot')).toEqual(['Bandicoot here'])
    expect(await found('bandicoot', {}, stranger)).toEqual([])
    expect((await search('bandicot', {}, stranger)).corrections).toEqual([])
    const scope = { channels: null, queues: new Set(['security']) }
    expect(await found('bandicoot', {}, desk.home.contextOf(principalWith(['ticket:read'], { scope })))).toEqual([])
  })
})

describe('slips', () => {
  it('looks for words that are spelt nearly alike, and names them', async () => {
    for (const place of ['first', 'second', 'third']) await add(`Kangaroo in the ${place} paddock`)
    await index()
    const page = await search('kangroo')
    expect(page.tickets).toHaveLength(3)
    expect(page.corrections).toEqual([{ written: 'kangroo', words: ['kangaroo'] }])
    expect((await search('kangaroo')).corrections).toEqual([])
    expect(await search('xylophonist')).toMatchObject({ tickets: [], corrections: [] })
  })

  it('keeps to what it took a word for on the pages that follow', async () => {
    const first = await search('paddok', { limit: 2 })
    expect(first.tickets.map((ticket) => ticket.issueSummary)).toEqual([
      'Kangaroo in the third paddock',
      'Kangaroo in the second paddock',
    ])
    const second = await search('paddok', { limit: 2, after: first.next })
    expect(second.tickets.map((ticket) => ticket.issueSummary)).toEqual(['Kangaroo in the first paddock'])
    expect(second.next).toBeNull()
  })
})

describe('the order of what is found', () => {
  it('is the newest first, or the best first, and stays so over pages while tickets arrive', async () => {
    const best = await add('Emu emu emu')
    const said = await add('Somebody called')
    await say(said, 'It was about an emu, and a good deal more that has to do with something else')
    await index()
    expect(await found('emu')).toEqual(['Somebody called', 'Emu emu emu'])
    expect(await found('emu', { sort: 'relevance' })).toEqual(['Emu emu emu', 'Somebody called'])
    const first = await search('emu', { sort: 'relevance', limit: 1 })
    expect(first.tickets[0]?.id).toBe(best.id)
    await add('Emu emu emu emu')
    await index()
    const second = await search('emu', { sort: 'relevance', limit: 1, after: first.next })
    expect(second.tickets.map((ticket) => ticket.id)).toEqual([said.id])
    expect(second.next).toBeNull()
  })

  it('pages through many matches without a gap', async () => {
    for (let place = 0; place < 9; place++) await add(`Lyrebird ${place}`, { tags: place % 2 ? ['odd'] : [] })
    await index()
    const seen: string[] = []
    for (let after: TicketListInput['after'] = null; ;) {
      const page = await search('lyrebird tag:odd', { limit: 1, after })
      seen.push(...page.tickets.map((ticket) => ticket.issueSummary))
      after = page.next
      if (after === null) break
    }
    expect(seen).toEqual(['Lyrebird 7', 'Lyrebird 5', 'Lyrebird 3', 'Lyrebird 1'])
  })

  it('shows where the words are, and nothing that ends in a mark of its own', async () => {
    const ticket = await add('A \u0002galah\u0003 & <b>cockatoo</b>')
    await say(ticket, `${'Long before it. '.repeat(40)}Then the potoroo arrived. ${'And after. '.repeat(40)}`)
    await index()
    const inSummary = await search('cockatoos', { hasHighlights: true })
    expect(inSummary.highlights.get(ticket.id)).toEqual({
      field: 'issueSummary',
      parts: [
        { text: 'A galah & <b>', isMatch: false },
        { text: 'cockatoo', isMatch: true },
        { text: '</b>', isMatch: false },
      ],
    })
    const inMessage = (await search('potoroo', { hasHighlights: true })).highlights.get(ticket.id)
    expect(inMessage?.field).toBe('message')
    expect(inMessage?.parts.filter((part) => part.isMatch)).toEqual([{ text: 'potoroo', isMatch: true }])
    expect(inMessage?.parts.map((part) => part.text).join('').length).toBeLessThan(250)
  })
})

describe('documents', () => {
  it('are rebuilt from nothing while what is there stays searchable', async () => {
    const ticket = await add('Rebuilt quoll')
    await assignTicket(desk.context, { ticketId: ticket.id, agentId: (await desk.addAgent()).id })
    await index()
    await rebuildDocuments(desk.home.contextOf(), { upTo: 0 })
    expect(await found('quoll')).toEqual(['Rebuilt quoll'])
    await desk.home.query('delete from search_documents')
    expect(await found('quoll')).toEqual([])
    const tickets = await desk.home.query<{ count: number }>('select count(*)::int as count from tickets')
    expect(await index()).toBe(tickets[0]?.count)
    expect(await found('quoll')).toEqual(['Rebuilt quoll'])
    expect((await search('qoull')).corrections).toEqual([{ written: 'qoull', words: ['quoll'] }])
    expect(await index()).toBe(0)
  })

  it('are built by nobody on a caller’s behalf', async () => {
    await expect(index(desk.context)).rejects.toMatchObject({ code: 'forbidden' })
  })
})
