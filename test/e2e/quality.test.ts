import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClient, type QaReport } from '@switchyard/sdk'
import { keepPicture, seriousFaults } from './testing/look.ts'
import { openBrowser } from './testing/open-browser.ts'
import { type RunningServer, startServer } from './testing/running-server.ts'
import { openVisitor, patientFetch } from './testing/visit.ts'

const browser: Browser | null = await openBrowser()

/** Opened with the browser: without one this file is reported as skipped. */
let server: RunningServer

describe.skipIf(browser === null)('a reviewer at Quality', () => {
  let page: Page
  const summary = 'Password mail never arrives'
  const main = () => page.getByRole('main')
  const readReport = () =>
    createClient({ baseUrl: server.address, token: server.token, fetch: patientFetch }).request<QaReport>({
      method: 'GET',
      path: '/v1/qa/report',
    })

  beforeAll(async () => {
    server = await startServer()
    page = await openVisitor(browser, server.signInLink)
  })

  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  it('sees the figures of a month with what they stand on, and where they differ', async () => {
    await page.getByRole('link', { name: 'Quality' }).click()
    await page.getByRole('heading', { name: 'Quality', exact: true }).waitFor()
    await main()
      .getByText(/By 6 reviews/)
      .first()
      .waitFor()
    await page
      .getByRole('img', { name: /95%: .* to / })
      .first()
      .waitFor()
    await main().getByRole('link', { name: 'Payments' }).waitFor()
    await main().getByText('Tone and language').waitFor()
    await main().getByText('Can a ticket be closed only with a passed check and a resolution?').waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'quality')
  })

  it('reads how a figure is counted by focusing its name', async () => {
    await page.getByRole('button', { name: 'Quality score' }).first().focus()
    await page.getByRole('tooltip').filter({ hasText: 'Mean score of the reviews' }).waitFor()
    await keepPicture(page, 'quality-definition')
    await page.keyboard.press('Escape')
    await page.getByRole('tooltip').filter({ hasText: 'Mean score of the reviews' }).waitFor({ state: 'hidden' })
  })

  it('narrows, splits and orders, and all of it is in the address', async () => {
    await page.getByRole('button', { name: '90 days' }).click()
    await page.getByRole('combobox', { name: 'Split by' }).selectOption('agent')
    await main().getByRole('link', { name: 'Noor Haddad' }).waitFor()
    await page.getByRole('button', { name: 'Quality score' }).last().click()
    await page
      .getByRole('columnheader', { name: 'Quality score' })
      .and(page.locator('[aria-sort=descending]'))
      .waitFor()
    await page.getByRole('combobox', { name: 'Service line' }).selectOption('guest-support')
    await main().getByRole('link', { name: 'Noor Haddad' }).waitFor({ state: 'detached' })
    expect(page.url()).toMatch(/days=90.*/)
    expect(page.url()).toContain('serviceLine=guest-support')
    await page.reload()
    await main().getByRole('link', { name: 'Lucía Romero' }).waitFor()
    await page.getByRole('button', { name: 'Show everything' }).click()
    await main().getByRole('link', { name: 'Noor Haddad' }).waitFor()
  })

  it('refuses a time that ends before it begins, in words', async () => {
    await page.getByRole('button', { name: 'Custom' }).click()
    await page.getByLabel('Last day').fill('2020-01-01')
    await page.getByRole('alert').getByText('The last day lies before the first one.').waitFor()
    await page.getByRole('button', { name: '30 days' }).click()
    await page.getByRole('alert').waitFor({ state: 'detached' })
  })

  it('takes the figures along as a file', async () => {
    const waiting = page.waitForEvent('download')
    await page.getByRole('button', { name: 'CSV' }).click()
    const file = await waiting
    expect(file.suggestedFilename()).toMatch(/^quality-\d{4}-\d{2}-\d{2}-\d{4}-\d{2}-\d{2}\.csv$/)
    const [header, whole] = (await readFile(await file.path(), 'utf8')).split('\r\n')
    expect(header).toMatch(/^from,to,group,label,created/)
    expect(whole).toContain(',all,')
  })

  it('opens the tickets behind a row', async () => {
    await page.getByRole('combobox', { name: 'Split by' }).selectOption('queue')
    await main().getByRole('link', { name: 'Payments' }).click()
    await page.waitForURL(/view=all&q=created/)
    await page.getByText('Depósito cobrado dos veces').first().waitFor()
    expect(await page.getByText('No ticket matches').count()).toBe(0)
    await page.goBack()
  })

  it('reviews a ticket with the keyboard beside its history, warned of a critical miss', async () => {
    await page.getByRole('complementary', { name: 'Reviews' }).getByRole('link', { name: summary }).click()
    await page.getByRole('heading', { name: /Review of ticket/ }).waitFor()
    await page
      .getByRole('region', { name: 'Timeline' })
      .getByText(/I am looking into it now/)
      .waitFor()
    await main().getByText('Address taken off the suppression list.').waitFor()
    await page.getByText('0 of 4 answered').waitFor()
    await page.keyboard.press('5')
    await page.keyboard.press('4')
    await page.keyboard.press('0')
    await page.keyboard.press('n')
    await page.getByText('Critical and missed: No private data in the open. The whole review is 0.').waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'quality-review-critical')
    await page.keyboard.press('y')
    await page.getByText('Critical and missed').waitFor({ state: 'detached' })
    await page.getByText('89.3').waitFor()
    await page.keyboard.press('c')
    await page.keyboard.type('Nothing of theirs was repeated.')
    await keepPicture(page, 'quality-review')
    await page.keyboard.press('Control+Enter')
    await page.getByText('Review saved: 89.3 of 100').waitFor()
  })

  it('finds the score in the report and the review in the list, and the ticket no longer to be reviewed', async () => {
    await page.getByRole('link', { name: 'To Quality' }).last().click()
    await main()
      .getByText(/By 7 reviews/)
      .first()
      .waitFor()
    expect((await readReport()).quality.n).toBe(7)
    const reviews = page.getByRole('complementary', { name: 'Reviews' })
    await expect.poll(() => reviews.getByRole('link', { name: summary }).count()).toBe(0)
    await reviews.getByRole('button', { name: 'Reviewed' }).click()
    await reviews.getByText('by you').waitFor()
    await reviews.getByText('89.3').waitFor()
    await keepPicture(page, 'quality-reviewed')
  })

  it('is told on the ticket’s own review that it was reviewed', async () => {
    await page
      .getByRole('complementary', { name: 'Reviews' })
      .getByRole('link', { name: /by you/ })
      .click()
    await page.getByRole('link', { name: 'Review', exact: true }).click()
    await page.getByText('You have reviewed this ticket: 89.3.').waitFor()
    expect(await page.getByRole('button', { name: /Save review/ }).isDisabled()).toBe(true)
    await keepPicture(page, 'quality-review-again')
  })

  it('keeps what was written when the service refuses, and says why', async () => {
    await page.goto(`${server.address}/quality`)
    await page.getByRole('complementary', { name: 'Reviews' }).getByRole('listitem').first().getByRole('link').click()
    await page.getByText('0 of 4 answered').waitFor()
    await page.route('**/v1/qa/reviews', (route) =>
      route.request().method() === 'POST'
        ? route.fulfill({
            status: 409,
            contentType: 'application/problem+json',
            body: JSON.stringify({ status: 409, code: 'conflict', detail: 'Twice.' }),
          })
        : route.continue(),
    )
    for (const key of ['3', '3', '3', 'y']) await page.keyboard.press(key)
    await page.getByRole('button', { name: /Save review/ }).click()
    await page
      .getByRole('alert')
      .getByText(/You have reviewed this ticket by this scorecard/)
      .waitFor()
    await page.getByRole('button', { name: '3', pressed: true }).first().waitFor()
    await page.unroute('**/v1/qa/reviews')
  })

  it('has the same in the dark and on a phone', async () => {
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'quality-review-dark')
    await page.goto(`${server.address}/quality`)
    await main()
      .getByText(/By 7 reviews/)
      .first()
      .waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'quality-dark')
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'quality-390-dark')
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    await page.emulateMedia({ colorScheme: 'light' })
    await main().getByText('Where it differs').scrollIntoViewIfNeeded()
    await keepPicture(page, 'quality-390-table')
    await main().getByRole('listitem').getByRole('link').first().click()
    await page.getByText('0 of 4 answered').waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'quality-review-390')
    await page.getByRole('button', { name: 'Does not apply' }).last().scrollIntoViewIfNeeded()
    await keepPicture(page, 'quality-review-390-end')
  })
})
