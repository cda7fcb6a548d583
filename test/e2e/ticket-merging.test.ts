import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClient, type Ticket } from '@switchyard/sdk'
import { keepPicture, seriousFaults } from './testing/look.ts'
import { openBrowser } from './testing/open-browser.ts'
import { type RunningServer, startServer } from './testing/running-server.ts'
import { createTicket, openVisitor, patientFetch } from './testing/visit.ts'

const browser: Browser | null = await openBrowser()

/** Opened with the browser: without one this file is reported as skipped. */
let server: RunningServer

const request = { serviceLine: 'game-support', channel: 'email', priority: 'normal', language: 'en' }
interface Made {
  id: string
  number: number
}

describe.skipIf(browser === null)('tickets that turn out to be one, or two', () => {
  let page: Page
  let first: Made
  let second: Made
  let stranger: Made
  const dialog = () => page.getByRole('dialog')
  const main = (ticket: Made) => page.getByRole('main', { name: `Ticket ${ticket.number}` })
  const client = () => createClient({ baseUrl: server.address, token: server.token, fetch: patientFetch })
  const read = (ticket: Made) => client().request<Ticket>({ method: 'GET', path: `/v1/tickets/${ticket.id}` })
  const open = async (ticket: Made) => {
    await page.goto(`${server.address}/tickets/${ticket.id}`)
    await main(ticket).getByRole('region', { name: 'Timeline' }).waitFor()
  }

  beforeAll(async () => {
    server = await startServer()
    page = await openVisitor(browser, server.signInLink)
    const create = (customerId: string, issueSummary: string) =>
      createTicket(server, { ...request, customerId, issueSummary })
    first = await create('merge-ada', 'The deposit of 49 euro was charged twice')
    second = await create('merge-ada', 'My deposit of 49 euro was charged twice again')
    stranger = await create('merge-bo', 'Deposit charged twice on another account')
    await page.getByRole('link', { name: 'Queue Control' }).waitFor()
  })

  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  it('name the likely duplicate on the ticket, and why', async () => {
    await open(second)
    const bar = main(second).getByRole('note')
    await bar.getByText('Perhaps the same as').waitFor()
    await bar.getByRole('link', { name: `#${first.number}` }).waitFor()
    await keepPicture(page, 'merge-suggested')
    await page.getByRole('region', { name: 'Timeline' }).focus()
    await page.keyboard.press('d')
    await dialog()
      .getByRole('region', { name: 'Likely the same' })
      .getByText(/Both say/)
      .waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'merge-target')
  })

  it('find any other by its number, and refuse two customers until somebody vouches', async () => {
    await dialog().getByLabel('Merge into').fill(String(stranger.number))
    await dialog().getByRole('button').filter({ hasText: 'another account' }).click()
    await dialog().getByText('The tickets are of two customers. Merge them only').waitFor()
    const merge = dialog().getByRole('button', { name: `Merge into #${stranger.number}` })
    await expect.poll(() => merge.isDisabled()).toBe(true)
    await dialog().getByLabel('They are one and the same person').check()
    await expect.poll(() => merge.isDisabled()).toBe(false)
    await dialog().getByRole('button', { name: 'Another ticket' }).click()
  })

  it('show both sides and what happens, merge with a reason, and go on in the other', async () => {
    await dialog().getByRole('region', { name: 'Likely the same' }).getByRole('button').first().click()
    await dialog().getByRole('region', { name: 'Both tickets side by side' }).waitFor()
    await dialog()
      .getByText(/Its clocks are called off/)
      .waitFor()
    await dialog().getByLabel('Why').fill('The same deposit, written twice.')
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'merge-preview')
    await dialog()
      .getByRole('button', { name: `Merge into #${first.number}` })
      .click()
    await page.waitForURL(`**/tickets/${first.id}`)
    await page.getByText(`#${second.number} goes on in #${first.number}`).waitFor()
    await main(first)
      .getByRole('link', { name: `#${second.number}` })
      .first()
      .waitFor()
    expect((await read(second)).mergedInto?.id).toBe(first.id)
    await keepPicture(page, 'merge-done')
  })

  it('lead from the merged ticket to the one that goes on, with the reason', async () => {
    await open(second)
    const banner = main(second).getByRole('note')
    await banner.getByText('The same deposit, written twice.').waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'merge-banner')
    await banner.getByRole('link', { name: `#${first.number}` }).click()
    await main(first).waitFor()
  })

  it('come apart again', async () => {
    await open(second)
    await main(second).getByRole('button', { name: 'Undo the merge' }).click()
    await page.getByText(`#${second.number} stands on its own again`).waitFor()
    await main(second).getByRole('note').getByText('Merged:').waitFor({ state: 'detached' })
    expect((await read(second)).mergedInto).toBeNull()
  })

  it('are undone from the toast too', async () => {
    await open(second)
    await main(second).getByRole('button', { name: 'Compare and merge' }).click()
    await dialog()
      .getByRole('button', { name: `Merge into #${first.number}` })
      .click()
    await page.getByRole('button', { name: 'Undo', exact: true }).click()
    await page.waitForURL(`**/tickets/${second.id}`)
    await expect.poll(async () => (await read(second)).mergedInto).toBeNull()
  })

  it('split for a message into a ticket of its own', async () => {
    await open(first)
    await client().request({
      method: 'POST',
      path: `/v1/tickets/${first.id}/messages`,
      body: { body: 'And the invoice of March is wrong, too.', visibility: 'public' },
    })
    const message = page.getByRole('article').filter({ hasText: 'invoice of March' })
    await message.getByRole('button', { name: 'More on this message' }).click()
    await page.getByRole('menuitem', { name: 'Split into a ticket of its own' }).click()
    await expect.poll(() => dialog().getByLabel('Summary of the new ticket').inputValue()).toContain('invoice of March')
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'split')
    await dialog().getByRole('button', { name: 'Open with 1 message' }).click()
    await page.getByText(/#\d+ was opened/).waitFor()
    await page.getByRole('button', { name: 'Open', exact: true }).click()
    await page.getByRole('heading', { name: /invoice of March/ }).waitFor()
  })

  it('do all that on a phone and in the dark', async () => {
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.setViewportSize({ width: 390, height: 844 })
    await open(second)
    await main(second).getByRole('button', { name: 'Compare and merge' }).click()
    await dialog().getByRole('region', { name: 'Both tickets side by side' }).waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'merge-preview-390-dark')
    await page.keyboard.press('Escape')
    await expect.poll(() => page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    await keepPicture(page, 'merge-suggested-390-dark')
  })
})
