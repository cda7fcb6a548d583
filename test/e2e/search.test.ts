import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { soon } from '../../server/platform/testing/soon.ts'
import { keepPicture, seriousFaults } from './testing/look.ts'
import { openBrowser } from './testing/open-browser.ts'
import { type RunningServer, startServer } from './testing/running-server.ts'
import { createTicket, openVisitor } from './testing/visit.ts'

const browser: Browser | null = await openBrowser()

/** Opened with the browser: without one this file is reported as skipped. */
let server: RunningServer

const request = { customerId: 'wanda', serviceLine: 'game-support', channel: 'email', language: 'en' }

describe.skipIf(browser === null)('somebody who looks for tickets', () => {
  let page: Page
  const views = () => page.getByRole('navigation', { name: 'Views' })
  const box = () => page.getByRole('combobox', { name: 'Search this list' })
  const nameOfView = (name: string) => views().getByRole('listitem').filter({ hasText: name })

  beforeAll(async () => {
    server = await startServer()
    page = await openVisitor(browser, server.signInLink)
    const customer = { name: 'Wanda Wallaby' }
    await createTicket(server, { ...request, customer, issueSummary: 'Refund never arrived', tags: ['vip'] })
    await createTicket(server, {
      ...request,
      issueSummary: 'Charged twice',
      message: 'Two refunds were promised on the phone.',
      tags: ['vip'],
    })
    // Words follow a ticket within a second or so; nobody types as fast as this test.
    const found = async () => {
      const headers = { authorization: `Bearer ${server.token}` }
      const answer = await fetch(`${server.address}/v1/tickets?q=refunds`, { headers })
      return ((await answer.json()) as { data: unknown[] }).data.length
    }
    await vi.waitFor(async () => expect(await found()).toBe(2), { ...soon, interval: 100 })
  })

  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  it('sees the views of the product with their counts', async () => {
    for (const name of ['My work', 'Unassigned', 'Breaching', 'Escalated', 'All']) {
      await nameOfView(name).first().waitFor()
    }
    await nameOfView('Unassigned').getByText('2', { exact: true }).waitFor()
  })

  it('finds by the palette while typing, with the words marked', async () => {
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Search or run' }).fill('wanda refun')
    const hit = page.getByRole('option').filter({ hasText: 'Refund never arrived' })
    await hit.waitFor()
    await expect.poll(() => hit.locator('mark').allTextContents()).toContain('Refund')
    await page.getByRole('option').filter({ hasText: 'Wanda Wallaby' }).waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'search-palette')
    await page.getByRole('combobox', { name: 'Search or run' }).fill('refnud')
    await page.getByText('Hardly any ticket says "refnud"').waitFor()
    await page.keyboard.press('Escape')
  })

  it('is helped with the grammar by keys', async () => {
    await views().getByRole('link', { name: 'All' }).click()
    await page.keyboard.press('/')
    await box().pressSequentially('queu')
    await page.getByRole('option', { name: 'queue:' }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Tab')
    await page.getByRole('option', { name: 'frontline', exact: true }).waitFor()
    await keepPicture(page, 'search-suggestions')
    await box().fill('tag:vip refunds')
    await page.keyboard.press('Enter')
    await page.getByRole('link', { name: /Refund never arrived/ }).waitFor()
    await page.getByRole('link', { name: /Charged twice/ }).waitFor()
  })

  it('keeps the search as a view, whose count follows what happens', async () => {
    await page.getByRole('button', { name: 'Save as view' }).click()
    await page.getByLabel('Name').fill('Refunds of VIPs')
    await page.getByRole('radio', { name: 'flag' }).check({ force: true })
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'search-save-view')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await nameOfView('Refunds of VIPs').getByText('2', { exact: true }).waitFor()
    await page.getByRole('heading', { level: 1, name: 'Refunds of VIPs' }).waitFor()
    await createTicket(server, { ...request, issueSummary: 'A third refund', tags: ['vip'] })
    await nameOfView('Refunds of VIPs').getByText('3', { exact: true }).waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'search-views')
  })

  it('renames, shares, moves and deletes views', async () => {
    const menu = async (name: string, verb: string) => {
      await nameOfView(name).hover()
      await page.getByRole('button', { name: `${name}: change view` }).click()
      await page.getByRole('menuitem', { name: verb }).click()
    }
    await menu('Refunds of VIPs', 'Change view')
    await page.getByLabel('Name').fill('Money back')
    await page.getByLabel('Who sees it').selectOption('workspace')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await nameOfView('Money back').waitFor()
    await nameOfView('Refunds of VIPs').waitFor({ state: 'detached' })
    const order = async () => (await views().getByRole('link').allInnerTexts()).map((text) => text.split('\n')[0])
    const before = await order()
    const last = before.indexOf('Money back')
    expect(last).toBeGreaterThan(0)
    await menu('Money back', 'Move up')
    await expect
      .poll(order)
      .toEqual([...before.slice(0, last - 1), 'Money back', before[last - 1], ...before.slice(last + 1)])
    await menu('Money back', 'Delete view')
    await page.getByText('is deleted for everybody who sees it').waitFor()
    await page.getByRole('button', { name: 'Delete view' }).click()
    await nameOfView('Money back').waitFor({ state: 'detached' })
  })

  it('draws a list as its view says: columns side by side, in groups with their counts', async () => {
    await views().getByRole('link', { name: 'All' }).click()
    await page.keyboard.press('/')
    await box().fill('tag:vip')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Save as view' }).click()
    await page.getByLabel('Name').fill('VIPs by queue')
    await page.getByLabel('Order').selectOption('Newest')
    await page.getByLabel('Groups').selectOption('Queue')
    for (const column of ['Number', 'Subject', 'Customer', 'Status', 'Priority', 'Due', 'Tags', 'Updated'])
      await page.getByRole('checkbox', { name: column, exact: true }).check({ force: true })
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'search-view-look')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    const table = page.getByRole('table', { name: 'Inbox' })
    await table.getByRole('columnheader', { name: 'Subject' }).waitFor()
    await table.getByRole('row').filter({ hasText: 'Refund never arrived' }).getByText('Wanda Wallaby').waitFor()
    const groups = await table.getByRole('heading', { level: 2 }).allInnerTexts()
    expect(groups.map((group) => Number(group.split('\n')[1])).reduce((sum, count) => sum + count, 0)).toBe(3)
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'search-table')
    await page.emulateMedia({ colorScheme: 'dark' })
    await keepPicture(page, 'search-table-dark')
    await page.emulateMedia({ colorScheme: 'light' })
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.getByRole('table', { name: 'Inbox' }).waitFor({ state: 'detached' })
    await page.getByRole('heading', { level: 1, name: /Charged twice/ }).waitFor()
    await keepPicture(page, 'search-table-beside')
  })

  it('does all of it on a phone', async () => {
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.setViewportSize({ width: 390, height: 844 })
    await page.goto(`${server.address}/?view=all`)
    await page.getByRole('link', { name: /Charged twice/ }).waitFor()
    await page.getByRole('button', { name: 'Views' }).click()
    await page
      .getByRole('dialog')
      .getByRole('link', { name: /Unassigned/ })
      .waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await expect.poll(() => page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    await keepPicture(page, 'search-390-dark')
  })
})
