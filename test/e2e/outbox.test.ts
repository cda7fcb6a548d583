import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClient, type Ticket } from '@switchyard/sdk'
import { keepPicture, seriousFaults } from './testing/look.ts'
import { openBrowser } from './testing/open-browser.ts'
import { type RunningServer, startServer } from './testing/running-server.ts'
import { openVisitor, patientFetch } from './testing/visit.ts'

const browser: Browser | null = await openBrowser()

/** Opened with the browser: without one this file is reported as skipped. */
let server: RunningServer

describe.skipIf(browser === null)('an administrator at the outbox', () => {
  let page: Page
  let ticket: Ticket
  const summary = 'Invoice shows the wrong <b>VAT</b>'
  const main = () => page.getByRole('main')
  const panel = () => page.getByRole('complementary', { name: /VAT/ })

  beforeAll(async () => {
    server = await startServer()
    page = await openVisitor(browser, server.signInLink)
    const api = createClient({ baseUrl: server.address, token: server.token, fetch: patientFetch })
    ticket = await api.request<Ticket>({
      method: 'POST',
      path: '/v1/tickets',
      body: {
        customerId: 'ben',
        customer: { name: 'Ben Okafor', email: 'ben@example.com' },
        channel: 'ticket',
        language: 'en',
        issueSummary: summary,
        message: 'The invoice of October says 23 %.',
      },
    })
    await api.request({
      method: 'POST',
      path: `/v1/tickets/${ticket.id}/messages`,
      body: {
        body: 'Hello Ben,\n\nwe have corrected it: <script>alert(1)</script>\n\nKind regards',
        visibility: 'public',
      },
    })
  })

  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  it('is told that mails are kept where no server is set, and finds the reply to the customer', async () => {
    await page.getByRole('link', { name: 'Outbox' }).click()
    await page.getByRole('heading', { name: 'Outbox', exact: true }).waitFor()
    await page.getByText('No SMTP server is set: mails are kept here.').waitFor()
    await main()
      .getByRole('link', { name: /ben@example.com/ })
      .waitFor()
    await main().getByText('Kept').first().waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'outbox')
  })

  it('reads it as the customer does, in a frame where nothing runs', async () => {
    const refusals: string[] = []
    page.on('console', (message) => {
      if (/policy|trusted/i.test(message.text())) refusals.push(message.text())
    })
    await main()
      .getByRole('link', { name: /ben@example.com/ })
      .click()
    await panel().getByText('kept: no SMTP server is set').waitFor()
    const frame = page.frameLocator('iframe[title="The mail as its reader sees it"]')
    await frame.getByText('we have corrected it: <script>alert(1)</script>').waitFor()
    await expect.poll(() => page.locator('iframe').getAttribute('sandbox')).toBe('')
    await panel().getByText('Message-ID:').waitFor()
    await panel().getByText('Not tried yet').waitFor()
    expect(refusals).toEqual([])
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'outbox-mail')
    await panel().getByRole('button', { name: 'Text' }).click()
    await panel()
      .getByText(/Sent by Operations Review\./)
      .waitFor()
    await keepPicture(page, 'outbox-mail-text')
  })

  it('has it sent again, which is kept again without a server, and closes it with Escape', async () => {
    const isQueued = page.waitForResponse((answer) => answer.url().endsWith('/resend'))
    await panel().getByRole('button', { name: 'Resend' }).press('Enter')
    await isQueued
    await panel().getByText('Kept', { exact: true }).waitFor()
    await panel().getByRole('button', { name: 'Resend' }).waitFor()
    // While it waited to be sent there was no such button, and what had the focus was gone.
    await expect.poll(() => page.evaluate('document.activeElement?.closest("aside") !== null')).toBe(true)
    await page.keyboard.press('Escape')
    await panel().waitFor({ state: 'detached' })
  })

  it('sends a transcript from the ticket, to the customer when no address is written', async () => {
    await page.goto(`${server.address}/tickets/${ticket.id}`)
    await page.getByRole('button', { name: 'More', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Send transcript' }).click()
    const dialog = page.getByRole('dialog', { name: 'Send transcript' })
    await dialog.getByLabel(/^To/).fill('not an address')
    await dialog.getByLabel(/^To/).fill('')
    await keepPicture(page, 'outbox-transcript')
    expect(await seriousFaults(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Send transcript' }).click()
    await dialog.getByText('The transcript to ben@example.com waits to be sent.').waitFor()
    await dialog.getByRole('link', { name: 'See it in the outbox' }).click()
    await panel().getByText('Transcript', { exact: false }).first().waitFor()
    await page
      .frameLocator('iframe[title="The mail as its reader sees it"]')
      .getByText('The invoice of October says 23 %.')
      .waitFor()
    await panel()
      .getByRole('link', { name: `#${ticket.number}` })
      .waitFor()
    await keepPicture(page, 'outbox-mail-transcript')
    await page.keyboard.press('Escape')
    await page.getByRole('combobox', { name: 'Kind' }).selectOption('transcript')
    await expect.poll(() => main().getByRole('listitem').count()).toBe(1)
    await page.getByRole('button', { name: 'Sent', exact: true }).click()
    await main().getByText('No mail matches').waitFor()
    await page.getByRole('button', { name: 'All', exact: true }).click()
  })

  it('shows on the ticket that a mail was asked for', async () => {
    await page.goto(`${server.address}/tickets/${ticket.id}`)
    await page
      .getByText(/You had a mail sent/)
      .first()
      .waitFor()
  })

  it('chooses what to be told by mail, and it stays chosen', async () => {
    await page.getByRole('button', { name: 'account menu' }).click()
    await page.getByRole('menuitem', { name: 'Notifications' }).click()
    const assigned = page.getByRole('checkbox', { name: 'Somebody assigns a ticket to you' })
    await assigned.uncheck()
    await page.getByRole('status').getByText('Saved').waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'notifications')
    await page.reload()
    await assigned.waitFor()
    await expect.poll(() => assigned.isChecked()).toBe(false)
  })

  it('has the same in the dark and on a phone', async () => {
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.goto(`${server.address}/outbox`)
    await main().getByRole('listitem').first().getByRole('link').click()
    await panel().getByText('Message-ID:').waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'outbox-dark')
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'outbox-390-mail-dark')
    await page.emulateMedia({ colorScheme: 'light' })
    await panel().getByRole('button', { name: 'Close' }).click()
    await main().getByRole('listitem').first().waitFor()
    await expect.poll(() => page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'outbox-390')
  })

  it('reads whom a reply reaches: by mail, or nobody where the workflow sends none', async () => {
    const api = createClient({ baseUrl: server.address, token: server.token, fetch: patientFetch })
    const body = { customerId: 'ben', channel: 'email', language: 'en', issueSummary: 'Nothing came' }
    const { id } = await api.request<Ticket>({ method: 'POST', path: '/v1/tickets', body })
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.goto(`${server.address}/tickets/${id}`)
    await page.getByText('to Ben Okafor by e-mail, en').waitFor()
    const { document } = await api.request<{ document: string }>({ method: 'GET', path: '/v1/workflow' })
    const silent = { document: `${document}\nmail:\n  replies: false\n` }
    await api.request({ method: 'PUT', path: '/v1/workflow', body: silent })
    await page.reload()
    await page.getByText('no mail goes to Ben Okafor: the reply only stands in the request').waitFor()
    await keepPicture(page, 'composer-no-mail')
  })
})
