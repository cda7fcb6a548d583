import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClient, type Customer, type ErasureReceipt, type ExportReceipt } from '@switchyard/sdk'
import { keepPicture, seriousFaults } from './testing/look.ts'
import { openBrowser } from './testing/open-browser.ts'
import { type RunningServer, startServer } from './testing/running-server.ts'
import { createTicket, openVisitor, patientFetch } from './testing/visit.ts'

const browser: Browser | null = await openBrowser()

/** Opened with the browser: without one this file is reported as skipped. */
let server: RunningServer

describe.skipIf(browser === null)('a manager at Customers', () => {
  let page: Page
  let phoneId = ''
  const person = (customerId: string, name: string) => ({
    customerId,
    channel: 'email',
    issueSummary: `Help for ${customerId}`,
    customer: { name, email: 'rosa@example.com', tier: 'gold', language: 'es', timezone: 'Europe/Madrid' },
  })
  const api = () => createClient({ baseUrl: server.address, token: server.token, fetch: patientFetch })
  const find = async (q: string) =>
    (await api().request<{ data: Customer[] }>({ method: 'GET', path: '/v1/customers', query: { q } })).data
  const act = async (verb: string) => {
    await page.getByRole('button', { name: 'What may be done with this customer' }).click()
    await page.getByRole('menuitem', { name: verb }).click()
  }

  beforeAll(async () => {
    server = await startServer()
    for (const id of ['web-rosa', 'web-rosa', 'phone-rosa']) await createTicket(server, person(id, 'Rosa Vidal'))
    page = await openVisitor(browser, server.signInLink)
  })

  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  it('finds a customer by an address and reads profile and history', async () => {
    await page.getByRole('link', { name: 'Customers' }).click()
    await page.getByRole('heading', { name: 'Customers', exact: true }).waitFor()
    await page.getByRole('textbox', { name: 'Name, id or contact' }).fill('ROSA@example.com')
    const rows = page.getByRole('region', { name: 'Customers' }).getByRole('link', { name: 'Rosa Vidal' })
    await rows.nth(1).waitFor()
    await expect.poll(() => rows.count()).toBe(2)
    await page.getByRole('region', { name: 'Customers' }).getByText('gold').first().waitFor()
    await rows.last().click()
    await page.getByRole('main').getByText('Help for web-rosa').first().waitFor()
    await page.getByText('Spanish', { exact: true }).waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'customer')
  })

  it('edits it: contacts and ids, one a line', async () => {
    await act('Edit customer')
    await page.getByLabel('External ids').fill('web-rosa\ncrm-77')
    await page.getByLabel('Contacts').fill('rosa@example.com\n+34600123456')
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'customer-edit')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.getByRole('main').getByText('+34600123456').waitFor()
    await page.getByRole('main').getByText('crm-77').waitFor()
    expect((await find('crm-77'))[0]?.externalIds).toEqual(['web-rosa', 'crm-77'])
  })

  it('sees what a merge would move, and merges', async () => {
    phoneId = (await find('phone-rosa'))[0]?.id ?? ''
    await act('Merge with another')
    await page.getByLabel('Who is Rosa Vidal, too?').fill('phone-rosa')
    await page
      .getByRole('list', { name: 'Customers found' })
      .getByRole('button', { name: /phone-rosa/ })
      .click()
    await page.getByRole('button', { name: 'The other way round' }).click()
    await page.getByText('They share the name, an e-mail address.').waitFor()
    await page.getByRole('list', { name: 'What moves' }).getByText('1 ticket').waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'customer-merge')
    await page.getByRole('button', { name: 'Merge', exact: true }).click()
    await page.getByRole('main').getByText('Help for phone-rosa').waitFor()
    await page.getByRole('main').getByText('phone-rosa', { exact: true }).waitFor()
    const [one, ...rest] = await find('rosa@example.com')
    expect([one?.externalIds, rest]).toEqual([['web-rosa', 'crm-77', 'phone-rosa'], []])
    await keepPicture(page, 'customer-merged')
  })

  it('undoes the merge from the page of the one that was merged', async () => {
    const merge = async (verb: 'merge' | 'unmerge', body?: object) =>
      api().request<Customer>({ method: 'POST', path: `/v1/customers/${phoneId}/${verb}`, ...(body && { body }) })
    await page.goto(`${server.address}/customers/${phoneId}`)
    await page.getByRole('link', { name: /Merged into web-rosa/ }).waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await page.getByRole('button', { name: 'Undo the merge' }).click()
    await page.getByRole('link', { name: /Merged into web-rosa/ }).waitFor({ state: 'detached' })
    const [one] = await find('web-rosa')
    expect(one?.externalIds).toEqual(['web-rosa', 'crm-77'])
    await merge('merge', { into: one?.id })
    await page.goto(`${server.address}/customers/${one?.id}`)
    await page.getByRole('main').getByText('Help for phone-rosa').waitFor()
  })

  it('takes everything along as a file', async () => {
    const waiting = page.waitForEvent('download')
    await act('Export everything')
    const file = await waiting
    expect(file.suggestedFilename()).toBe('web-rosa.json')
    const copy = JSON.parse(await readFile(await file.path(), 'utf8')) as { tickets: unknown[] }
    expect(copy.tickets).toHaveLength(3)
  })

  it('sees the customer beside a ticket, in the dark and on a phone', async () => {
    await page
      .getByRole('main')
      .getByRole('link', { name: /Help for phone-rosa/ })
      .click()
    const context = page.getByRole('complementary', { name: 'Context' })
    await context.getByRole('link', { name: 'Rosa Vidal' }).waitFor()
    await context.getByText('web-rosa, crm-77, phone-rosa').waitFor()
    await context.getByText('Help for web-rosa').first().waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'customer-context')
    await page.emulateMedia({ colorScheme: 'dark' })
    await context.getByRole('link', { name: 'History' }).click()
    await page.getByRole('heading', { name: 'Profile' }).waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'customer-dark')
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'customer-phone')
    await page.getByRole('link', { name: 'Customers', exact: true }).first().click()
    await page.getByRole('textbox', { name: 'Name, id or contact' }).waitFor()
    await keepPicture(page, 'customers-phone')
    await page.emulateMedia({ colorScheme: 'light' })
    await page.setViewportSize({ width: 1440, height: 900 })
  })

  it('has the receipts of the copies that were given out', async () => {
    const [customer] = await find('web-rosa')
    await page.goto(`${server.address}/customers/${customer?.id}`)
    const copies = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Copies given out' }) })
    const receipts = copies.getByRole('button', { name: 'Copy receipt' })
    await receipts.waitFor()
    const downloaded = page.waitForEvent('download')
    await act('Export everything')
    await downloaded
    await expect.poll(() => receipts.count()).toBe(2)
    const { data } = await api().request<{ data: ExportReceipt[] }>({ method: 'GET', path: '/v1/exports' })
    await copies.getByText(data[0]?.contentHash ?? 'none').waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'customer-copies')
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.setViewportSize({ width: 390, height: 844 })
    await copies.scrollIntoViewIfNeeded()
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'customer-copies-phone-dark')
    await page.emulateMedia({ colorScheme: 'light' })
    await page.setViewportSize({ width: 1440, height: 900 })
  })

  it('erases it once its id was typed, and is given the receipt', async () => {
    const [customer] = await find('web-rosa')
    await page.goto(`${server.address}/customers/${customer?.id}`)
    await act('Erase customer')
    const erase = page.getByRole('button', { name: 'Erase for good' })
    await page.getByLabel('Type web-rosa to go on').fill('web-ros')
    await expect.poll(() => erase.isDisabled()).toBe(true)
    await page.getByLabel('Type web-rosa to go on').fill('web-rosa')
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'customer-erase')
    await erase.click()
    await page.getByRole('dialog').getByRole('button', { name: 'Copy receipt' }).waitFor()
    await keepPicture(page, 'customer-receipt')
    await page.getByRole('button', { name: 'Close', exact: true }).last().click()
    await page.getByText(/Nothing of them is left but figures/).waitFor()
    await keepPicture(page, 'customer-erased')
    const path = `/v1/customers/${customer?.id}/erasure`
    const receipt = await api().request<ErasureReceipt>({ method: 'GET', path })
    expect(receipt.counts).toMatchObject({ tickets: 3, customers: 3 })
    expect(await find('rosa@example.com')).toEqual([])
  })
})
