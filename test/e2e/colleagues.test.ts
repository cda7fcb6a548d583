import type { Page } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import type { Draft, Listing } from '@switchyard/sdk'
import { describeDesk } from './testing/desk.ts'
import { createTicket } from './testing/visit.ts'

const [summary, other] = ['The deposit never came', 'Where is my season pass']
const request = { serviceLine: 'game-support', channel: 'email', language: 'en' }

describeDesk('people on one ticket', (desk) => {
  let ticket: { id: string; number: number }
  let phone: Page
  let bea: Page
  const reply = (page: Page) => page.getByRole('textbox', { name: 'Reply' })
  const open = async (page: Page) => {
    await page.goto(`${desk.server.address}/tickets/${ticket.id}?view=all`)
    await page.getByRole('heading', { name: summary }).waitFor()
    await reply(page).waitFor()
  }
  const signIn = async (email: string, settings = {}) => {
    const link = /(http:\S+)/.exec(await desk.server.command('sign-in', '--as', email))?.[1] ?? ''
    const page = await desk.visit(link, settings)
    await page.getByRole('link', { name: 'Inbox' }).first().waitFor()
    return page
  }
  const kept = async () => {
    const { data } = await desk.call<Listing<Draft>>('GET', `/v1/tickets/${ticket.id}/drafts`)
    return data.map(({ body }) => body)
  }
  const say = (body: string) => desk.call('POST', `/v1/tickets/${ticket.id}/messages`, { body, as: 'customer' })

  beforeAll(async () => {
    ticket = await createTicket(desk.server, {
      ...request,
      customerId: 'col-ada',
      issueSummary: summary,
      message: 'Why?',
    })
    await createTicket(desk.server, { ...request, customerId: 'col-bo', issueSummary: other })
    await desk.page.evaluate("localStorage.setItem('switchyard.undoSeconds', '30')")
    await open(desk.page)
  })

  it('one finds on another device what they were writing, and what they go on writing', async () => {
    await reply(desk.page).fill('Your deposit was')
    await desk.page.getByText('Draft saved', { exact: true }).waitFor()
    expect(await kept()).toEqual(['Your deposit was'])
    phone = await signIn('admin@switchyard.local')
    await open(phone)
    await expect.poll(() => reply(phone).inputValue()).toBe('Your deposit was')
    await reply(desk.page).fill('Your deposit was credited.')
    await expect.poll(() => reply(phone).inputValue()).toBe('Your deposit was credited.')
  })

  it('one loses nothing that was written without a network, and says which of two goes on', async () => {
    await phone.context().setOffline(true)
    await reply(phone).fill('Written in the tunnel.')
    await phone.getByText('Draft saved on this device').waitFor()
    await reply(desk.page).fill('Written at the desk.')
    await expect.poll(kept).toEqual(['Written at the desk.'])
    await phone.context().setOffline(false)
    await phone.getByText(/Changed on another device/).waitFor()
    expect(await reply(phone).inputValue()).toBe('Written in the tunnel.')
    await phone.getByRole('button', { name: 'Keep mine' }).click()
    await expect.poll(() => reply(desk.page).inputValue()).toBe('Written in the tunnel.')
  })

  it('it stays a draft on the server until it has gone, and is back when that is undone', async () => {
    await reply(desk.page).press('Control+Enter')
    await expect.poll(() => reply(desk.page).inputValue()).toBe('')
    expect(await kept()).toEqual(['Written in the tunnel.'])
    await desk.page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => reply(desk.page).inputValue()).toBe('Written in the tunnel.')
    await reply(desk.page).press('Control+Enter')
    await desk.page.getByRole('button', { name: 'Send now' }).click()
    await desk.page.getByRole('article').getByText('Written in the tunnel.').waitFor()
    await expect.poll(() => reply(phone).inputValue()).toBe('')
    expect(await kept()).toEqual([])
    await phone.context().close()
  })

  it('colleagues see each other there, who replies, and what was left unsent', async () => {
    await desk.call('POST', '/v1/members', { email: 'bea@example.com', name: 'Bea Ruiz', role: 'agent' })
    bea = await signIn('bea@example.com')
    await open(bea)
    await desk.page.getByText('Bea Ruiz is here too').first().waitFor()
    await reply(bea).fill('I have asked the bank, they')
    await desk.page.getByText('Bea Ruiz is replying').first().waitFor()
    await desk.page.getByText(/Bea Ruiz has not sent this reply/).waitFor()
    await desk.page.getByRole('button', { name: 'Show', exact: true }).click()
    await desk.page.getByRole('list', { name: 'Unsent replies of colleagues' }).getByText('I have asked').waitFor()
    await desk.look('colleagues')
    await desk.page.getByRole('button', { name: 'Put into my reply' }).click()
    await expect.poll(() => reply(desk.page).inputValue()).toBe('I have asked the bank, they')
    await reply(desk.page).fill('')
    await reply(bea).fill('')
    await desk.page.getByText('Bea Ruiz is here too').first().waitFor()
    await bea.context().close()
    await desk.page.getByText('Bea Ruiz is here too').first().waitFor({ state: 'detached' })
  })

  it('one is shown what is new since one looked, and the way there', async () => {
    await desk.page
      .getByRole('link', { name: new RegExp(other) })
      .first()
      .click()
    await desk.page.getByRole('heading', { name: other }).waitFor()
    for (let number = 1; number <= 12; number++) await say(`Word ${number}: where is it?\n\nIt is late.`)
    await desk.page
      .getByRole('link', { name: new RegExp(summary) })
      .first()
      .click()
    await desk.page.getByText('Word 12: where').first().waitFor()
    const jump = desk.page.getByRole('button', { name: /^1\d new since/ })
    await jump.waitFor()
    await desk.look('unread-jump')
    await jump.click()
    await desk.page.getByText(/^New since/).waitFor()
    await jump.waitFor({ state: 'detached' })
    await desk.look('unread-mark')
  })
})
