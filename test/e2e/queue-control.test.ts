import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClient, type Offer, type Ticket } from '@switchyard/sdk'
import { keepPicture, seriousFaults } from './testing/look.ts'
import { openBrowser } from './testing/open-browser.ts'
import { type RunningServer, startServer } from './testing/running-server.ts'
import { createTicket, openVisitor, patientFetch } from './testing/visit.ts'

const browser: Browser | null = await openBrowser()

/** Opened with the browser: without one this file is reported as skipped. */
let server: RunningServer

const request = {
  customerId: 'demo-customer-2048',
  serviceLine: 'game-support',
  category: 'payment_processing',
  channel: 'email',
  priority: 'high',
  language: 'pt',
}

describe.skipIf(browser === null)('a manager at Queue Control', () => {
  let page: Page
  let ticket: { id: string; number: number }
  const rowOf = (summary: string) => page.getByRole('row').filter({ hasText: summary }).first()
  const readTicket = () =>
    createClient({ baseUrl: server.address, token: server.token, fetch: patientFetch }).request<Ticket>({
      method: 'GET',
      path: `/v1/tickets/${ticket.id}`,
    })

  beforeAll(async () => {
    server = await startServer()
    page = await openVisitor(browser, server.signInLink)
    ticket = await createTicket(server, { ...request, issueSummary: 'Deposit captured twice.' })
  })

  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  it('sees every queue, what waits in them, and who could help', async () => {
    await page.getByRole('link', { name: 'Queue Control' }).click()
    await page.getByRole('heading', { name: 'Queue Control' }).waitFor()
    await rowOf('Deposit captured twice.').waitFor()
    await page.getByRole('button', { name: 'Payments', exact: true }).waitFor()
    await page.getByRole('complementary', { name: 'Agents' }).getByText('Inês Duarte').first().waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'queue-control')
  })

  it('sees a request the moment it arrives', async () => {
    await createTicket(server, { ...request, channel: 'live-chat', issueSummary: 'Card declined, then charged.' })
    await rowOf('Card declined, then charged.').waitFor()
  })

  it('reads why a request still waits, agent by agent', async () => {
    await page.getByRole('button', { name: /Deposit captured twice/ }).click()
    await page.getByText(/Why it still waits: .* none can take it/).waitFor()
    await page.getByText('Is offline').first().waitFor()
    await page.getByText(/Its place among \d+ waiting in Payments/).waitFor()
    await page.getByText('Asks payments 1 or better').waitFor()
    await page.getByText('Moves to Backend, if somebody there can take it').first().waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'queue-control-why')
  })

  it('reads what a queue does with a task that nobody takes', async () => {
    await page.getByRole('button', { name: 'Payments', exact: true }).click()
    const steps = page.getByRole('list', { name: 'If nobody takes it' })
    await steps.getByText('after 20m').waitFor()
    await steps.getByText('after 14d').waitFor()
    await expect.poll(() => steps.getByRole('listitem').count()).toBe(5)
    await page.getByRole('button', { name: 'Payments: show all queues' }).click()
    await steps.waitFor({ state: 'detached' })
  })

  it('hangs the wallboard on a wall by key, without controls, and takes it down again', async () => {
    await page.keyboard.press('w')
    await page.getByRole('heading', { name: 'Payments' }).waitFor()
    await page.getByRole('table').waitFor({ state: 'detached' })
    await expect.poll(() => page.getByRole('main').last().getByRole('button').count()).toBe(0)
    const size = await page.evaluate<number>(
      `Math.max(...[...document.querySelectorAll('main.wall p')].map((one) => parseFloat(getComputedStyle(one).fontSize)))`,
    )
    // Four metres away, a figure of an eighteenth of the height is still read.
    expect(size).toBeGreaterThan(900 / 18)
    await expect.poll(() => page.evaluate('document.documentElement.scrollHeight <= innerHeight')).toBe(true)
    await expect.poll(() => page.evaluate('document.documentElement.dataset.theme')).toBe('dark')
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'queue-control-wall')
    await page.keyboard.press('Escape')
    await rowOf('Deposit captured twice.').waitFor()
    await expect.poll(() => page.evaluate('document.documentElement.dataset.theme ?? null')).toBeNull()
  })

  it('raises its priority', async () => {
    await page.getByRole('button', { name: 'Raise to critical' }).click()
    await rowOf('Deposit captured twice.').getByRole('cell', { name: 'critical' }).waitFor()
    await expect.poll(async () => (await readTicket()).priority).toBe('critical')
  })

  it('takes back what the server refuses, and says why', async () => {
    await page.route('**/v1/tickets/*/assignee', (route) =>
      route.fulfill({
        status: 409,
        contentType: 'application/problem+json',
        body: JSON.stringify({ status: 409, code: 'conflict', detail: 'This task is done.' }),
      }),
    )
    await chooseAgent(page)
    await page.getByRole('alert').getByText('This task is done.').waitFor()
    await rowOf('Deposit captured twice.').waitFor()
    await page.unroute('**/v1/tickets/*/assignee')
    await page.getByRole('button', { name: 'Close' }).click()
  })

  it('gives it to an agent by key', async () => {
    await chooseAgent(page)
    await rowOf('Deposit captured twice.').waitFor({ state: 'detached' })
    await expect.poll(async () => (await readTicket()).assignee?.name).toBe('Noor Haddad')
    await page.getByRole('button', { name: /^In progress/ }).click()
    await rowOf('Deposit captured twice.')
      .getByRole('cell', { name: /Noor Haddad/ })
      .waitFor()
  })

  it('has the same in the dark on a phone', async () => {
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.setViewportSize({ width: 390, height: 844 })
    await page.getByRole('button', { name: /^Waiting now/ }).click()
    await page.getByRole('button', { name: /Card declined/ }).click()
    await page.getByText(/Why it still waits/).waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'queue-control-390-dark')
    await page.getByRole('button', { name: 'Agents' }).click()
    await page.getByRole('dialog').getByText('Inês Duarte').first().waitFor()
    expect(await seriousFaults(page)).toEqual([])
  })

  it('asks of a decision why it was nobody else', async () => {
    const decisionId = await offerToNewAgent(server)
    await page.goto(`${new URL('/queues', server.address).href}?decision=${decisionId}`)
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Why not somebody else?' }).press('Enter')
    await page.keyboard.type('inês')
    await dialog.getByText(/Inês Duarte: .*Is offline/).waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'decision-390-dark')
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.emulateMedia({ colorScheme: 'light' })
    await keepPicture(page, 'decision')
    await dialog.getByLabel('Agent').fill('nobody like this')
    await dialog.getByText('Nobody is called that.').waitFor()
  })
})

/** Lets the router decide on who gets what waits for a speaker of Portuguese; the decision's id. */
async function offerToNewAgent(server: RunningServer): Promise<string> {
  const { request: ask } = createClient({ baseUrl: server.address, token: server.token, fetch: patientFetch })
  const body = { name: 'Vera Prado', queues: ['payments'], skills: { payments: 3 }, languages: ['pt'] }
  const { id } = await ask<{ id: string }>({ method: 'POST', path: '/v1/agents', body })
  await ask({ method: 'PUT', path: `/v1/agents/${id}/presence`, body: { state: 'available' } })
  let decided: string[] = []
  const look = async () => {
    const { data } = await ask<{ data: Offer[] }>({ method: 'GET', path: '/v1/offers', query: { agent: id } })
    decided = data.flatMap(({ decisionId }) => decisionId ?? [])
    return decided.length
  }
  await expect.poll(look).toBeGreaterThan(0)
  return decided[0] ?? ''
}

/** Presses the key of "Reassign" on the open task and picks by name. */
async function chooseAgent(page: Page): Promise<void> {
  await page.keyboard.press('a')
  await page.getByPlaceholder('Find an agent or queue').fill('noor')
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Noor Haddad/ })
    .click()
}
