import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createClient, type Method } from '@switchyard/sdk'
import { describeDesk, looks } from './testing/desk.ts'
import { type Door, openDoor } from './testing/door.ts'
import { keepPicture, seriousFaults } from './testing/look.ts'
import { patientFetch } from './testing/visit.ts'

const slug = 'rehearsal'
const brand = 'burger-house'

describeDesk('a rehearsal', (desk) => {
  let door: Door
  let token = ''
  /** Who arranges the market, and the partner's own person. */
  let rex: Page
  let ana: Page
  const call = <T>(method: Method, path: string, body?: object) =>
    createClient({ baseUrl: desk.server.address, token, fetch: patientFetch }).request<T>({
      method,
      path,
      ...(body && { body }),
    })
  const enter = async (email: string, workspace: string, ...more: string[]) => {
    const printed = await desk.server.command('sign-in', '--workspace', workspace, '--as', email, ...more)
    return desk.visit(/(http:\S+)/.exec(printed)?.[1] ?? '')
  }
  const tabOf = (page: Page, name: string) => page.getByRole('tab', { name, exact: true })
  const mainOf = (page: Page) => page.getByRole('main')

  beforeAll(async () => {
    door = await openDoor()
    const from = ['--from', 'workflows/operations-review.yaml']
    await desk.server.command('workspace', 'create', slug, '--review', ...from)
    const made = ['token', 'create', '--workspace', slug, '--name', 'e2e', '--role', 'admin', '--json']
    token = (JSON.parse(await desk.server.command(...made)) as { token: string }).token
    rex = await enter('rex@example.com', slug, '--role', 'admin')
  })
  afterAll(() => door?.close())

  it('makes the first market of a workspace on the screen, sees its warnings, and publishes it', async () => {
    await rex.getByRole('link', { name: 'Partners', exact: true }).click()
    await tabOf(rex, 'Markets').click()
    await rex.getByRole('heading', { name: 'No market is in force' }).waitFor()
    await keepPicture(rex, 'market-none')
    await mainOf(rex).getByRole('button', { name: 'New market' }).click()
    const form = rex.getByRole('dialog', { name: 'New market' })
    await form.getByLabel(/^Short name/).fill('iberia')
    await form.getByLabel(/^Brand/).fill(brand)
    await form.getByLabel(/^Regions/).fill('ES, PT')
    await form.getByLabel(/^Languages/).fill('es, pt')
    await form.getByLabel(/^Service line/).fill('guest-support')
    await lookAt(rex, 'market-new')
    await form.getByRole('button', { name: 'Begin' }).click()
    await mainOf(rex).getByText('draft', { exact: true }).waitFor()
    await mainOf(rex).getByRole('button', { name: 'New sub-category' }).click()
    const entry = rex.getByRole('dialog', { name: 'New sub-category' })
    await entry.getByLabel(/^In the group/).selectOption({ label: 'Aplicación y cuenta' })
    await entry.getByLabel(/^Id/).fill('other')
    await entry.getByLabel('Name (es)', { exact: true }).fill('Puntos')
    await entry.getByRole('button', { name: 'Add' }).click()
    await entry.getByText('There is one with this id already.').waitFor()
    await entry.getByLabel(/^Id/).fill('loyalty-points')
    await entry.getByRole('button', { name: 'Add' }).click()
    await mainOf(rex).getByText('"loyalty-points" has no name in pt.').waitFor()
    await mainOf(rex)
      .getByRole('switch', { name: /^Submit Support Requests to External Partners Puntos/ })
      .check()
    await mainOf(rex).getByText('This request would go to').waitFor()
    await lookAt(rex, 'market-draft')
    await mainOf(rex).getByRole('button', { name: 'Publish' }).click()
    await mainOf(rex).getByText('version 1', { exact: false }).first().waitFor()
    await mainOf(rex).getByLabel('Market', { exact: true }).waitFor()
    const market = await call<{ version: number; document: string }>('GET', '/v1/markets/iberia')
    expect([market.version, market.document.includes('Puntos')]).toEqual([1, true])
  })

  it('does not take a name twice', async () => {
    await mainOf(rex).getByRole('button', { name: 'New market' }).click()
    const form = rex.getByRole('dialog', { name: 'New market' })
    for (const [name, value] of [
      ['Short name', 'iberia'],
      ['Brand', 'other'],
      ['Regions', 'FR'],
      ['Languages', 'fr'],
    ])
      await form.getByLabel(new RegExp(`^${name}`)).fill(value ?? '')
    await form.getByRole('button', { name: 'Begin' }).click()
    await form.getByText('There is a market iberia already').waitFor()
    await form.getByLabel(/^Short name/).fill('gaul')
    await form.getByRole('button', { name: 'Begin' }).click()
    await mainOf(rex).getByRole('option', { name: 'gaul · draft' }).waitFor({ state: 'attached' })
    await mainOf(rex).getByRole('button', { name: 'Discard the draft' }).click()
    await mainOf(rex).getByRole('option', { name: 'gaul · draft' }).waitFor({ state: 'detached' })
    await mainOf(rex).getByLabel('Market', { exact: true }).waitFor()
  })

  it('lets a partner’s person say where it is told, and test it', async () => {
    const { id } = await call<{ id: string }>('POST', '/v1/partners', { slug: 'acme', name: 'Acme' })
    await call('POST', `/v1/partners/${id}/integrations`, { brand, region: 'ES' })
    const email = 'ana@acme.example'
    await call('POST', '/v1/members', { email, name: 'Ana Sousa', role: 'partner', partnerId: id })
    ana = await enter(email, slug)
    await ana.getByRole('link', { name: 'Partners', exact: true }).click()
    await tabOf(ana, 'Subscriptions').click()
    await ana.getByRole('heading', { name: 'You are told of nothing' }).waitFor()
    await mainOf(ana).getByRole('button', { name: 'New webhook' }).click()
    const form = ana.getByRole('dialog', { name: 'New webhook' })
    await form.getByLabel(/^For/).selectOption({ label: `${brand} · ES` })
    await form.getByLabel('Of which stores').selectOption('store')
    await form.getByLabel('Store', { exact: true }).fill('9999')
    await form.getByLabel('Address').fill(door.url)
    await form.getByRole('button', { name: 'Save' }).click()
    await form.getByText('There is no store "9999".').waitFor()
    await form.getByLabel('Event').selectOption('GENERAL_SUPPORT_TICKET_EVENT')
    await lookAt(ana, 'own-webhook-form')
    await form.getByRole('button', { name: 'Save' }).click()
    await mainOf(ana).getByText(`Whole region · ${brand} in ES`).waitFor()
    await mainOf(ana).getByRole('button', { name: 'Test', exact: true }).click()
    const told = mainOf(ana).getByRole('listitem').filter({ hasText: 'webhook.test' }).locator('summary').first()
    await told.getByText('delivered').waitFor()
    await told.click()
    await mainOf(ana).getByText('x-signature').waitFor({ state: 'attached' })
    await lookAt(ana, 'own-webhooks')
    await mainOf(ana).getByRole('button', { name: 'Change', exact: true }).click()
    const change = ana.getByRole('dialog', { name: 'Change a webhook' })
    await change.getByLabel('Taken by').selectOption('explicit')
    await change.getByLabel(/^Minutes to take it/).fill('15')
    await change.getByRole('button', { name: 'Save' }).click()
    await mainOf(ana).getByText('taken by its word, within 15 min').waitFor()
  })

  it('certifies its endpoint, check by check, with what was sent and answered', async () => {
    await tabOf(ana, 'Certification').click()
    await ana.getByRole('heading', { name: 'No certifications yet' }).waitFor()
    await mainOf(ana).getByRole('button', { name: 'Certify', exact: true }).click()
    await mainOf(ana).getByText('Something is wrong with this endpoint; it is no certificate.').waitFor()
    const signature = mainOf(ana).getByRole('listitem').filter({ hasText: 'anybody could send you tickets' })
    await signature.getByText('2 events and their answers').click()
    await signature.getByText('Signed with a wrong key', { exact: true }).click()
    await signature.getByRole('region', { name: 'What was sent' }).filter({ hasText: 'CERTIFICATION' }).waitFor()
    await lookAt(ana, 'certification-own')
    expect(await mainOf(ana).getByRole('button', { name: 'Move the clock ahead' }).count()).toBe(0)
  })

  it('shows the report to who reviews the partner', async () => {
    await tabOf(rex, 'Certification').click()
    await mainOf(rex).getByRole('heading', { name: 'Acme · Whole region' }).waitFor()
    await mainOf(rex).getByText('Events go to this address').waitFor()
    await mainOf(rex).getByText('as the real time', { exact: true }).waitFor()
  })

  it('moves the clock ahead, and shows what came due', async () => {
    const about = { categoryId: 'app-and-account', subcategoryId: 'loyalty-points', comments: 'My points are gone.' }
    await call('POST', '/v1/support/requests', { brand, region: 'ES', ...about })
    await tabOf(ana, 'Tickets').click()
    await mainOf(ana).getByRole('button', { name: 'Take it' }).waitFor()
    const by = mainOf(rex).getByLabel(/^By/)
    await by.fill('soon')
    await by.press('Enter')
    await mainOf(rex).getByText('Write a duration').waitFor()
    await by.fill('20m')
    await by.press('Enter')
    await mainOf(rex).getByText('20m ahead of the real time').waitFor()
    await mainOf(rex).getByRole('region', { name: 'What came due since' }).getByText('offer.expired').waitFor()
    await lookAt(rex, 'rehearsal-clock')
    await mainOf(ana).getByText('not taken in time').waitFor()
  })

  it('ends a webhook', async () => {
    await tabOf(ana, 'Subscriptions').click()
    await mainOf(ana).getByRole('button', { name: 'End', exact: true }).click()
    const dialog = ana.getByRole('dialog', { name: 'End this webhook?' })
    await dialog.getByRole('button', { name: 'Keep it' }).click()
    await mainOf(ana).getByRole('button', { name: 'End', exact: true }).click()
    await dialog.getByRole('button', { name: 'End', exact: true }).click()
    await ana.getByRole('heading', { name: 'You are told of nothing' }).waitFor()
  })

  it('says in a live workspace where endpoints are certified', async () => {
    await desk.server.command('workspace', 'create', 'shop', '--from', 'workflows/operations-review.yaml')
    const lia = await enter('lia@example.com', 'shop', '--role', 'admin')
    await lia.getByRole('link', { name: 'Partners', exact: true }).click()
    await tabOf(lia, 'Certification').click()
    await mainOf(lia).getByText('This workspace is live').waitFor()
    await lia.evaluate(`localStorage.setItem('switchyard.language', '"es"')`)
    await lia.goto(`${desk.server.address}/partners?tab=certifications`)
    await mainOf(lia).getByText('Este espacio es de producción').waitFor()
    await keepPicture(lia, 'certification-es')
  })
})

async function lookAt(page: Page, picture: string): Promise<void> {
  for (const { name, width, colorScheme } of looks) {
    await page.setViewportSize({ width, height: 900 })
    await page.emulateMedia({ colorScheme })
    expect(await seriousFaults(page)).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    await keepPicture(page, `${picture}-${name}`)
  }
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.emulateMedia({ colorScheme: 'light' })
}
