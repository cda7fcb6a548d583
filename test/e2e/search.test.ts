import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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
    expect(await hit.locator('mark').allTextContents()).toContain('Refund')
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
    expect((await order()).indexOf('Money back')).toBe(7)
    await menu('Money back', 'Move up')
    await expect.poll(async () => (await order()).indexOf('Money back')).toBe(6)
    await menu('Money back', 'Delete view')
    await page.getByText('is deleted for everybody who sees it').waitFor()
    await page.getByRole('button', { name: 'Delete view' }).click()
    await nameOfView('Money back').waitFor({ state: 'detached' })
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
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    await keepPicture(page, 'search-390-dark')
  })
})
