import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClient, type Message, type Ticket } from '@switchyard/sdk'
import { keepPicture, seriousFaults } from './testing/look.ts'
import { openBrowser } from './testing/open-browser.ts'
import { type RunningServer, startServer } from './testing/running-server.ts'
import { createTicket, openVisitor, patientFetch } from './testing/visit.ts'

const browser: Browser | null = await openBrowser()

/** Opened with the browser: without one this file is reported as skipped. */
let server: RunningServer

describe.skipIf(browser === null)('a person who opens a ticket for a customer', () => {
  let page: Page
  let dialog: Locator
  const api = () => createClient({ baseUrl: server.address, token: server.token, fetch: patientFetch })
  const shown = async () => {
    await page.waitForURL(/\/tickets\/ticket_/)
    const path = `/v1/tickets/${new URL(page.url()).pathname.split('/').at(-1)}`
    const ticket = await api().request<Ticket>({ method: 'GET', path })
    const said = await api().request<{ data: Message[] }>({ method: 'GET', path: `${path}/messages` })
    return { ticket, messages: said.data.map(({ author, visibility, body }) => [author.kind, visibility, body]) }
  }

  beforeAll(async () => {
    server = await startServer()
    const customer = { name: 'Rosa Vidal', email: 'rosa@example.com' }
    const rosa = { customerId: 'web-rosa', channel: 'email', language: 'en', customer }
    await createTicket(server, { ...rosa, issueSummary: 'Invoice of March is missing' })
    await createTicket(server, { ...rosa, issueSummary: 'Cannot join a ranked lobby' })
    page = await openVisitor(browser, server.signInLink)
    await page.getByRole('link', { name: 'Inbox', exact: true }).first().waitFor()
    dialog = page.getByRole('dialog', { name: 'New ticket' })
  })

  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  it('finds the customer by keys alone, and is told what they have open that may be the same', async () => {
    await page.keyboard.press('Shift+N')
    await dialog.getByRole('combobox', { name: /^Customer/ }).fill('rosa v')
    await dialog.getByRole('option', { name: /Rosa Vidal/ }).waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'new-ticket-customer')
    await page.keyboard.press('Enter')
    await dialog.getByRole('button', { name: 'Another customer' }).waitFor()
    await dialog.getByRole('region', { name: 'Open tickets of Rosa Vidal' }).waitFor()
    await dialog.getByLabel('Subject').fill('Ranked lobby cannot be joined')
    await dialog.getByText('Tells of much the same').waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'new-ticket-similar')
  })

  it('looks at that one, and finds again what was written', async () => {
    await dialog.getByRole('button', { name: /Cannot join a ranked lobby/ }).click()
    await page.getByRole('heading', { name: 'Cannot join a ranked lobby' }).waitFor()
    await page.keyboard.press('Shift+N')
    expect(await dialog.getByLabel('Subject').inputValue()).toBe('Ranked lobby cannot be joined')
    await dialog.getByRole('button', { name: 'Another customer' }).waitFor()
  })

  it('takes down what the customer says, with the fields of its type and how grave it is', async () => {
    await dialog.getByLabel('Subject').fill('Charged twice')
    await dialog.getByLabel('What the customer said').fill('I was charged twice for one order.')
    await dialog.getByLabel('Category').selectOption({ label: 'Payment processing' })
    await dialog.getByLabel('Amount').fill('12.50')
    await dialog.getByLabel('Impact').selectOption('high')
    await dialog.getByLabel('Urgency').selectOption('normal')
    await dialog.getByText(/^gives /).waitFor()
    await dialog.getByLabel('Internal note').fill('Sounded worried.')
    expect(await dialog.getByLabel('Channel').inputValue()).toBe('voice')
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'new-ticket-whole')
    await dialog.getByRole('button', { name: /^Open ticket/ }).click()
    await page.getByRole('heading', { name: 'Charged twice' }).waitFor()
    const { ticket, messages } = await shown()
    expect(ticket).toMatchObject({
      openedBy: 'customer',
      channel: 'voice',
      category: 'payment_processing',
      fields: { amount: 12.5 },
      impact: 'high',
      customer: { externalId: 'web-rosa' },
      sla: { firstResponse: { state: 'running' } },
    })
    expect(messages).toEqual([
      ['customer', 'public', 'I was charged twice for one order.'],
      ['agent', 'internal', 'Sounded worried.'],
    ])
  })

  it('writes to a customer who was not there, and has the ticket at once', async () => {
    await page.getByRole('button', { name: 'New ticket' }).first().click()
    await dialog.getByRole('combobox', { name: /^Customer/ }).fill('Tomas Novak')
    await dialog.getByRole('option', { name: 'New customer: Tomas Novak' }).click()
    expect(await dialog.getByLabel('Name', { exact: true }).inputValue()).toBe('Tomas Novak')
    await dialog.getByLabel('E-mail', { exact: true }).fill('tomas@example.com')
    await dialog.getByText('I write to the customer').click()
    await dialog.getByLabel('Subject').fill('Your refund')
    const open = dialog.getByRole('button', { name: /^Open ticket/ })
    expect(await open.isDisabled()).toBe(true)
    await dialog.getByLabel('Message to the customer').fill('Your refund is on its way.')
    expect(await dialog.getByLabel('Channel').inputValue()).toBe('email')
    expect(await dialog.getByLabel('Assign to me').isChecked()).toBe(true)
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'new-ticket-outbound')
    await page.keyboard.press('ControlOrMeta+Enter')
    await page.getByRole('heading', { name: 'Your refund' }).waitFor()
    const { ticket, messages } = await shown()
    expect(ticket).toMatchObject({
      openedBy: 'agent',
      channel: 'email',
      customer: { externalId: 'tomas@example.com', name: 'Tomas Novak' },
      sla: { firstResponse: null },
    })
    expect(ticket.assignee).not.toBeNull()
    expect(messages).toEqual([['agent', 'public', 'Your refund is on its way.']])
  })

  it('begins at the customer’s own panel, in the dark and on a phone', async () => {
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.getByRole('button', { name: 'What may be done with this customer' }).click()
    await page.getByRole('menuitem', { name: 'New ticket' }).click()
    await dialog.getByText('tomas@example.com').first().waitFor()
    await dialog.getByRole('region', { name: 'Open tickets of Tomas Novak' }).waitFor()
    await dialog.getByLabel('Subject').fill('Refund is late')
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'new-ticket-dark')
    await page.setViewportSize({ width: 390, height: 844 })
    const beyond = () => dialog.locator('form').evaluate((form) => form.scrollWidth - form.clientWidth)
    expect(await beyond()).toBe(0)
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'new-ticket-390-dark')
    await page.emulateMedia({ colorScheme: 'light' })
    await keepPicture(page, 'new-ticket-390')
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await page.goto(`${server.address}/`)
    await page.getByRole('button', { name: 'New ticket' }).first().click()
    await dialog.getByLabel('Subject').waitFor()
  })
})
