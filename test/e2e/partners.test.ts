import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeDesk, looks } from './testing/desk.ts'
import { type Door, openDoor } from './testing/door.ts'
import { keepPicture, seriousFaults } from './testing/look.ts'

const brand = 'burger-house'
const request = {
  brand,
  region: 'ES',
  categoryId: 'order-problem',
  subcategoryId: 'cold-food',
  source: 'APP',
  comments: 'The burgers were cold.',
  customer: { name: 'Guest', email: 'guest@example.com' },
}
const partnerMail = 'ana@acme.example'

describeDesk('partners', (desk) => {
  let door: Door
  let partnerId = ''
  const main = () => desk.page.getByRole('main')
  const tab = (name: string) => desk.page.getByRole('tab', { name, exact: true })
  const submit = (more: object) =>
    desk.call<{ id: string; number: number }>('POST', '/v1/support/requests', {
      ...request,
      ...more,
    })
  const orderAt = (id: string, minutes: number) => {
    const placedAt = new Date(Date.now() - minutes * 60_000).toISOString()
    const order = { storeId: '2301', region: 'ES', brand, placedAt, status: 'DONE' }
    return desk.call('PUT', `/v1/orders/${id}`, order)
  }
  const subscribe = (type: 'STORE' | 'GENERAL', more: object = {}) =>
    desk.call('PUT', '/v1/subscriptions', {
      partnerId,
      brand,
      region: 'ES',
      type: `${type}_SUPPORT_TICKET_EVENT`,
      url: door.url,
      ...more,
    })

  beforeAll(async () => {
    door = await openDoor()
    await desk.call('PUT', '/v1/stores/2301', {
      name: 'Madrid Sol',
      brand,
      region: 'ES',
      franchisee: 'Meseta Grill',
      timezone: 'Europe/Madrid',
    })
    await orderAt('young', 10)
    await orderAt('old', 120)
  })
  afterAll(() => door?.close())

  it('are added with an integration, whose token is shown once, and a subscription', async () => {
    await desk.page.getByRole('link', { name: 'Partners', exact: true }).click()
    await tab('Partners').click()
    await main().getByRole('heading', { name: 'No partners yet' }).waitFor()
    expect(await seriousFaults(desk.page)).toEqual([])
    await main().getByRole('button', { name: 'New partner' }).click()
    const form = desk.page.getByRole('dialog', { name: 'New partner' })
    await form.getByLabel('Name', { exact: true }).fill('Acme')
    await form.getByLabel(/^Short name/).fill('acme')
    await form.getByRole('button', { name: 'Add' }).click()
    await main().getByRole('heading', { name: 'Acme' }).waitFor()
    await main().getByRole('button', { name: 'New integration' }).click()
    const integration = desk.page.getByRole('dialog', { name: 'New integration' })
    await integration.getByLabel('Brand').fill(brand)
    await integration.getByLabel(/^Region/).fill('ES')
    expect(await seriousFaults(desk.page)).toEqual([])
    await integration.getByRole('button', { name: 'Add' }).click()
    const token = desk.page.getByRole('dialog', { name: 'Token' })
    await token.getByText(/^sy_/).waitFor()
    await keepPicture(desk.page, 'partners-token')
    await token.getByRole('button', { name: 'Done' }).click()
    await main().getByText('never used').waitFor()
    await main().getByRole('button', { name: 'New subscription' }).click()
    const subscription = desk.page.getByRole('dialog', { name: 'New subscription' })
    await subscription.getByLabel(/^Store/).fill('2301')
    await subscription.getByLabel('Address').fill(door.url)
    await keepPicture(desk.page, 'partners-subscription-form')
    await subscription.getByRole('button', { name: 'Subscribe' }).click()
    await main().getByText('Store 2301 · burger-house in ES').waitFor()
    const { data } = await desk.call<{ data: { id: string }[] }>('GET', '/v1/partners')
    partnerId = data[0]?.id ?? ''
  })

  it('shows what became of each request and why, narrowed by outcome, and its ticket', async () => {
    await subscribe('GENERAL', { acceptance: 'explicit' })
    await submit({ orderId: 'young' })
    const late = await submit({ orderId: 'old' })
    await submit({})
    await submit({ categoryId: 'app-and-account', subcategoryId: 'account-access' })
    await submit({ region: 'PT' })
    await tab('Hand-offs').click()
    const row = (text: string) => main().getByRole('row').filter({ hasText: text })
    await row('late by 60 min -> GENERAL')
      .getByRole('link', { name: `#${late.number}` })
      .waitFor()
    await row('No order -> GENERAL').first().waitFor()
    const taken = row('STORE as its category says, in time').getByText('taken', { exact: true })
    await taken.filter({ visible: true }).waitFor()
    await row('own queues').filter({ hasText: 'internal' }).first().waitFor()
    await row('No GENERAL subscription for region: own queues').waitFor()
    await desk.look('partners-log')
    await main().getByLabel('Outcome').selectOption('internal')
    await row('late by').waitFor({ state: 'detached' })
    await expect.poll(() => desk.page.url()).toContain('outcome=internal')
    await main().getByRole('button', { name: 'Show all' }).click()
    await row('late by').getByRole('link', { name: 'What was sent' }).click()
    await main().getByRole('button', { name: 'GENERAL_SUPPORT_TICKET_EVENT' }).first().waitFor()
    await desk.page.goBack()
    await row('late by')
      .getByRole('link', { name: `#${late.number}` })
      .click()
    await desk.page.waitForURL(`**/tickets/${late.id}**`)
    const handoff = desk.page.getByRole('region', { name: 'Partner hand-off' })
    for (const words of ['late by 60 min -> GENERAL', 'Forwarded to Acme, subscribed for the region'])
      await handoff.getByText(words).waitFor()
    await desk.look('ticket-handoff')
  })

  it('edits a market under the names administrators know, tries a request, and publishes over its version', async () => {
    await desk.page.goto(`${desk.server.address}/partners?tab=markets`)
    const threshold = main().getByLabel('Threshold in minutes')
    await threshold.waitFor()
    await main().getByText('late by 60 min -> GENERAL').waitFor()
    await main().getByText('This request would go to Acme, because').waitFor()
    await desk.look('partners-market')
    await main()
      .getByRole('switch', { name: /^Submit Support Requests to External Partners Acceso/ })
      .check()
    await main().getByLabel('Knowledge Force Issue ID Comida fría').fill('0299')
    await main().getByText('account access is not forwarded').first().waitFor()
    await main().getByText('It has errors').waitFor()
    await main()
      .getByRole('button', { name: /^L\d+$/ })
      .first()
      .waitFor()
    expect(await seriousFaults(desk.page)).toEqual([])
    await keepPicture(desk.page, 'partners-market-faults')
    await main()
      .getByRole('button', { name: /^L\d+$/ })
      .first()
      .click()
    await main().getByRole('button', { name: 'Document', pressed: true }).waitFor()
    await keepPicture(desk.page, 'partners-market-document')
    await main().getByRole('button', { name: 'Undo edits' }).click()
    await main().getByRole('button', { name: 'Settings' }).click()
    await main().getByLabel('Knowledge Force Issue ID Producto equivocado').fill('0222')
    await main().getByText('0202', { exact: true }).waitFor()
    await main().getByRole('switch', { name: 'Forward as General without a Store subscriber' }).check()
    await main().getByText('Forward as General without a Store subscriber: off on').waitFor()
    await main().getByText('Draft saved').waitFor()
    await desk.look('partners-market-changed')
    await main().getByText('Of 5 requests of the last 30 days: None would be decided otherwise.').waitFor()
    await main().getByRole('button', { name: 'Publish' }).click()
    await main().getByText('version 2', { exact: false }).first().waitFor()
    await main().getByText('Nothing is changed').waitFor()
    const market = await desk.call<{ version: number; document: string }>('GET', '/v1/markets/iberia')
    expect([market.version, market.document.includes('"0222"')]).toEqual([2, true])
    expect(market.document).toContain('storeTicketWithoutSubscriberIsGeneral: true')
    expect(market.document.startsWith('# Iberia')).toBe(true)
  })

  it('refuses to publish over what somebody published meanwhile', async () => {
    const { document } = await desk.call<{ document: string }>('GET', '/v1/markets/iberia')
    await main().getByLabel('Knowledge Force Issue ID Otro').fill('0998')
    await desk.call('PUT', '/v1/markets/iberia', { document: `${document}# Theirs.\n` })
    await main().getByText('Version 3 was published meanwhile').waitFor()
    await expect.poll(() => main().getByRole('button', { name: 'Publish' }).isDisabled()).toBe(true)
    await main().getByRole('button', { name: 'Undo edits' }).click()
    await main().getByText('Nothing is changed').waitFor()
  })

  it('shows what each subscription was told, attempt by attempt, by the keyboard alone', async () => {
    door.answerWith(503)
    await submit({})
    await desk.page.goto(`${desk.server.address}/partners`)
    const { page } = desk
    await tab('Hand-offs').focus()
    await page.keyboard.press('ArrowLeft')
    await page.getByRole('tab', { name: 'Access', exact: true, selected: true }).waitFor()
    await page.keyboard.press('ArrowLeft')
    await page.getByRole('tab', { name: 'Certification', exact: true, selected: true }).waitFor()
    await page.keyboard.press('ArrowLeft')
    await main().getByText('Whole region · burger-house in ES').waitFor()
    await expect.poll(() => tab('Partners').getAttribute('aria-selected')).toBe('true')
    await main().getByRole('button', { name: 'What it was told' }).first().focus()
    await page.keyboard.press('Enter')
    const told = main().getByRole('listitem').filter({ hasText: '503' }).locator('summary').first()
    await told.focus()
    await page.keyboard.press('Enter')
    await main().getByText('Request headers').first().waitFor()
    await desk.look('partners-desk')
    door.answerWith(204)
    await main().getByRole('button', { name: 'Send now' }).first().click()
    await main().getByText('2 attempts').first().waitFor()
  })

  it('gives a partner’s person their own side and nothing else', async () => {
    const email = partnerMail
    await desk.call('POST', '/v1/members', { email, name: 'Ana Sousa', role: 'partner', partnerId })
    const link = /(http:\S+)/.exec(await desk.server.command('sign-in', '--as', email))?.[1] ?? ''
    const ana = await desk.visit(link)
    await ana.getByRole('link', { name: 'Partners', exact: true }).click()
    await ana.getByRole('heading', { name: 'Acme' }).waitFor()
    const offered = ana.getByRole('listitem').filter({ hasText: 'late by 60 min' })
    await offered.getByRole('button', { name: 'Take it' }).waitFor()
    await offered.getByText('Problema con mi pedido · store 2301 · order old · Guest').waitFor()
    await lookAt(ana, 'partners-own-tickets')
    await offered.getByRole('button', { name: 'Take it' }).click()
    await offered.getByText('taken', { exact: true }).waitFor()
    await ana.getByRole('tab', { name: 'What you were told' }).click()
    const told = ana.locator('details').first()
    await told.locator('summary').first().click()
    await told.getByText('Request headers').first().waitFor()
    await lookAt(ana, 'partners-own-deliveries')
    await ana.getByRole('tab', { name: 'Subscriptions' }).click()
    await ana.getByText('Store 2301 · burger-house in ES').waitFor()
    await ana.goto(`${desk.server.address}/partners?tab=markets`)
    await ana.getByRole('button', { name: 'Decline' }).first().waitFor()
    await expect
      .poll(() => ana.getByRole('tab').allTextContents())
      .toEqual(['Tickets', 'What you were told', 'Subscriptions', 'Certification'])
  })

  it('gives a franchisee its own stores, and begins there', async () => {
    const [email, role] = ['rui@meseta.example', 'franchisee']
    await desk.call('POST', '/v1/members', { email, name: 'Rui Sol', role, franchisees: ['Meseta Grill'] })
    const link = /(http:\S+)/.exec(await desk.server.command('sign-in', '--as', email))?.[1] ?? ''
    const rui = await desk.visit(link)
    await rui.getByRole('row').filter({ hasText: 'late by 60 min' }).waitFor()
    await expect
      .poll(() => rui.getByRole('tab').allTextContents())
      .toEqual(['Hand-offs', 'Stores', 'Partners', 'Certification'])
    await rui.getByRole('tab', { name: 'Partners' }).click()
    await rui.getByText('Store 2301 · burger-house in ES').waitFor()
    await expect.poll(() => rui.getByText('Whole region · burger-house in ES').count()).toBe(0)
    await expect.poll(() => rui.getByRole('button', { name: 'New partner' }).count()).toBe(0)
    await keepPicture(rui, 'partners-franchisee')
  })

  it('asks before a subscription ends, and ends it then', async () => {
    await desk.page.goto(`${desk.server.address}/partners?tab=partners`)
    const line = main().getByRole('listitem').filter({ hasText: 'Whole region · burger-house in ES' })
    const dialog = desk.page.getByRole('dialog', { name: 'End this subscription?' })
    const left = async () => (await desk.call<{ data: [] }>('GET', '/v1/subscriptions')).data.length
    const before = await left()
    await line.getByRole('button', { name: 'End this subscription' }).click()
    await dialog.getByText('Whole region · burger-house in ES').waitFor()
    await desk.look('partners-end')
    await dialog.getByRole('button', { name: 'Keep it' }).click()
    await dialog.waitFor({ state: 'detached' })
    expect(await left()).toBe(before)
    await line.getByRole('button', { name: 'End this subscription' }).focus()
    await desk.page.keyboard.press('Enter')
    await dialog.getByRole('button', { name: 'End', exact: true }).focus()
    await desk.page.keyboard.press('Enter')
    await line.waitFor({ state: 'detached' })
    expect(await left()).toBe(before - 1)
  })

  it('speaks the reader’s language', async () => {
    await desk.page.evaluate(`localStorage.setItem('switchyard.language', '"pt"')`)
    await desk.page.goto(`${desk.server.address}/partners`)
    await main().getByText('60 min de atraso -> GENERAL').filter({ visible: true }).first().waitFor()
    await keepPicture(desk.page, 'partners-pt')
  })
})

async function lookAt(page: Page, picture: string): Promise<void> {
  for (const { name, width, colorScheme } of looks) {
    await page.setViewportSize({ width, height: 900 })
    await page.emulateMedia({ colorScheme })
    expect(await seriousFaults(page)).toEqual([])
    await expect.poll(() => page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    await keepPicture(page, `${picture}-${name}`)
  }
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.emulateMedia({ colorScheme: 'light' })
}
