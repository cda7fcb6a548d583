import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { principalWith } from '../access/testing/test-installation-store.ts'
import { type Desk, openDesk } from '../handling/testing/desk.ts'
import { linkTickets } from '../tickets/index.ts'
import { suggestSurge } from './index.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

const hourMs = 3_600_000
const frozen = (customerId: string, more = {}) =>
  desk.ticket({ customerId, issueSummary: 'The launcher freezes at login', category: 'user_system', ...more })

describe('a ticket', () => {
  it('is part of a surge once four alike came in four hours, and says which', async () => {
    const [first, second] = [
      await frozen('c-1'),
      await frozen('c-2', { issueSummary: 'Launcher FREEZES at the login' }),
    ]
    await desk.ticket({ customerId: 'c-9', issueSummary: 'Where is my parcel?', category: 'user_system' })
    const third = await frozen('c-3')
    desk.home.advance(1)
    expect(await suggestSurge(desk.context, { ticketId: first.id })).toBeNull()
    const fourth = await frozen('c-4')
    desk.home.advance(1)
    const found = await suggestSurge(desk.context, { ticketId: first.id })
    expect(found).toMatchObject({ surge: { seen: 4, isSurging: true }, problem: null })
    expect(found?.others.map(({ id }) => id)).toEqual([fourth.id, third.id, second.id])
  })

  it('names the problem that others were linked to', async () => {
    const [last] = (await suggestSurge(desk.context, { ticketId: (await frozen('c-5')).id }))?.others ?? []
    const problem = await desk.ticket({ customerId: 'c-9', issueSummary: 'Login service is down' })
    await linkTickets(desk.context, { ticketId: last?.id ?? '', otherTicketId: problem.id, kind: 'caused_by' })
    const asked = await frozen('c-6')
    desk.home.advance(1)
    expect((await suggestSurge(desk.context, { ticketId: asked.id }))?.problem).toMatchObject({ id: problem.id })
  })

  it('shows others only as far as the caller may see them, and nothing of a ticket out of sight', async () => {
    const asked = await frozen('c-7')
    const elsewhere = await frozen('c-8')
    await desk.home.query(`update tickets set queue = 'security' where id = $1`, [elsewhere.id])
    desk.home.advance(1)
    const all = await suggestSurge(desk.context, { ticketId: asked.id })
    expect(all?.others.map(({ id }) => id)).toContain(elsewhere.id)
    const { queue } = await desk.read(asked)
    const scope = { channels: null, queues: new Set([queue]) }
    const own = desk.home.contextOf(principalWith(['ticket:read'], { scope }))
    const seen = await suggestSurge(own, { ticketId: asked.id })
    expect(seen?.surge.seen).toBe(all?.surge.seen)
    expect(seen?.others.map(({ id }) => id)).not.toContain(elsewhere.id)
    expect(await suggestSurge(own, { ticketId: elsewhere.id })).toBeNull()
  })

  it('is part of none when so many are usual at this hour of the week', async () => {
    const usual = { issueSummary: 'Weekly invoice is wrong', category: 'api_integration' }
    for (let week = 0; week < 4; week++) {
      for (let one = 0; one < 5; one++) await desk.ticket({ customerId: `w-${week}-${one}`, ...usual })
      desk.home.advance(7 * 24 * hourMs)
    }
    const asked = await desk.ticket({ customerId: 'w-now', ...usual })
    for (let one = 0; one < 4; one++) await desk.ticket({ customerId: `n-${one}`, ...usual })
    desk.home.advance(1)
    expect(await suggestSurge(desk.context, { ticketId: asked.id })).toBeNull()
  })

  it('of yesterday is part of none', async () => {
    const asked = await frozen('c-10')
    desk.home.advance(25 * hourMs)
    for (let one = 0; one < 4; one++) await frozen(`d-${one}`)
    desk.home.advance(1)
    expect(await suggestSurge(desk.context, { ticketId: asked.id })).toBeNull()
  })
})
