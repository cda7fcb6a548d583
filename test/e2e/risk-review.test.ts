import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Case, createClient, type Listing } from '@switchyard/sdk'
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
  language: 'en',
}
const summary = 'Duplicate captures on three accounts'

describe.skipIf(browser === null)('a case in Risk Review', () => {
  let page: Page
  let ticket: { id: string; number: number }
  const panel = () => page.getByRole('complementary').filter({ has: page.getByRole('heading', { name: summary }) })
  const footer = () => panel().getByLabel('What may be done')
  const card = (text: string) => page.getByRole('main').getByRole('link').filter({ hasText: text })
  const lane = (name: string) => page.getByRole('region', { name: new RegExp(`^${name}: `) })
  const post = <T>(path: string, body: object, token = server.token) =>
    createClient({ baseUrl: server.address, token }).request<T>({ method: 'POST', path, body })

  beforeAll(async () => {
    server = await startServer()
    page = await openVisitor(browser, server.signInLink)
    ticket = await createTicket(server, { ...request, issueSummary: summary })
  })

  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  it('is opened from a ticket', async () => {
    // Signed in: whoever leaves the link's page before is not.
    await page.getByRole('link', { name: 'Risk Review' }).waitFor()
    await page.goto(`${server.address}/tickets/${ticket.id}`)
    await page.getByRole('heading', { name: summary }).waitFor()
    await page.keyboard.press('x')
    const dialog = page.getByRole('dialog', { name: 'Escalate to Risk Review' })
    await dialog.getByLabel('Reason').selectOption({ label: 'Payment dispute' })
    await dialog.getByLabel('What the reviewers should know').fill('Three captures in two seconds.')
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'risk-review-escalate')
    await dialog.getByRole('button', { name: 'Escalate' }).click()
    await dialog.getByText(/is in Risk Review, in Opened/).waitFor()
    await dialog.getByRole('link', { name: 'Open the case' }).click()
    await panel().getByText('Three captures in two seconds.').waitFor()
    await lane('Opened').getByRole('link').filter({ hasText: summary }).waitFor()
  })

  it('moves on by the ways that are open to it', async () => {
    await footer().getByRole('button', { name: 'Move to Triage' }).click()
    await lane('Triage').getByRole('link').filter({ hasText: summary }).waitFor()
    await footer().getByLabel('Note', { exact: true }).fill('One retry window.')
    await footer().getByRole('button', { name: 'Move to Investigating' }).click()
    await panel().getByText('One retry window.').waitFor()
  })

  it('takes evidence and answers to its checks', async () => {
    await panel().getByRole('button', { name: 'Add evidence' }).click()
    await panel().getByText('link', { exact: true }).click()
    await panel().getByLabel('Address').fill('https://processor.example/log/1')
    await panel().getByLabel('What it shows').fill('212 rows of captures')
    await panel().getByRole('button', { name: 'Add evidence' }).click()
    await panel().getByRole('link', { name: 'processor.example/log/1' }).waitFor()

    const checks = panel().getByRole('region', { name: 'Risk checks' })
    const match = checks.getByRole('listitem').filter({ hasText: 'Payment matches the account' })
    await match.getByText('fail', { exact: true }).click()
    await match.getByLabel('Note on Payment matches the account').fill('Two captures too many.')
    await match.getByRole('button', { name: 'Save' }).click()
    await match.getByText('Two captures too many.').waitFor()
    await panel().getByText('1 of 2').waitFor()
    const history = checks.getByRole('listitem').filter({ hasText: 'Account history is clean' })
    await history.getByText('pass', { exact: true }).click()
    await history.getByRole('button', { name: 'Save' }).click()
    await panel().getByText('all answered').waitFor()
    await panel().getByText('set "Payment matches the account" to fail').waitFor()
    expect(await seriousFaults(page)).toEqual([])
  })

  it('tells its opener in words why somebody else decides', async () => {
    await footer().getByRole('button', { name: 'Move to Decision' }).click()
    await footer().getByText('You may not decide.').waitFor()
    await footer().getByText('You opened this case; a second pair of eyes decides it.').waitFor()
    await expect.poll(() => footer().getByRole('button', { name: 'Confirm' }).count()).toBe(0)
    await lane('Decision').getByRole('link').filter({ hasText: summary }).getByText('not you').waitFor()
  })

  it('is decided by a second person, and shown at once', async () => {
    const { data } = await createClient({ baseUrl: server.address, token: server.token, fetch: patientFetch }).request<
      Listing<Case>
    >({
      method: 'GET',
      path: `/v1/cases?status=decision&ticketId=${ticket.id}`,
    })
    const reviewer = await post<{ token: string }>('/v1/tokens', { name: 'Helena Brandt', role: 'risk-reviewer' })
    await post(
      `/v1/cases/${data[0]?.id}/decision`,
      { outcome: 'confirmed', note: 'Void the two captures.' },
      reviewer.token,
    )
    await panel().getByText('Void the two captures.').first().waitFor()
    await panel().getByText('by Helena Brandt, at level 1').waitFor()
    await lane('Follow-up').getByRole('link').filter({ hasText: summary }).waitFor()
  })

  it('is decided here by the person who did not open it, with a note', async () => {
    const opener = await post<{ token: string }>('/v1/tokens', { name: 'Marta Ruiz', role: 'risk-reviewer' })
    const other = await createTicket(server, { ...request, issueSummary: 'Merchant asks to withhold order data' })
    const made = await post<Case>('/v1/cases', { ticketId: other.id, reason: 'vip' }, opener.token)
    for (const to of ['triage', 'investigating', 'decision'])
      await post(`/v1/cases/${made.id}/transitions`, { to }, opener.token)
    // On its way to the lane it may be seen in two for a moment.
    await lane('Decision').getByRole('link').filter({ hasText: 'Merchant asks' }).click()
    const foot = page.getByLabel('What may be done')
    await foot.getByText('Marta Ruiz opened it, you are the second pair of eyes.').waitFor()
    await card('Merchant asks').getByText('you', { exact: true }).waitFor()
    await expect.poll(() => foot.getByRole('button', { name: 'Confirm' }).isDisabled()).toBe(true)
    await foot.getByText('A decision needs a note.').waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'risk-review')
    await foot.getByLabel('Decision note').fill('Nothing is withheld.')
    await foot.getByRole('button', { name: 'Reject' }).click()
    await page.getByRole('complementary').getByText('Rejected', { exact: true }).waitFor()
    await lane('Follow-up').getByRole('link').filter({ hasText: 'Merchant asks' }).waitFor()
  })

  it('is walked by keys', async () => {
    await page.keyboard.press('Escape')
    await page.getByRole('complementary').waitFor({ state: 'detached' })
    const focused = () => page.evaluate<string>('document.querySelector("a[data-row]:focus")?.textContent ?? ""')
    await expect.poll(focused).toContain('Merchant asks')
    await page.keyboard.press('ArrowDown')
    await expect.poll(focused).toContain(summary)
    await page.keyboard.press('k')
    await expect.poll(focused).toContain('Merchant asks')
    await page.keyboard.press('Enter')
    await page.getByRole('complementary').getByRole('heading', { name: 'Merchant asks' }).waitFor()
    await page.keyboard.press('j')
    await panel().waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('complementary').waitFor({ state: 'detached' })
  })

  it('is found by filters, whose counts follow', async () => {
    await page.getByRole('button', { name: 'All reasons' }).click()
    await page.getByRole('menu').getByText('Payment dispute').click()
    await card('Merchant asks').waitFor({ state: 'detached' })
    await card(summary).waitFor()
    await page.getByRole('button', { name: 'Late' }).click()
    await page.getByText('No case fits these filters.').waitFor()
    await page.getByRole('button', { name: 'Show all' }).click()
    await card('Merchant asks').waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'risk-review-board')
  })

  it('has the same in the dark and on a phone', async () => {
    await page.emulateMedia({ colorScheme: 'dark' })
    await keepPicture(page, 'risk-review-board-dark')
    await card(summary).click()
    await panel().getByText('Void the two captures.').first().waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'risk-review-dark')
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'risk-review-390-dark')
    await page.emulateMedia({ colorScheme: 'light' })
    await keepPicture(page, 'risk-review-390')
    await page.getByRole('button', { name: 'Close', exact: true }).click()
    await page.getByRole('button', { name: /^Follow-up/ }).click()
    await card(summary).waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'risk-review-390-board')
  })

  it('keeps its ticket from ending, which the status menu says beforehand', async () => {
    const kept = await createTicket(server, {
      ...request,
      serviceLine: 'guest-support',
      category: 'user_system',
      issueSummary: 'A voucher was used twice',
    })
    const agents = await createClient({ baseUrl: server.address, token: server.token }).request<
      Listing<{ id: string }>
    >({
      method: 'GET',
      path: '/v1/agents',
    })
    await createClient({ baseUrl: server.address, token: server.token }).request({
      method: 'PUT',
      path: `/v1/tickets/${kept.id}/assignee`,
      body: { agentId: agents.data[0]?.id },
    })
    await post(`/v1/tickets/${kept.id}/transitions`, { to: 'handling' })
    await post<Case>('/v1/cases', { ticketId: kept.id, reason: 'vip' })
    await page.goto(`${server.address}/tickets/${kept.id}`)
    await page.getByRole('button', { name: /^Status .*: move$/ }).click()
    const solved = page.getByRole('menuitem', { name: /^Solved/ })
    await solved.getByText('a case is open').waitFor()
    expect(await solved.getAttribute('aria-disabled')).toBe('true')
    await keepPicture(page, 'ticket-barred-by-case')
  })
})
