import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { authenticateToken, listTokens, removeEndedTokens } from '../access/index.ts'
import { readTimeline } from '../tickets/index.ts'
import { countPortalTry, endPortalSessions, issuePortalLink, removeOldLinks, signInToPortal } from './index.ts'
import { openPortalDesk, type PortalDesk } from './testing/portal-desk.ts'

let desk: PortalDesk
beforeAll(async () => {
  desk = await openPortalDesk()
})
afterAll(() => desk.close())

let count = 0
/** A customer of their own with a request. */
async function known() {
  count += 1
  const email = `ana-${count}@example.com`
  const ticket = await desk.ticket({ customerId: `known-${count}`, customer: { name: 'Ana', email } })
  return { email, ticket }
}
const hashes = () => desk.home.query<{ hash: Buffer }>('select token_hash as hash from portal_links')
const signIn = (link: string) => signInToPortal(desk.home.contextOf(), { link })

describe('a link', () => {
  it('goes by mail in the language that was asked for, is kept as a hash, and signs in once', async () => {
    const { email } = await known()
    const link = await desk.link(email.toUpperCase())
    if (link === null) throw new Error('There is no link.')
    const [mail] = await desk.home.query<{ subject: string; kind: string }>(
      'select subject, kind from outbox_mails where to_address = $1',
      [email],
    )
    expect(mail).toEqual({ kind: 'portal_link', subject: 'Su enlace a sus solicitudes en Home' })
    expect((await hashes()).some(({ hash }) => hash.toString('utf8').includes(link))).toBe(false)
    expect(await signIn(link)).toMatchObject({ email, name: 'Ana', secret: expect.stringMatching(/^sy_/) as unknown })
    await expect(signIn(link)).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  it('of two who use it at once lets one in', async () => {
    const { email } = await known()
    const link = (await desk.link(email)) ?? ''
    const tries = await Promise.allSettled([signIn(link), signIn(link), signIn(link)])
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  it('works for 15 minutes', async () => {
    const { email } = await known()
    const link = (await desk.link(email)) ?? ''
    desk.home.advance(15 * 60_000)
    await expect(signIn(link)).rejects.toMatchObject({ code: 'unauthenticated' })
    await removeOldLinks(desk.home.contextOf())
    expect(await hashes()).toEqual([])
  })

  it.for(['', 'x', 'a'.repeat(43)])('that was never made (%j) signs nobody in', async (link) => {
    await expect(signIn(link)).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  it('is not made for an address nobody has, nor for one that has three', async () => {
    const before = await desk.home.query('select 1 from outbox_mails')
    expect(await issuePortalLink(desk.home.contextOf(), { email: 'nobody@example.com', languages: [] })).toBe(false)
    expect(await desk.home.query('select 1 from outbox_mails')).toHaveLength(before.length)
    const { email } = await known()
    for (let each = 0; each < 3; each++) expect(await desk.link(email)).not.toBeNull()
    expect(await desk.link(email)).toBeNull()
  })

  it('of many asked for at once works three times, as one after the other', async () => {
    const { email } = await known()
    const ask = () => issuePortalLink(desk.home.contextOf(), { email, languages: [] })
    const made = await Promise.all(Array.from({ length: 8 }, ask))
    expect(made.filter(Boolean)).toHaveLength(3)
  })

  it('may be asked for ten times, whoever has the address', async () => {
    for (const email of ['nobody-at-all@example.com', (await known()).email]) {
      const ask = () => countPortalTry(desk.home.here, { workspace: 'home', email, address: '192.0.2.7' })
      for (let each = 0; each < 10; each++) await ask()
      await expect(ask()).rejects.toMatchObject({ code: 'rate_limited' })
    }
  })

  it('opens nothing once its address is nobody’s any more', async () => {
    const { email } = await known()
    const link = (await desk.link(email)) ?? ''
    await desk.home.query('delete from customer_contacts where value = $1', [email])
    await expect(signIn(link)).rejects.toMatchObject({ code: 'unauthenticated' })
  })
})

describe('a session', () => {
  it('shows the requests of every customer of the address, and loses who loses it', async () => {
    const { email, ticket } = await known()
    const other = await desk.ticket({ customerId: `other-of-${email}`, customer: { email } })
    const token = await desk.signIn(email)
    expect(await desk.numbers(await desk.callOf(token))).toEqual([other.number, ticket.number])
    await desk.home.query('delete from customer_contacts where customer_id = $1', [other.customer.id])
    desk.home.advance(2_000)
    const later = await desk.callOf(token)
    expect(await desk.numbers(later)).toEqual([ticket.number])
    expect(await desk.one(later, other.id)).toBeNull()
  })

  it('is a token that is in no list and opens nothing else', async () => {
    const { email, ticket } = await known()
    const context = await desk.customer(email)
    expect(context.principal).toMatchObject({ kind: 'customer', permissions: new Set(['portal:use']) })
    expect(await readTimeline(context, { ticketId: ticket.id, after: 0, limit: 10 })).toBeNull()
    const listed = await listTokens(desk.context, { before: null, limit: 50 })
    expect(listed.filter(({ name }) => name === 'portal')).toEqual([])
  })

  it('ends alone, or with all others of its address and their links', async () => {
    const { email } = await known()
    const [first, second, third] = [await desk.signIn(email), await desk.signIn(email), await desk.signIn(email)]
    const stranger = await desk.signIn((await known()).email)
    const link = (await desk.link(email)) ?? ''
    const alive = (token: string) =>
      authenticateToken(desk.home.here, token).then(
        () => 'yes',
        () => 'no',
      )
    await endPortalSessions(await desk.callOf(first), { everywhere: false })
    expect([await alive(first), await alive(second)]).toEqual(['no', 'yes'])
    await endPortalSessions(await desk.callOf(second), { everywhere: true })
    expect([await alive(second), await alive(third), await alive(stranger)]).toEqual(['no', 'no', 'yes'])
    await expect(signIn(link)).rejects.toMatchObject({ code: 'unauthenticated' })
    const events = await desk.home.query<{ count: number }>(
      `select count(*)::integer as count from events where type = 'token.revoked'`,
    )
    expect(events[0]?.count).toBe(3)
  })

  it('is none that is left of a link that was used while its customer signed out everywhere', async () => {
    for (let round = 0; round < 8; round++) {
      const { email } = await known()
      const context = await desk.customer(email)
      const link = (await desk.link(email)) ?? ''
      const [, signed] = await Promise.allSettled([endPortalSessions(context, { everywhere: true }), signIn(link)])
      if (signed.status === 'rejected') continue
      await expect(authenticateToken(desk.home.elsewhere, signed.value.secret)).rejects.toMatchObject({
        code: 'unauthenticated',
      })
    }
  })

  it('is removed with its token once its two weeks are over, and only then', async () => {
    const token = await desk.signIn((await known()).email)
    const tokens = () => desk.home.query('select 1 from service_tokens where portal_address is not null')
    const before = await tokens()
    expect(await removeEndedTokens(desk.home.contextOf())).toBe(0)
    desk.home.advance(14 * 24 * 3_600_000)
    expect(await removeEndedTokens(desk.home.contextOf())).toBe(before.length)
    expect(await tokens()).toEqual([])
    await expect(authenticateToken(desk.home.elsewhere, token)).rejects.toMatchObject({ code: 'unauthenticated' })
    const indexed = await desk.home.query(
      'select 1 from token_index where token_id not in (select id from service_tokens)',
    )
    expect(indexed).toEqual([])
  })

  it('is nothing a member, a service or a customer’s own token could end', async () => {
    await expect(endPortalSessions(desk.context, { everywhere: true })).rejects.toMatchObject({ code: 'forbidden' })
  })
})
