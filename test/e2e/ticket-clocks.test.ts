import type { Browser, Page as Tab } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Agent, createClient, type Page } from '@switchyard/sdk'
import { keepPicture, seriousFaults } from './testing/look.ts'
import { openBrowser } from './testing/open-browser.ts'
import { type RunningServer, startServer } from './testing/running-server.ts'
import { createTicket, openVisitor, patientFetch } from './testing/visit.ts'

const browser: Browser | null = await openBrowser()

/** Opened with the browser: without one this file is reported as skipped. */
let server: RunningServer

const summary = 'Charged twice for one deposit'

describe.skipIf(browser === null)('the clocks of a ticket', () => {
  let page: Tab
  let ticket: { id: string; number: number }
  const popover = () => page.getByRole('dialog', { name: 'Why these clocks' })
  const clock = (name: string) => popover().getByRole('region', { name, exact: true })
  const send = (method: 'POST' | 'PATCH' | 'PUT', path: string, body: object) =>
    createClient({ baseUrl: server.address, token: server.token, fetch: patientFetch }).request<unknown>({
      method,
      path,
      body,
    })

  beforeAll(async () => {
    server = await startServer()
    page = await openVisitor(browser, server.signInLink)
    ticket = await createTicket(server, {
      customerId: 'demo-customer-2048',
      serviceLine: 'game-support',
      channel: 'email',
      priority: 'normal',
      language: 'en',
      issueSummary: summary,
    })
    await send('PATCH', `/v1/tickets/${ticket.id}`, { priority: 'high' })
    await page.getByRole('link', { name: 'Queue Control' }).waitFor()
  })

  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  it('are explained from the head of the ticket: state, what counted, who promised, what comes next', async () => {
    await page.goto(`${server.address}/tickets/${ticket.id}`)
    const main = page.getByRole('main', { name: `Ticket ${ticket.number}` })
    await main.getByRole('button', { name: /^first reply/ }).click()
    const first = clock('first reply')
    await first.getByText('running').waitFor()
    await first.getByRole('img', { name: /of .* counted/ }).waitFor()
    await first.getByText(/^Policy .+, calendar .+/).waitFor()
    await first.getByText('What comes next').waitFor()
    await first.getByText('Target used up').waitFor()
    await clock('resolution').waitFor()
    await popover()
      .getByText(/^As of \d\d:\d\d:\d\d$/)
      .waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'clocks')
  })

  it('tell their whole ledger, with the change of priority', async () => {
    await clock('first reply').getByRole('button', { name: 'Show the ledger' }).click()
    await clock('first reply')
      .getByText(/^Started: .+ by /)
      .waitFor()
    await clock('first reply')
      .getByText(/^Target now .+: priority changed$/)
      .waitFor()
    await keepPicture(page, 'clocks-ledger')
  })

  it('give the focus back to their chip, and open by the keyboard from the list', async () => {
    await page.keyboard.press('Escape')
    await popover().waitFor({ state: 'detached' })
    await expect.poll(() => page.evaluate('document.activeElement?.textContent')).toMatch(/^first reply/)
    await page.goto(`${server.address}/?view=all`)
    await page.getByRole('link').filter({ hasText: summary }).waitFor()
    await page.keyboard.press('j')
    await expect.poll(() => page.evaluate('document.activeElement?.matches("[data-row]")')).toBe(true)
    await page.keyboard.press('Tab')
    await expect.poll(() => page.evaluate('document.activeElement?.tagName')).toBe('BUTTON')
    await page.keyboard.press('Enter')
    await popover().getByRole('region').first().waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'clocks-list')
    await page.keyboard.press('Escape')
    await expect.poll(() => new URL(page.url()).pathname).toBe('/')
  })

  it('are due when somebody says so, with the reason in their ledger, and by their policy again', async () => {
    await page.goto(`${server.address}/tickets/${ticket.id}`)
    const main = page.getByRole('main', { name: `Ticket ${ticket.number}` })
    await main.getByRole('button', { name: /^first reply/ }).click()
    await clock('resolution').getByRole('button', { name: 'Change due time' }).click()
    const dialog = page.getByRole('dialog', { name: 'Change due time: resolution' })
    const tomorrow = new Date(Date.now() + 26 * 3_600_000).toISOString().slice(0, 10)
    await dialog.getByLabel('Date').fill(tomorrow)
    await dialog.getByLabel('Time').fill('16:00')
    expect(await dialog.getByRole('button', { name: 'Set due time' }).isDisabled()).toBe(true)
    await dialog.getByLabel('Reason').fill('Agreed with the customer on the phone.')
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'clocks-due-dialog')
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await expect.poll(() => page.evaluate('document.activeElement?.textContent')).toMatch(/^first reply/)
    await page.keyboard.press('Enter')
    await clock('resolution').getByRole('button', { name: 'Change due time' }).click()
    await dialog.getByLabel('Date').fill(tomorrow)
    await dialog.getByLabel('Time').fill('16:00')
    await dialog.getByLabel('Reason').fill('Agreed with the customer on the phone.')
    await dialog.getByRole('button', { name: 'Set due time' }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByText(/^Due time of resolution: .*16:00/).waitFor()
    await main.getByRole('button', { name: /^first reply/ }).click()
    await clock('resolution').getByText('Agreed with the customer on the phone.').waitFor()
    await clock('resolution')
      .getByText(/^Due time set by /)
      .waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'clocks-due-by-hand')
    await clock('resolution').getByRole('button', { name: 'Back to the policy' }).click()
    await clock('resolution').getByText('Agreed with the customer on the phone.').waitFor({ state: 'detached' })
    await clock('resolution').getByRole('button', { name: 'Show the ledger' }).click()
    await clock('resolution')
      .getByText(/set by hand.*: Agreed with the customer on the phone\.$/)
      .waitFor()
    await clock('resolution')
      .getByText(/^Due by its policy again/)
      .waitFor()
    await page.keyboard.press('Escape')
  })

  it('stand still while the customer is waited for, and say so', async () => {
    await send('POST', `/v1/tickets/${ticket.id}/messages`, { body: 'Which card was it?', visibility: 'public' })
    const client = createClient({ baseUrl: server.address, token: server.token, fetch: patientFetch })
    const agents = await client.request<Page<Agent>>({ method: 'GET', path: '/v1/agents' })
    await send('PUT', `/v1/tickets/${ticket.id}/assignee`, { agentId: agents.data[0]?.id })
    await send('POST', `/v1/tickets/${ticket.id}/transitions`, { to: 'waiting_customer' })
    await page.goto(`${server.address}/tickets/${ticket.id}`)
    await page
      .getByRole('main', { name: `Ticket ${ticket.number}` })
      .getByRole('button', { name: /^paused/ })
      .click()
    const resolution = clock('resolution')
    await resolution.getByText('Stands still', { exact: true }).waitFor()
    await resolution.getByText('Warnings and escalations wait while the clock stands still.').waitFor()
    await popover()
      .getByRole('button', { name: /clocks? that (is|are) over/ })
      .click()
    await clock('first reply').getByText('met', { exact: true }).waitFor()
    await keepPicture(page, 'clocks-paused')
  })

  it('fit a phone and the dark', async () => {
    await page.emulateMedia({ colorScheme: 'dark' })
    await keepPicture(page, 'clocks-dark')
    await page.setViewportSize({ width: 390, height: 844 })
    await page.reload()
    await page
      .getByRole('main', { name: `Ticket ${ticket.number}` })
      .getByRole('button', { name: /^paused/ })
      .click()
    await clock('resolution').waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await expect.poll(() => page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    await keepPicture(page, 'clocks-390-dark')
  })
})
