import { beforeAll, expect, it } from 'vitest'
import type { Listing, Message, Page as ListPage, Ticket } from '@switchyard/sdk'
import { describeDesk } from './testing/desk.ts'
import { keepPicture } from './testing/look.ts'
import { createTicket } from './testing/visit.ts'

const summary = 'Paid twice for one ticket'
const asked = '¿Puede enviarnos el identificador de la transacción y la hora del pago?'

describeDesk('whoever writes on a ticket', (desk) => {
  let ticket: { id: string; number: number }
  const reply = () => desk.page.getByRole('textbox', { name: 'Reply' })
  const read = () => desk.call<Ticket>('GET', `/v1/tickets/${ticket.id}`)
  const said = async () => {
    const { data } = await desk.call<ListPage<Message>>('GET', `/v1/tickets/${ticket.id}/messages`)
    return data.map(({ body }) => body)
  }

  beforeAll(async () => {
    ticket = await createTicket(desk.server, {
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
    const agents = await desk.call<Listing<{ id: string }>>('GET', '/v1/agents')
    await desk.call('PUT', `/v1/tickets/${ticket.id}/assignee`, { agentId: agents.data[0]?.id ?? '' })
    // Long enough to look, and to change one's mind, on a busy machine.
    await desk.page.evaluate("localStorage.setItem('switchyard.undoSeconds', '30')")
    await desk.page.goto(`${desk.server.address}/tickets/${ticket.id}`)
    await desk.page.getByRole('heading', { name: summary }).waitFor()
    await desk.page.getByText('Me han cobrado dos veces.').first().waitFor()
  })

  it('finds macros by a slash: those that fit, what they would say in the language of the ticket, and what they do', async () => {
    await reply().pressSequentially('/')
    const list = desk.page.getByRole('listbox', { name: 'Macros' })
    await list.getByRole('option', { name: 'Ask for the transaction', selected: true }).waitFor()
    await expect
      .poll(() => list.getByRole('option').allTextContents())
      .toEqual(['Ask for the transaction', 'It is fixed'])
    await desk.page.getByText(asked).first().waitFor()
    await desk.page.getByText('Status: Waiting for customer').waitFor()
    await desk.look('composer-macros')
    await desk.page.keyboard.press('ArrowDown')
    await desk.page
      .getByText(/Ya está resuelto/)
      .first()
      .waitFor()
    await desk.page.keyboard.press('Escape')
    await list.waitFor({ state: 'detached' })
    await expect.poll(() => reply().inputValue()).toBe('/')
    await reply().fill('')
    await reply().fill('/still')
    await list.getByRole('option', { name: /Are you still there/ }).waitFor()
    await reply().fill('/zzz')
    await list.waitFor({ state: 'detached' })
    await reply().fill('')
  })

  it('takes one by its button, changes its words, and takes the send back', async () => {
    await reply().fill('Hola:')
    await desk.page.getByRole('button', { name: 'Macros' }).click()
    await desk.page.getByRole('option', { name: 'Ask for the transaction' }).waitFor()
    await desk.page.keyboard.press('Enter')
    await expect.poll(() => reply().inputValue()).toBe(`Hola:\n${asked}`)
    await desk.page.getByText('When sent: Status: Waiting for customer').waitFor()
    await desk.look('composer-draft')
    await reply().press('End')
    await reply().pressSequentially(' Gracias.')
    await reply().press('Control+Enter')
    await desk.page.getByText('Sending').waitFor()
    await expect.poll(() => reply().inputValue()).toBe('')
    await desk.page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => reply().inputValue()).toBe(`Hola:\n${asked} Gracias.`)
    expect(await said()).toEqual(['Me han cobrado dos veces.'])
    expect((await read()).status).toBe('assigned')
  })

  it('sends it: the words and what comes with them in one step', async () => {
    await desk.page.getByText('When sent: Status: Waiting for customer').waitFor()
    await reply().press('Control+Enter')
    await desk.page.getByText('Sending').waitFor()
    await desk.look('composer-sending')
    await expect.poll(async () => (await read()).status).toBe('waiting_customer')
    expect((await said()).at(-1)).toBe(`Hola:\n${asked} Gracias.`)
    await desk.page.getByText('Sending').waitFor({ state: 'detached' })
  })

  it('loses no reply with the page, and says it once', async () => {
    await reply().fill('Left in a hurry.')
    await reply().press('Control+Enter')
    await desk.page.getByText('Sending').waitFor()
    await desk.page.reload()
    await expect.poll(said).toContain('Left in a hurry.')
    await expect
      .poll(() => desk.page.evaluate("Object.keys(localStorage).filter((name) => name.includes('outgoing')).length"))
      .toBe(0)
    expect((await said()).filter((body) => body === 'Left in a hurry.')).toHaveLength(1)
    await expect.poll(() => reply().inputValue()).toBe('')
  })

  it('gets the text of a failed send back, before what was written meanwhile', async () => {
    const path = `**/v1/tickets/${ticket.id}/messages`
    await desk.page.route(path, (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()))
    await reply().fill('The line broke.')
    await reply().press('Control+Enter')
    await reply().fill('And then?')
    await desk.page.getByRole('button', { name: 'Send now' }).click()
    await expect.poll(() => reply().inputValue()).toBe('The line broke.\n\nAnd then?')
    await desk.page.getByText('The server did not answer').waitFor()
    await desk.look('composer-failed')
    await desk.page.unroute(path)
    await reply().press('Control+Enter')
    await desk.page.getByRole('button', { name: 'Send now' }).click()
    await expect.poll(said).toContain('The line broke.\n\nAnd then?')
  })

  it('is warned when the customer says something before the reply has gone', async () => {
    await reply().fill('We close this then.')
    await reply().press('Control+Enter')
    await desk.page.getByText('Sending').waitFor()
    await desk.call('POST', `/v1/tickets/${ticket.id}/messages`, { body: 'Espere, hay otro cargo.', as: 'customer' })
    await desk.page.getByRole('button', { name: 'Send now' }).click()
    await desk.page.getByText('1 new message since you started writing').waitFor()
    await expect.poll(() => reply().inputValue()).toBe('We close this then.')
    await desk.page.getByRole('button', { name: 'Review', exact: true }).click()
    await reply().press('Control+Enter')
    await desk.page.getByRole('button', { name: 'Send now' }).click()
    await expect.poll(said).toContain('We close this then.')
  })

  it('sends and moves the ticket on in one go, by mouse or key', async () => {
    const before = await read()
    expect(before.status).not.toBe('waiting_customer')
    await reply().fill('Which card was it?')
    await reply().press('Alt+ArrowDown')
    const menu = desk.page.getByRole('menu')
    await menu.getByRole('menuitem', { name: 'Waiting for customer' }).waitFor()
    await keepPicture(desk.page, 'composer-then-1440-light')
    await menu.getByRole('menuitem', { name: 'Waiting for customer' }).click()
    await expect.poll(async () => (await read()).status).toBe('waiting_customer')
    expect((await said()).at(-1)).toBe('Which card was it?')
    await desk.page.getByRole('button', { name: 'Send and move to' }).click()
    await menu.getByRole('menuitem').first().waitFor()
    expect(await menu.getByRole('menuitem').first().getAttribute('aria-disabled')).toBe('true')
    await desk.page.keyboard.press('Escape')
  })
})
