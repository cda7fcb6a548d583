import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keepPicture, seriousFaults } from './testing/look.ts'
import { openBrowser } from './testing/open-browser.ts'
import { type RunningServer, startServer } from './testing/running-server.ts'
import { createTicket, openVisitor } from './testing/visit.ts'

const browser: Browser | null = await openBrowser()

/** Opened with the browser: without one this file is reported as skipped. */
let server: RunningServer

const summary = 'Withdrawal captured twice'

describe.skipIf(browser === null)('automations on the screens', () => {
  let page: Page
  let ticket: { id: string; number: number }

  beforeAll(async () => {
    server = await startServer()
    page = await openVisitor(browser, server.signInLink)
    ticket = await createTicket(server, {
      customerId: 'c-automations',
      channel: 'email',
      serviceLine: 'platform-support',
      category: 'payment_processing',
      language: 'es',
      issueSummary: summary,
    })
  })

  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  it('answer mail at once, and the history says what did', async () => {
    await page.getByRole('link', { name: 'Workflow', exact: true }).waitFor()
    await page.goto(`${server.address}/tickets/${ticket.id}`)
    await page.getByRole('heading', { name: summary }).waitFor()
    await page.getByText(/hemos recibido su solicitud con el número/).waitFor()
    await page.getByRole('main').getByText('automatic', { exact: true }).waitFor()
    await page
      .getByRole('main')
      .getByText(/Automation ran/)
      .waitFor()
  })

  it('suggest steps, guidance and words to insert; nothing is sent by it', async () => {
    const suggested = page.getByRole('region', { name: 'Suggested' })
    await suggested.getByText('Find the transaction at the payment provider').waitFor()
    await suggested.getByText(/Never ask for a card number/).waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'automations-ticket')
    await suggested.getByRole('button', { name: 'Insert Ask for the transaction' }).click()
    const reply = page.getByRole('textbox', { name: 'Reply' })
    await expect.poll(() => reply.inputValue()).toContain('identificador de la transacción')
    await page.emulateMedia({ colorScheme: 'dark' })
    await keepPicture(page, 'automations-ticket-dark')
    await page.emulateMedia({ colorScheme: 'light' })
  })

  it('are shown beside the workflow with what they did, and tried without doing anything', async () => {
    await page.goto(`${server.address}/workflow`)
    const card = page
      .locator('section')
      .filter({ has: page.getByRole('heading', { name: 'Automations' }) })
      .last()
    await card.getByText('Gold customers do not wait as normal ones').waitFor()
    await card.getByText('1 run', { exact: true }).waitFor()
    await card.getByLabel('Ticket number').fill(String(ticket.number))
    await card.getByLabel('When').selectOption('message.received')
    await card.getByLabel('What is said').fill('This is unacceptable')
    await card.getByRole('button', { name: 'Try' }).click()
    await card.getByText('tag unhappy, notify support-management, note').waitFor()
    await card.scrollIntoViewIfNeeded()
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'automations-workflow')
    await card.getByRole('tab', { name: 'Log' }).click()
    await card.getByRole('link', { name: `#${ticket.number}` }).waitFor()
    await card.getByText('send the first response').waitFor()
    await page.emulateMedia({ colorScheme: 'dark' })
    await keepPicture(page, 'automations-workflow-dark')
    await page.emulateMedia({ colorScheme: 'light' })
    await page.setViewportSize({ width: 390, height: 844 })
    await page.getByRole('tab', { name: 'Bench' }).click()
    await card.scrollIntoViewIfNeeded()
    await keepPicture(page, 'automations-workflow-phone')
    await page.goto(`${server.address}/tickets/${ticket.id}`)
    await page.getByRole('button', { name: 'Show context' }).click()
    await page.getByRole('region', { name: 'Suggested' }).waitFor()
    await keepPicture(page, 'automations-ticket-phone')
  })
})
