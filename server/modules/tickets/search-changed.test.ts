import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { updateCustomer } from '../customers/index.ts'
import { addMessage } from '../handling/index.ts'
import { type Desk, openDesk } from '../handling/testing/desk.ts'
import type { TicketRequest } from '../intake/index.ts'
import { forgetOldWords } from '../search/index.ts'
import { indexAll } from '../search/testing/index-all.ts'
import { listTickets, type Ticket, wholeList } from './index.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

const index = () => indexAll(desk.home, desk.home.contextOf())
const search = (q: string) => listTickets(desk.context, { ...wholeList, q, limit: 50 })
const found = async (q: string) => (await search(q)).tickets.map((ticket) => ticket.issueSummary)
const add = (issueSummary: string, more: Partial<TicketRequest> = {}) => desk.ticket({ issueSummary, ...more })
const say = (ticket: Ticket, body: string, visibility: 'public' | 'internal' = 'public') =>
  addMessage(desk.context, {
    ticketId: ticket.id,
    body,
    visibility,
    clientId: null,
    asCustomer: false,
    lastSeenSeq: null,
  })

describe('when a ticket was created', () => {
  it('is held against the ticket itself, also where ids say something else', async () => {
    const ticket = await add('Of last month')
    const lastMonth = new Date(Date.now() - 30 * 86_400_000)
    const day = lastMonth.toISOString().slice(0, 10)
    expect(await found(`created:..${day}`)).toEqual([])
    await desk.home.query('update tickets set created_at = $2 where id = $1', [ticket.id, lastMonth])
    for (const q of [`created:..${day}`, `created:${day}..${day}`, 'age>29d', 'age>29d age<31d'])
      expect([q, await found(q)]).toEqual([q, ['Of last month']])
    expect(await found('age<29d "of last month"')).toEqual([])
    expect(await found('age<1h')).not.toContain('Of last month')
  })
})

describe('words that slips are held against', () => {
  const known = async (word: string) =>
    (await desk.home.query('select 1 from search_words where word = $1', [word])).length > 0

  it('are also those of what was said later', async () => {
    const ticket = await add('Later on')
    await index()
    await say(ticket, 'It was a thylacine')
    await say(ticket, 'between us a pademelon', 'internal')
    await index()
    expect((await search('thylacyne')).corrections).toEqual([{ written: 'thylacyne', words: ['thylacine'] }])
    expect(await known('pademelon')).toBe(false)
  })

  it('are forgotten when no document says them any more, and only then', async () => {
    const customer = { name: 'Numbat Bettong' }
    const ticket = await add('Renamed for good', { customerId: 'forgotten', customer })
    await say(ticket, 'Bettong in a note', 'internal')
    await add('Numbats are here')
    await index()
    await forgetOldWords(desk.home.contextOf())
    expect([await known('numbat'), await known('bettong')]).toEqual([true, true])
    await updateCustomer(desk.context, { customerId: ticket.customer.id, details: { name: 'Somebody' } })
    await index()
    expect(await forgetOldWords(desk.home.contextOf())).toBe(1)
    expect([await known('numbat'), await known('bettong')]).toEqual([true, false])
    expect(await forgetOldWords(desk.home.contextOf())).toBe(0)
    await expect(forgetOldWords(desk.context)).rejects.toMatchObject({ code: 'forbidden' })
  })
})
