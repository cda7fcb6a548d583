import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createClient } from '@switchyard/sdk'
import { describeDesk } from './testing/desk.ts'
import { type Door, openDoor } from './testing/door.ts'
import { keepPicture } from './testing/look.ts'
import { patientFetch } from './testing/visit.ts'

const brand = 'burger-house'
const mail = 'ana@acme.example'
const tickets = '**/v1/partner/tickets**'
const place = { brand, region: 'ES' }
const points = {
  ...place,
  categoryId: 'app-and-account',
  subcategoryId: 'loyalty-points',
  source: 'APP',
  comments: 'My points of Saturday are gone. I had 420 of them.',
  customer: { name: 'Rita Sol', email: 'rita@example.com', phone: '+34 600 100 200' },
  orderId: 'saturday',
}

interface Raised {
  id: string
  number: number
}
interface Said {
  data: { message: { body: string; visibility: string; question: boolean; author: { kind: string } } | null }[]
}

describeDesk('a partner’s person', (desk) => {
  let door: Door
  let ana: Page
  let token = ''
  let taken: Raised
  let declined: Raised
  let unwanted: Raised
  const ask = (more: object = {}) => desk.call<Raised>('POST', '/v1/support/requests', { ...points, ...more })
  const asPartner = <T>(path: string) =>
    createClient({ baseUrl: desk.server.address, token, fetch: patientFetch }).request<T>({ method: 'GET', path })
  const open = (name: string) => ana.getByRole('region', { name })
  const ticket = () => open(`Ticket ${taken.number}`)
  const thread = () => ticket().getByRole('region', { name: 'Conversation' })
  const said = async () => {
    const { data } = await desk.call<Said>('GET', `/v1/tickets/${taken.id}/timeline`)
    return data.flatMap(({ message }) => (message === null ? [] : [message]))
  }
  const fits = () => ana.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth')

  beforeAll(async () => {
    door = await openDoor()
    await desk.call('PUT', '/v1/stores/2301', {
      ...place,
      name: 'Madrid Sol',
      franchisee: 'Meseta Grill',
      timezone: 'Europe/Madrid',
    })
    const placedAt = new Date(Date.now() - 3 * 3_600_000).toISOString()
    await desk.call('PUT', '/v1/orders/saturday', { ...place, storeId: '2301', placedAt, status: 'DONE' })
    const { id: partnerId } = await desk.call<Raised>('POST', '/v1/partners', { slug: 'acme', name: 'Acme' })
    const way = await desk.call<{ token: string }>('POST', `/v1/partners/${partnerId}/integrations`, place)
    token = way.token
    const type = 'GENERAL_SUPPORT_TICKET_EVENT'
    await desk.call('PUT', '/v1/subscriptions', { ...place, partnerId, type, url: door.url, acceptance: 'explicit' })
    unwanted = await ask({ comments: 'A third one.' })
    declined = await ask({ comments: 'Another one.' })
    taken = await ask()
    await desk.call('POST', '/v1/members', { email: mail, name: 'Ana Sousa', role: 'partner', partnerId })
    const link = /(http:\S+)/.exec(await desk.server.command('sign-in', '--as', mail))?.[1] ?? ''
    ana = await desk.visit(link)
    await ana.getByRole('link', { name: 'Partners', exact: true }).click()
  })
  afterAll(() => door?.close())

  it('opens a ticket with what it was told, and takes it, by the keyboard alone', async () => {
    await ana.getByRole('link', { name: `#${taken.number}` }).focus()
    await ana.keyboard.press('Enter')
    await ticket().getByText('Take it, and you can answer.').waitFor()
    const told = ticket().getByRole('region', { name: 'What you were told' })
    for (const fact of ['Aplicación y cuenta', '2301', 'saturday', 'Rita Sol', 'rita@example.com', '0310', 'APP'])
      await told.getByText(fact, { exact: true }).waitFor()
    await ticket().getByText('until').waitFor()
    await thread().getByText(points.comments).waitFor()
    await desk.look('own-ticket-offered', ana)
    await ticket().getByRole('button', { name: 'Take it' }).focus()
    await ana.keyboard.press('Enter')
    await ticket().getByText('taken', { exact: true }).waitFor()
    await ticket().getByLabel('Reply', { exact: true }).waitFor()
    await ana.setViewportSize({ width: 390, height: 844 })
    expect(await fits()).toBe(true)
    await ticket().getByRole('link', { name: 'All tickets' }).focus()
    await ana.keyboard.press('Enter')
    await ana.getByRole('link', { name: `#${taken.number}` }).waitFor()
    await expect.poll(() => ana.evaluate('document.activeElement?.textContent')).toContain(`#${taken.number}`)
    await ana.keyboard.press('Enter')
    await ticket().getByLabel('Reply', { exact: true }).waitFor()
    await ana.setViewportSize({ width: 1440, height: 900 })
  })

  it('answers the guest, tells staff, asks them, and is asked', async () => {
    const write = ticket().getByRole('textbox', { name: 'Reply' })
    await write.fill('We count them again.')
    await write.press('Control+Enter')
    await thread().getByText('We count them again.').waitFor()
    await expect.poll(() => write.inputValue()).toBe('')
    await ticket().getByRole('tab', { name: 'Reply' }).focus()
    await ana.keyboard.press('ArrowRight')
    await ticket().getByRole('textbox', { name: 'To staff' }).fill('The till was down on Saturday.')
    await ticket().getByRole('button', { name: 'Send to staff' }).click()
    await thread().getByText('The till was down on Saturday.').waitFor()
    await ticket().getByRole('tab', { name: 'Question' }).click()
    await ticket().getByRole('textbox', { name: 'Question' }).fill('May we give them back?')
    await ticket().getByRole('button', { name: 'Ask' }).click()
    await thread().getByText('question', { exact: true }).waitFor()
    const words = async () =>
      (await said()).map(({ author, visibility, question, body }) => [author.kind, visibility, question, body])
    await expect
      .poll(async () => (await words()).slice(1))
      .toEqual([
        ['partner', 'public', false, 'We count them again.'],
        ['partner', 'partner', false, 'The till was down on Saturday.'],
        ['partner', 'partner', true, 'May we give them back?'],
      ])
    const asked = { body: 'You may. How many were there?', visibility: 'partner', question: true }
    await desk.call('POST', `/v1/tickets/${taken.id}/messages`, asked)
    await thread().getByText('You may. How many were there?').waitFor()
    await ticket().getByText('You are asked something').waitFor()
    await desk.look('own-ticket-asked', ana)
    await ticket().getByRole('button', { name: 'Answer it' }).click()
    await ticket().getByRole('textbox', { name: 'To staff' }).fill('420, as she says.')
    await ticket().getByRole('button', { name: 'Send to staff' }).click()
    await ticket().getByText('You are asked something').waitFor({ state: 'detached' })
    const answered = { body: '420, as she says.', visibility: 'partner', question: false }
    await expect.poll(async () => (await said()).at(-1)).toMatchObject(answered)
  })

  it('says nothing over words that came meanwhile, and keeps what was written', async () => {
    await ticket().getByRole('tab', { name: 'Reply' }).click()
    await ana.route(tickets, (route) => (route.request().method() === 'GET' ? route.abort() : route.fallback()))
    await desk.call('POST', `/v1/tickets/${taken.id}/messages`, { body: 'Your points are back.' })
    const write = ticket().getByRole('textbox', { name: 'Reply' })
    await write.fill('Your points will be back tomorrow.')
    await ticket().getByRole('button', { name: 'Send', exact: true }).click()
    await ticket().getByText('It was changed meanwhile.').waitFor()
    await expect.poll(() => write.inputValue()).toBe('Your points will be back tomorrow.')
    await thread().getByText('Your points will be back tomorrow.').waitFor({ state: 'detached' })
    await keepPicture(ana, 'own-ticket-meanwhile')
    await ana.unroute(tickets)
    await thread().getByText('Your points are back.').waitFor()
    expect((await said()).some(({ body }) => body.includes('tomorrow'))).toBe(false)
    await write.fill('Sorry for the trouble.')
    await ticket().getByRole('button', { name: 'Send', exact: true }).click()
    await thread().getByText('Sorry for the trouble.').waitFor()
  })

  it('keeps its own id of a ticket, lets it wait for the guest, and solves it with what was done', async () => {
    const id = ticket().getByLabel(/^Your own id/)
    // The second is asked for while the first is on its way: it must not be taken for another's change.
    const held = Promise.withResolvers<void>()
    await ana.route(tickets, async (route) => {
      if (route.request().method() === 'PATCH') await held.promise
      await route.fallback()
    })
    await ticket().getByRole('button', { name: 'Wait for the guest' }).click()
    await id.fill('A-77')
    await id.press('Enter')
    held.resolve()
    await ticket().getByText('saved', { exact: true }).waitFor()
    await ticket().getByText('Waiting for customer').waitFor()
    await ana.unroute(tickets)
    await ticket().getByRole('button', { name: 'Solve' }).click()
    const dialog = ana.getByRole('dialog', { name: 'Solve this ticket' })
    await dialog.getByLabel('What was done').fill('The points were given back.')
    await desk.look('own-ticket-solve', ana)
    await dialog.getByRole('button', { name: 'Solve' }).click()
    await dialog.waitFor({ state: 'detached' })
    await ticket().getByText('it is solved').waitFor()
    const kept = await asPartner<{ externalId: string; statusCategory: string; state: string }>(
      `/v1/partner/tickets/${taken.id}`,
    )
    expect(kept).toMatchObject({ externalId: 'A-77', statusCategory: 'solved', state: 'done' })
    const seen = await desk.call<{ handoff: { externalId: string } }>('GET', `/v1/tickets/${taken.id}`)
    expect(seen.handoff.externalId).toBe('A-77')
    await desk.look('own-ticket-solved', ana)
  })

  it('declines with a reason, which ends what it may read', async () => {
    await ana
      .getByRole('navigation', { name: 'Tickets' })
      .getByRole('link', { name: `#${declined.number}` })
      .click()
    const other = open(`Ticket ${declined.number}`)
    await other.getByRole('button', { name: 'Decline' }).click()
    const dialog = ana.getByRole('dialog', { name: 'Decline this ticket?' })
    await dialog.getByLabel(/^Why, for staff/).fill('It is not ours.')
    await dialog.getByRole('button', { name: 'Decline' }).click()
    await other.getByText('it is declined').waitFor()
    await other.getByText('The guest’s words').waitFor()
    await other.getByText('Another one.').waitFor()
  })

  it('declines one in the list with a reason as well', async () => {
    await ana.getByRole('link', { name: 'All tickets' }).click()
    const row = ana.getByRole('listitem').filter({ hasText: `#${unwanted.number}` })
    await row.getByRole('button', { name: 'Decline' }).click()
    const dialog = ana.getByRole('dialog', { name: 'Decline this ticket?' })
    await dialog.getByLabel(/^Why, for staff/).fill('It is not our store.')
    await keepPicture(ana, 'own-ticket-declined-in-list')
    await dialog.getByRole('button', { name: 'Decline' }).click()
    await row.getByText('declined', { exact: true }).waitFor()
    await dialog.waitFor({ state: 'detached' })
    const words = async () =>
      (await desk.call<Said>('GET', `/v1/tickets/${unwanted.id}/timeline`)).data.map(({ message }) => message?.body)
    await expect.poll(words).toContain('It is not our store.')
  })

  it('sees when the tokens of its integrations were last used', async () => {
    await ana.getByRole('tab', { name: 'Subscriptions' }).click()
    const own = open('Integrations')
    await own.getByText('last used').waitFor()
    expect(await own.locator('code').textContent()).toBe(`${token.slice(0, 9)}…`)
    await desk.look('own-integrations', ana)
  })

  it('is told that a ticket is not theirs, and finds back', async () => {
    const elsewhere = await ask({ region: 'PT', orderId: undefined })
    await ana.goto(`${desk.server.address}/partners?ticket=${elsewhere.id}`)
    await ana.getByText('There is no such ticket of yours.').waitFor()
    await ana.getByRole('link', { name: 'All tickets' }).click()
    await ana.getByRole('link', { name: `#${taken.number}` }).waitFor()
  })

  it('reads it in their language', async () => {
    await ana.evaluate(`localStorage.setItem('switchyard.language', '"es"')`)
    await ana.goto(`${desk.server.address}/partners?ticket=${taken.id}`)
    await ana.getByText('Lo que se le comunicó').waitFor()
    await keepPicture(ana, 'own-ticket-es')
  })
})
