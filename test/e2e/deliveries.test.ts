import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClient } from '@switchyard/sdk'
import { openDoor, type Door } from './testing/door.ts'
import { keepPicture, seriousFaults } from './testing/look.ts'
import { openBrowser } from './testing/open-browser.ts'
import { type RunningServer, startServer } from './testing/running-server.ts'
import { createTicket, openVisitor, patientFetch } from './testing/visit.ts'

const browser: Browser | null = await openBrowser()

/** Opened with the browser: without one this file is reported as skipped. */
let server: RunningServer
let door: Door
let page: Page

describe.skipIf(browser === null)('an administrator at Deliveries', () => {
  const main = () => page.getByRole('main')
  const panel = () => page.getByRole('complementary')
  const client = () => createClient({ baseUrl: server.address, token: server.token, fetch: patientFetch })
  const raise = (summary: string, more: object = {}) =>
    createTicket(server, { customerId: 'CUS-7', channel: 'live-chat', issueSummary: summary, ...more })

  beforeAll(async () => {
    server = await startServer()
    door = await openDoor()
    page = await openVisitor(browser, server.signInLink)
  })

  afterAll(async () => {
    await browser?.close()
    await door?.close()
    await server?.stop()
  })

  it('subscribes an endpoint, is shown its secret once, and sends it a test', async () => {
    await page.getByRole('link', { name: 'Deliveries' }).click()
    await page.getByRole('heading', { name: 'No subscriptions yet' }).waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'deliveries-empty')
    await page.getByRole('button', { name: 'New subscription' }).first().click()
    const form = page.getByRole('dialog', { name: 'New subscription' })
    await form.getByLabel(/^Address/).fill(door.url)
    await form.getByLabel(/^Name/).fill('CRM')
    await form.getByRole('checkbox', { name: 'every event of message' }).check()
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'deliveries-form')
    await form.getByRole('button', { name: 'Subscribe' }).click()
    const secret = page.getByRole('dialog', { name: 'Secret' })
    await secret.getByText(/^whsec_/).waitFor()
    await keepPicture(page, 'deliveries-secret')
    await secret.getByRole('button', { name: 'Done' }).click()
    await page.getByRole('button', { name: 'Send test event' }).click()
    await panel().getByText('delivered').waitFor()
    await panel().getByText('Request headers').click()
    await panel().getByText('webhook-signature').waitFor()
    expect(door.told.map(({ headers }) => headers['webhook-event-type'])).toEqual(['webhook.test'])
    await page.keyboard.press('Escape')
    await panel().waitFor({ state: 'detached' })
  })

  it('sees an endpoint fail, reads what it answered, and sends the delivery again', async () => {
    door.answerWith(503, '{"error":"maintenance","until":"12:00"}')
    const ticket = await raise('Payout is missing')
    await main().getByRole('row').filter({ hasText: 'ticket.created' }).getByText('503').waitFor()
    await main().getByRole('button', { name: 'ticket.created' }).click()
    await panel().getByRole('region', { name: 'What it answered' }).getByText('maintenance').waitFor()
    await panel()
      .getByText(/^next /)
      .waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'deliveries-failed')
    door.answerWith(204)
    await panel().getByRole('button', { name: 'Send now' }).click()
    await panel().getByText('2 attempts').waitFor()
    await panel().getByRole('button', { name: 'Send again' }).waitFor()
    expect(door.told.filter(({ body }) => body.includes(ticket.id)).length).toBeGreaterThan(1)
    await page.keyboard.press('Escape')
  })

  it('narrows to a state, and all of it is in the address', async () => {
    await page.getByRole('button', { name: 'given up', exact: true }).click()
    await page.getByRole('heading', { name: 'None like that' }).waitFor()
    await expect.poll(() => page.url()).toContain('state=dead')
    await page.reload()
    await page.getByRole('heading', { name: 'None like that' }).waitFor()
    await main().getByRole('button', { name: 'All', exact: true }).first().click()
    await main().getByRole('button', { name: 'webhook.test' }).waitFor()
  })

  it('disables it, and enables it with what it missed, counted first', async () => {
    await page.getByRole('button', { name: 'More for this subscription' }).click()
    await page.getByRole('menuitem', { name: 'Disable' }).click()
    await main()
      .getByText(/Disabled by hand/)
      .waitFor()
    const missed = await raise('Nobody is told of this')
    await keepPicture(page, 'deliveries-disabled')
    expect(await seriousFaults(page)).toEqual([])
    await page.getByRole('button', { name: 'Enable and send what it missed' }).click()
    const dialog = page.getByRole('dialog', { name: 'Send what was missed' })
    await dialog
      .getByText(/never sent/)
      .first()
      .waitFor()
    await keepPicture(page, 'deliveries-replay')
    await dialog.getByRole('button', { name: /^Send \d+ events?$/ }).click()
    await dialog.getByText(/being sent/).waitFor()
    await dialog.getByRole('button', { name: 'Done' }).click()
    await expect.poll(() => door.told.some(({ body }) => body.includes(missed.id))).toBe(true)
  })

  it('replaces the secret, and is told that the one before still signs', async () => {
    await page.getByRole('button', { name: 'More for this subscription' }).click()
    await page.getByRole('menuitem', { name: 'Replace the secret' }).click()
    const dialog = page.getByRole('dialog', { name: 'Replace the secret' })
    await dialog.getByRole('button', { name: 'Replace the secret' }).click()
    await dialog.getByText(/The one before signs until/).waitFor()
    await dialog.getByRole('button', { name: 'End the overlap now' }).click()
    await dialog.getByText(/The one before signs until/).waitFor({ state: 'detached' })
    await page.keyboard.press('Escape')
  })

  it('follows the callbacks of one ticket from the ticket', async () => {
    const ticket = await raise('Refund took too long', { callbackUrl: door.url })
    await page.goto(`${server.address}/tickets/${ticket.id}`)
    const context = page.getByRole('complementary', { name: /context|customer/i })
    await context
      .getByRole('link', { name: /ticket\.updated/ })
      .first()
      .click()
    await panel().getByRole('heading', { name: 'Delivery of ticket.updated' }).waitFor()
    await panel().getByRole('region', { name: 'What is sent' }).getByText('Refund took too long').waitFor()
    await keepPicture(page, 'deliveries-ticket')
    await page.keyboard.press('Escape')
    await main().getByText('Of one ticket').waitFor()
  })

  it('has the same in the dark, in another language and on a phone', async () => {
    const { data } = await client().request<{ data: { id: string }[] }>({ method: 'GET', path: '/v1/webhooks' })
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.goto(`${server.address}/deliveries?webhook=${data[0]?.id}`)
    const latest = main().getByRole('button', { name: 'ticket.created' }).first()
    await latest.waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'deliveries-dark')
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await seriousFaults(page)).toEqual([])
    await expect.poll(() => page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    await keepPicture(page, 'deliveries-390-dark')
    await page.emulateMedia({ colorScheme: 'light' })
    await latest.click()
    await panel().getByText('1 attempt').waitFor()
    await keepPicture(page, 'deliveries-390-delivery')
    expect(await seriousFaults(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'To the list' }).click()
    await page.getByRole('navigation', { name: 'Subscriptions' }).getByText('CRM').waitFor()
    await keepPicture(page, 'deliveries-390-list')
    await page.evaluate(`localStorage.setItem('switchyard.language', '"es"')`)
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.reload()
    await page.getByRole('heading', { name: 'Entregas' }).waitFor()
    await keepPicture(page, 'deliveries-es')
  })
})
