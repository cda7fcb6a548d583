import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keepPicture, seriousFaults } from './testing/look.ts'
import { openBrowser } from './testing/open-browser.ts'
import { type RunningServer, startServer } from './testing/running-server.ts'
import { createTicket, openVisitor } from './testing/visit.ts'

const browser: Browser | null = await openBrowser()

/** Opened with the browser: without one this file is reported as skipped. */
let server: RunningServer

describe.skipIf(browser === null)('an administrator at Audit', () => {
  let page: Page
  const tab = (name: string) => page.getByRole('navigation', { name: 'Audit' }).getByRole('button', { name })
  const trail = () => page.getByRole('list', { name: 'Trail' })
  const request = { customerId: 'audit-ada', serviceLine: 'game-support', channel: 'email', language: 'en' }

  beforeAll(async () => {
    server = await startServer()
    page = await openVisitor(browser, server.signInLink)
  })

  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  it('reads who did what and from where, and opens a row', async () => {
    await page.getByRole('link', { name: 'Audit' }).click()
    const row = trail().getByRole('button').filter({ hasText: 'member.signed_in' }).first()
    await row.click()
    await trail()
      .getByText(/signed in .* UTC, from /)
      .waitFor()
    await trail().getByText('Request', { exact: true }).waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'audit')
  })

  it('narrows by type and person, in the address, and refuses an id that is none', async () => {
    await page.getByRole('combobox', { name: 'Type' }).selectOption('workflow.published')
    await page.waitForURL(/type=workflow.published/)
    await expect.poll(() => trail().getByText('member.signed_in').count()).toBe(0)
    await page.getByLabel('Who (id or system)').fill('nobody')
    await page.keyboard.press('Enter')
    await page
      .getByRole('alert')
      .getByText(/is no id of an agent/)
      .waitFor()
    await page.getByRole('button', { name: 'Show everything' }).click()
    await trail().getByText('member.signed_in').first().waitFor()
  })

  it('has the trail verified', async () => {
    await page.getByRole('button', { name: 'Verify the trail' }).click()
    await page
      .getByRole('status')
      .getByText(/^Intact: /)
      .waitFor()
    await keepPicture(page, 'audit-verified')
  })

  it('follows the log as it grows, by type, and holds it still to read', async () => {
    await tab('Events').click()
    const events = page.getByRole('list', { name: 'Events' })
    await page.getByRole('combobox', { name: 'Type' }).selectOption('ticket.created')
    await page.getByText('live', { exact: true }).waitFor()
    const before = await events.getByRole('button').count()
    await createTicket(server, { ...request, issueSummary: 'The first of two' })
    await expect.poll(() => events.getByRole('listitem').count()).toBeGreaterThan(before)
    expect(await events.getByText('offer.created').count()).toBe(0)
    await page.getByRole('button', { name: 'Hold' }).click()
    const held = await events.getByRole('listitem').count()
    await createTicket(server, { ...request, issueSummary: 'The second of two' })
    await page.getByText('1 new').waitFor()
    expect(await events.getByRole('listitem').count()).toBe(held)
    await events.getByRole('button').first().click()
    await events.getByRole('link', { name: 'Open the ticket' }).waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'audit-events')
    await page.getByRole('button', { name: 'Go on' }).click()
    await expect.poll(() => events.getByRole('listitem').count()).toBeGreaterThan(held)
  })

  it('sees how the service stands', async () => {
    await tab('Health').click()
    await page.getByText('database', { exact: true }).waitFor()
    await page.getByRole('heading', { name: 'Queue depth' }).waitFor()
    await page.getByText('Nothing was given up.').waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'audit-health')
  })

  it('has the same in the dark and on a phone', async () => {
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await seriousFaults(page)).toEqual([])
    await tab('Trail').click()
    await trail().getByRole('button').first().click()
    expect(await seriousFaults(page)).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    await keepPicture(page, 'audit-390-dark')
  })
})
