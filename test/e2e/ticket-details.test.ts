import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keepPicture, seriousFaults } from './testing/look.ts'
import { openBrowser } from './testing/open-browser.ts'
import { type RunningServer, startServer } from './testing/running-server.ts'
import { createTicket, openVisitor } from './testing/visit.ts'

const browser: Browser | null = await openBrowser()

/** Opened with the browser: without one this file is reported as skipped. */
let server: RunningServer

describe.skipIf(browser === null)('what a ticket is said to be, and when it is worked', () => {
  let page: Page

  beforeAll(async () => {
    server = await startServer()
    for (const name of ['Bonus not shown', 'Invoice unclear'])
      await createTicket(server, {
        customerId: 'details-1',
        serviceLine: 'platform-support',
        channel: 'ticket',
        language: 'en',
        tags: ['details'],
        issueSummary: name,
      })
    page = await openVisitor(browser, server.signInLink)
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.getByRole('link', { name: 'Workflow', exact: true }).first().waitFor()
    await page.goto(`${server.address}/?view=all&q=tag:details`)
    await page.getByText('Bonus not shown').click()
    await page.getByRole('heading', { name: 'Bonus not shown' }).waitFor()
  })

  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  const facts = () => page.getByRole('complementary', { name: 'Context' })

  it('is classified by a person, with the fields of its type, and shown beside the conversation', async () => {
    await page.getByRole('button', { name: 'Details: Not classified' }).waitFor()
    await page.keyboard.press('v')
    const dialog = page.getByRole('dialog', { name: 'Details' })
    await dialog.getByLabel('Category').selectOption({ label: 'Payment processing' })
    await expect.poll(() => dialog.getByLabel('Type').inputValue()).toBe('payment_issue')
    await dialog.getByLabel('Amount').fill('12.')
    await dialog.getByText('A figure is asked for here.').waitFor()
    await expect.poll(() => dialog.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true)
    await dialog.getByLabel('Amount').fill('12.50')
    await dialog.getByLabel('Impact').selectOption('high')
    await dialog.getByLabel('Urgency').selectOption('high')
    await dialog.getByText('gives critical').waitFor()
    await dialog.getByLabel('Card payments').check()
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'ticket-details-dialog')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('button', { name: 'Details: Payment processing' }).waitFor()
    await page.getByText('Classified', { exact: true }).first().waitFor()
    for (const text of ['Payment issue', '12.5', 'Card payments'])
      await facts().getByText(text, { exact: true }).waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'ticket-details')
  })

  it('takes a change of details back', async () => {
    await page.getByRole('button', { name: 'Details: Payment processing' }).click()
    const dialog = page.getByRole('dialog', { name: 'Details' })
    await dialog.getByLabel('Card payments').uncheck()
    await dialog.getByRole('button', { name: 'Save' }).click()
    await facts().getByText('Card payments', { exact: true }).waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Undo' }).click()
    await facts().getByText('Card payments', { exact: true }).waitFor()
  })

  it('shows of its history what a reader asks for', async () => {
    const history = page.getByRole('region', { name: 'Timeline' })
    await history.getByRole('listitem').first().waitFor()
    await page.getByRole('button', { name: 'More', exact: true }).click()
    await keepPicture(page, 'timeline-menu')
    await page.getByRole('menuitemradio', { name: 'Messages only' }).click()
    await history.getByText('Shown: Messages only.').waitFor()
    await expect.poll(() => history.getByRole('listitem').count()).toBe(0)
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'timeline-messages-only')
    await history.getByRole('button', { name: 'Everything' }).click()
    await history.getByRole('listitem').first().waitFor()
  })

  it('is put aside until any day and time, which its row tells, and taken up again', async () => {
    await page.keyboard.press('h')
    await page.getByRole('menuitem', { name: /^Another time/ }).click()
    const dialog = page.getByRole('dialog', { name: 'Put aside until' })
    await dialog.getByLabel('Date').fill('2020-01-01')
    await dialog.getByText('That time has passed.').waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'snooze-dialog-passed')
    const day = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10)
    await dialog.getByLabel('Date').fill(day)
    await dialog.getByLabel('Time').fill('10:15')
    await keepPicture(page, 'snooze-dialog')
    await dialog.getByRole('button', { name: 'Put aside' }).click()
    const row = page.getByRole('listitem').filter({ hasText: 'Bonus not shown' })
    await row.getByText(/^Put aside until .*10:15$/).waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'snooze-row')
    await page.keyboard.press('h')
    // Shown before the service has it: a page that is left at once takes the request with it.
    const isTaken = page.waitForResponse((answer) => answer.url().endsWith('/snooze'))
    await page.getByRole('menuitem', { name: 'Take it up now' }).click()
    await row.getByText(/^Put aside until/).waitFor({ state: 'detached' })
    expect((await isTaken).ok()).toBe(true)
  })

  it('is spoken of with its partner alone, where it has one', async () => {
    await createTicket(server, {
      customerId: 'details-2',
      serviceLine: 'platform-support',
      channel: 'partner',
      language: 'en',
      issueSummary: 'Terminal offline',
    })
    await page.goto(`${server.address}/?view=all&q=${encodeURIComponent('"Terminal offline"')}`)
    await page.getByText('Terminal offline').first().click()
    await page.getByRole('tab', { name: 'Partner' }).click()
    await page.getByRole('textbox', { name: 'Partner' }).fill('Which firmware does it run?')
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'composer-partner')
    await page.getByRole('button', { name: 'Send to the partner' }).click()
    const history = page.getByRole('region', { name: 'Timeline' })
    await history.getByText('Which firmware does it run?').waitFor()
    await expect.poll(() => page.getByRole('textbox', { name: 'Partner' }).inputValue()).toBe('')
  })

  it('look right in the dark and on a phone', async () => {
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: /^Details: / }).click()
    await page.getByRole('dialog', { name: 'Details' }).getByLabel('Category').waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'ticket-details-dark')
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'ticket-details-phone')
    await page.keyboard.press('Escape')
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.emulateMedia({ colorScheme: 'light' })
  })

  it('are put aside together, and back when that is undone', async () => {
    await page.goto(`${server.address}/?view=all&q=tag:details`)
    await page.locator('[data-row]').first().focus()
    await page.keyboard.press('x')
    const bar = page.getByRole('region', { name: 'Change selected tickets' })
    await bar.getByRole('button', { name: 'Select all that match' }).click()
    await bar.getByRole('button', { name: 'Put aside' }).click()
    await keepPicture(page, 'snooze-bulk-menu')
    await page.getByRole('menuitem', { name: /^Monday morning/ }).click()
    const dialog = page.getByRole('dialog', { name: /^Put aside until/ })
    await dialog.getByText('2 will change').waitFor()
    await dialog
      .getByText(/aside until: – → .*09:00/)
      .first()
      .waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'snooze-bulk-preview')
    await dialog.getByRole('button', { name: 'Change 2 tickets' }).click()
    await page.getByText('2 tickets changed').waitFor()
    await expect.poll(() => page.getByText(/^Put aside until .*09:00$/).count()).toBe(2)
    await page.getByRole('button', { name: /^Undo/ }).click()
    await page.getByText('2 tickets are as they were').waitFor()
    await expect.poll(() => page.getByText(/^Put aside until/).count()).toBe(0)
  })
})
