import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClient, type Listing, type Message, type Page as ListPage, type Ticket } from '@switchyard/sdk'
import { keepPicture, seriousFaults } from './testing/look.ts'
import { openBrowser } from './testing/open-browser.ts'
import { type RunningServer, startServer } from './testing/running-server.ts'
import { createTicket, openVisitor, patientFetch } from './testing/visit.ts'

const browser: Browser | null = await openBrowser()

/** Opened with the browser: without one this file is reported as skipped. */
let server: RunningServer

const summary = 'Paid twice for one ticket'
const asked = '¿Puede enviarnos el identificador de la transacción y la hora del pago?'
const looks = [
  { name: '1440-light', width: 1440, colorScheme: 'light' },
  { name: '1440-dark', width: 1440, colorScheme: 'dark' },
  { name: '390-light', width: 390, colorScheme: 'light' },
  { name: '390-dark', width: 390, colorScheme: 'dark' },
] as const

describe.skipIf(browser === null)('whoever writes on a ticket', () => {
  let page: Page
  let ticket: { id: string; number: number }
  const reply = () => page.getByRole('textbox', { name: 'Reply' })
  const client = () => createClient({ baseUrl: server.address, token: server.token, fetch: patientFetch })
  const call = <T>(method: 'GET' | 'POST' | 'PUT', path: string, body?: object) =>
    client().request<T>({ method, path, ...(body && { body }) })
  const read = () => call<Ticket>('GET', `/v1/tickets/${ticket.id}`)
  const said = async () => {
    const { data } = await call<ListPage<Message>>('GET', `/v1/tickets/${ticket.id}/messages`)
    return data.map(({ body }) => body)
  }
  const look = async (name: string) => {
    for (const { name: size, width, colorScheme } of looks) {
      await page.setViewportSize({ width, height: 900 })
      await page.emulateMedia({ colorScheme })
      expect(await seriousFaults(page)).toEqual([])
      await keepPicture(page, `composer-${name}-${size}`)
    }
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.emulateMedia({ colorScheme: 'light' })
  }

  beforeAll(async () => {
    server = await startServer()
    page = await openVisitor(browser, server.signInLink)
    ticket = await createTicket(server, {
      customerId: 'c-composer',
      channel: 'api',
      serviceLine: 'platform-support',
      category: 'payment_processing',
      type: 'payment_issue',
      priority: 'normal',
      language: 'es',
      issueSummary: summary,
      message: 'Me han cobrado dos veces.',
    })
    const agents = await call<Listing<{ id: string }>>('GET', '/v1/agents')
    await call('PUT', `/v1/tickets/${ticket.id}/assignee`, { agentId: agents.data[0]?.id ?? '' })
    await page.getByRole('link', { name: 'Workflow', exact: true }).waitFor()
    await page.goto(`${server.address}/tickets/${ticket.id}`)
    await page.getByRole('heading', { name: summary }).waitFor()
    await page.getByText('Me han cobrado dos veces.').first().waitFor()
  })

  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  it('finds macros by a slash: those that fit, what they would say in the language of the ticket, and what they do', async () => {
    await reply().pressSequentially('/')
    const list = page.getByRole('listbox', { name: 'Macros' })
    await list.getByRole('option', { name: 'Ask for the transaction', selected: true }).waitFor()
    expect(await list.getByRole('option').allTextContents()).toEqual(['Ask for the transaction', 'It is fixed'])
    await page.getByText(asked).first().waitFor()
    await page.getByText('Status: Waiting for customer').waitFor()
    await look('macros')
    await page.keyboard.press('ArrowDown')
    await page
      .getByText(/Ya está resuelto/)
      .first()
      .waitFor()
    await page.keyboard.press('Escape')
    await list.waitFor({ state: 'detached' })
    expect(await reply().inputValue()).toBe('/')
    await reply().fill('')
    await reply().fill('/still')
    await list.getByRole('option', { name: /Are you still there/ }).waitFor()
    await reply().fill('/zzz')
    await list.waitFor({ state: 'detached' })
    await reply().fill('')
  })

  it('takes one by its button, changes its words, and takes the send back', async () => {
    await reply().fill('Hola:')
    await page.getByRole('button', { name: 'Macros' }).click()
    await page.getByRole('option', { name: 'Ask for the transaction' }).waitFor()
    await page.keyboard.press('Enter')
    await expect.poll(() => reply().inputValue()).toBe(`Hola:\n${asked}`)
    await page.getByText('When sent: Status: Waiting for customer').waitFor()
    await look('draft')
    await reply().press('End')
    await reply().pressSequentially(' Gracias.')
    await reply().press('Control+Enter')
    await page.getByText('Sending').waitFor()
    expect(await reply().inputValue()).toBe('')
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => reply().inputValue()).toBe(`Hola:\n${asked} Gracias.`)
    expect(await said()).toEqual(['Me han cobrado dos veces.'])
    expect((await read()).status).toBe('assigned')
  })

  it('sends it: the words and what comes with them in one step', async () => {
    await page.getByText('When sent: Status: Waiting for customer').waitFor()
    await reply().press('Control+Enter')
    await page.getByText('Sending').waitFor()
    await look('sending')
    await expect.poll(async () => (await read()).status).toBe('waiting_customer')
    expect((await said()).at(-1)).toBe(`Hola:\n${asked} Gracias.`)
    await page.getByText('Sending').waitFor({ state: 'detached' })
  })

  it('loses no reply with the page, and says it once', async () => {
    await reply().fill('Left in a hurry.')
    await reply().press('Control+Enter')
    await page.getByText('Sending').waitFor()
    await page.reload()
    await expect.poll(said).toContain('Left in a hurry.')
    await expect
      .poll(() => page.evaluate("Object.keys(localStorage).filter((name) => name.includes('outgoing')).length"))
      .toBe(0)
    expect((await said()).filter((body) => body === 'Left in a hurry.')).toHaveLength(1)
    expect(await reply().inputValue()).toBe('')
  })

  it('gets the text of a failed send back, before what was written meanwhile', async () => {
    const path = `**/v1/tickets/${ticket.id}/messages`
    await page.route(path, (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()))
    await reply().fill('The line broke.')
    await reply().press('Control+Enter')
    await reply().fill('And then?')
    await page.getByRole('button', { name: 'Send now' }).click()
    await expect.poll(() => reply().inputValue()).toBe('The line broke.\n\nAnd then?')
    await page.getByText('The server did not answer').waitFor()
    await look('failed')
    await page.unroute(path)
    await reply().press('Control+Enter')
    await page.getByRole('button', { name: 'Send now' }).click()
    await expect.poll(said).toContain('The line broke.\n\nAnd then?')
  })

  it('is warned when the customer says something before the reply has gone', async () => {
    await reply().fill('We close this then.')
    await reply().press('Control+Enter')
    await page.getByText('Sending').waitFor()
    await call('POST', `/v1/tickets/${ticket.id}/messages`, { body: 'Espere, hay otro cargo.', as: 'customer' })
    await page.getByRole('button', { name: 'Send now' }).click()
    await page.getByText('1 new message since you started writing').waitFor()
    expect(await reply().inputValue()).toBe('We close this then.')
    await page.getByRole('button', { name: 'Review', exact: true }).click()
    await reply().press('Control+Enter')
    await page.getByRole('button', { name: 'Send now' }).click()
    await expect.poll(said).toContain('We close this then.')
  })
})
