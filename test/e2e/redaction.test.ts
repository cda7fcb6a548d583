import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClient } from '@switchyard/sdk'
import { keepPicture, seriousFaults } from './testing/look.ts'
import { openBrowser } from './testing/open-browser.ts'
import { type RunningServer, startServer } from './testing/running-server.ts'
import { createTicket, openVisitor, patientFetch } from './testing/visit.ts'

const browser: Browser | null = await openBrowser()

/** Opened with the browser: without one this file is reported as skipped. */
let server: RunningServer

describe.skipIf(browser === null)('a message whose words may not stay', () => {
  let page: Page
  let ticketId: string
  const dialog = () => page.getByRole('dialog')
  const card = () => page.getByRole('article').first()

  beforeAll(async () => {
    server = await startServer()
    page = await openVisitor(browser, server.signInLink)
    const issueSummary = 'The card was charged twice'
    const request = { serviceLine: 'game-support', channel: 'ticket', priority: 'normal', language: 'en' }
    const ticket = await createTicket(server, { ...request, customerId: 'redact-ada', issueSummary })
    ticketId = ticket.id
    const client = createClient({ baseUrl: server.address, token: server.token, fetch: patientFetch })
    const fields = { transactionId: 'TX-500131', amount: 120 }
    await client.request({ method: 'PATCH', path: `/v1/tickets/${ticketId}`, body: { type: 'payment_issue', fields } })
    await client.request({
      method: 'POST',
      path: `/v1/tickets/${ticketId}/messages`,
      body: { body: 'It is the card 4111 1111 1111 1111.', as: 'customer' },
    })
    await page.getByRole('link', { name: 'Queue Control' }).waitFor()
  })

  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  it('is emptied for a reason, after a warning, and says by whom', async () => {
    await page.goto(`${server.address}/tickets/${ticketId}`)
    await card().getByText('4111 1111').waitFor()
    // What was asked before stands beside it.
    await page.getByText('TX-500131').waitFor()
    await card().getByRole('button', { name: 'More on this message' }).click()
    await page.getByRole('menuitem', { name: 'Remove the words for good' }).click()
    const remove = dialog().getByRole('button', { name: 'Remove for good' })
    await remove.waitFor()
    await expect.poll(() => remove.isDisabled()).toBe(true)
    await dialog().getByLabel('payment data').check()
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'redact-1440-light')
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.setViewportSize({ width: 390, height: 844 })
    await keepPicture(page, 'redact-390-dark')
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.emulateMedia({ colorScheme: 'light' })
    await remove.click()
    await card()
      .getByText(/^Removed by .+: payment data$/)
      .waitFor()
    await dialog().waitFor({ state: 'detached' })
    expect(await page.getByText('4111').count()).toBe(0)
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'redacted-1440-light')
    await card().getByRole('button', { name: 'More on this message' }).click()
    await page.getByRole('menuitem', { name: 'Copy link' }).waitFor()
    expect(await page.getByRole('menuitem', { name: 'Remove the words for good' }).count()).toBe(0)
  })
})
