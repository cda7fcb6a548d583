import { beforeAll, expect, it } from 'vitest'
import type { Agent, Case, Chat, Listing, Ticket } from '@switchyard/sdk'
import { describeDesk } from './testing/desk.ts'
import { holdCall } from './testing/hold-call.ts'
import { keepPicture } from './testing/look.ts'
import { createTicket } from './testing/visit.ts'

const request = { serviceLine: 'game-support', channel: 'email', language: 'en' }

/** What is shown before the service has answered stands as it was once that refuses, with the reason. */
describeDesk('what the service refuses', (desk) => {
  const page = () => desk.page
  const button = (name: string | RegExp) => page().getByRole('button', { name })
  const hold = (path: string, method: string, refusal?: string) =>
    holdCall(page(), { path, method, ...(refusal !== undefined && { refusal }) })
  const open = async (issueSummary: string) => {
    const ticket = await createTicket(desk.server, { ...request, customerId: 'taken-back', issueSummary })
    await page().goto(`${desk.server.address}/tickets/${ticket.id}`)
    await page().getByRole('heading', { name: issueSummary }).waitFor()
    return ticket
  }

  beforeAll(async () => {
    const { document } = await desk.call<{ document: string }>('GET', '/v1/workflow')
    const longer = document.replace('offerTimeout: 45s', 'offerTimeout: 30m\n      wrapup: 10m')
    await desk.call('PUT', '/v1/workflow', { document: longer })
  })

  it('is not an offer that is gone: its agent is led back, and reads why', async () => {
    const { data } = await desk.call<Listing<Agent>>('GET', '/v1/agents')
    const adminId = data.find(({ name }) => name === 'Admin')?.id ?? ''
    await desk.call('PUT', `/v1/agents/${adminId}/presence`, { state: 'available' })
    await page().goto(`${desk.server.address}/reports`)
    await page().getByRole('heading', { level: 1 }).first().waitFor()
    const asked = {
      customerId: 'taken-back',
      serviceLine: 'platform-support',
      language: 'en',
      issueSummary: 'Too late',
    }
    await desk.call<Chat>('POST', '/v1/chat/session', asked)
    const offer = page().getByRole('alertdialog')
    const letGo = await hold('**/v1/offers/*/accept', 'POST')
    await offer.getByRole('button', { name: 'Accept' }).click()
    await page().getByRole('heading', { level: 1, name: 'Too late' }).waitFor()
    await desk.call('PUT', `/v1/agents/${adminId}/presence`, { state: 'offline' })
    letGo()
    await offer.getByRole('status').waitFor()
    await page().waitForURL('**/reports**')
  })

  it('is not an offer that was declined: it is there again, with the reason', async () => {
    const { data } = await desk.call<Listing<Agent>>('GET', '/v1/agents')
    const adminId = data.find(({ name }) => name === 'Admin')?.id ?? ''
    await desk.call('PUT', `/v1/agents/${adminId}/presence`, { state: 'available' })
    const offer = page().getByRole('alertdialog')
    const letGo = await hold('**/v1/offers/*/decline', 'POST', 'Somebody has to take it.')
    await offer.getByRole('button', { name: 'Decline' }).click()
    await page().getByRole('menuitem', { name: 'Busy elsewhere' }).click()
    await offer.waitFor({ state: 'detached' })
    letGo()
    await offer.getByText('Somebody has to take it.').waitFor()
    await offer.getByRole('button', { name: 'Accept' }).waitFor()
  })

  it('is not a chat that was ended: it goes on, and a word tells why', async () => {
    const { data } = await desk.call<Listing<Agent>>('GET', '/v1/agents')
    const adminId = data.find(({ name }) => name === 'Admin')?.id ?? ''
    await desk.call('PUT', `/v1/agents/${adminId}/presence`, { state: 'available' })
    await page().getByRole('alertdialog').getByRole('button', { name: 'Accept' }).click()
    const bar = page().getByRole('region', { name: 'Live conversation' })
    await bar.getByRole('button', { name: 'End chat' }).click()
    const letGo = await hold('**/v1/chat/sessions/*/close', 'POST', 'Not today.')
    await page().getByRole('dialog').getByRole('button', { name: 'End chat' }).click()
    await bar.waitFor({ state: 'detached' })
    letGo()
    await page().getByText('The chat was not ended: Not today.').waitFor()
    await bar.getByRole('button', { name: 'End chat' }).waitFor()
  })

  it('is not a colleague who is asked no more: they still are', async () => {
    const { data: agents } = await desk.call<Listing<Agent>>('GET', '/v1/agents')
    const agentId = agents.find(({ name }) => name === 'Noor Haddad')?.id
    await desk.call('PUT', `/v1/agents/${agentId}/presence`, { state: 'away' })
    const { data: chats } = await desk.call<Listing<Chat>>('GET', '/v1/chat/sessions?status=active')
    const taskId = chats[0]?.taskId ?? ''
    await desk.call('POST', `/v1/tasks/${taskId}/consult`, { agentId, note: 'Is it known?' })
    const bar = page().getByRole('region', { name: 'Live conversation' })
    const letGo = await hold('**/v1/tasks/*/consult/end', 'POST', 'They are writing.')
    await bar.getByRole('button', { name: 'End consult' }).click()
    await bar.getByRole('button', { name: 'End consult' }).waitFor({ state: 'detached' })
    letGo()
    await bar.getByText('They are writing.').waitFor()
    await bar.getByRole('button', { name: 'End consult' }).click()
    await bar.getByRole('button', { name: 'End consult' }).waitFor({ state: 'detached' })
    await expect
      .poll(async () => (await desk.call<{ consult: unknown }>('GET', `/v1/tasks/${taskId}`)).consult)
      .toBeNull()
  })

  it('is not where a chat was handed: the dialog comes back with its note', async () => {
    const bar = page().getByRole('region', { name: 'Live conversation' })
    await bar.getByRole('button', { name: 'Transfer' }).click()
    const dialog = page().getByRole('dialog')
    await dialog.getByText('Noor Haddad', { exact: true }).click()
    await dialog.getByLabel('What they need to know').fill('She needs it today.')
    const letGo = await hold('**/v1/tasks/*/transfer', 'POST', 'They are away.')
    await dialog.getByRole('button', { name: 'Transfer' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await page().getByRole('navigation', { name: 'Live conversations' }).waitFor({ state: 'detached' })
    letGo()
    await dialog.getByText('They are away.').waitFor()
    expect(await dialog.getByLabel('What they need to know').inputValue()).toBe('She needs it today.')
    await page().getByRole('navigation', { name: 'Live conversations' }).waitFor()
    await dialog.getByRole('button', { name: 'Close' }).click()
    const { data } = await desk.call<Listing<Agent>>('GET', '/v1/agents')
    const adminId = data.find(({ name }) => name === 'Admin')?.id ?? ''
    await desk.call('PUT', `/v1/agents/${adminId}/presence`, { state: 'offline' })
  })

  it('is not a wrap-up that has ended: what was chosen is chosen still', async () => {
    const { data: chats } = await desk.call<Listing<Chat>>('GET', '/v1/chat/sessions?status=active')
    await desk.call('POST', `/v1/chat/sessions/${chats[0]?.id}/close`, { by: 'customer' })
    const wrapup = page().getByRole('region', { name: 'Wrap-up' })
    await wrapup.getByText('Customer left').click()
    const letGo = await hold('**/v1/tasks/*/wrapup/end', 'POST', 'Something is still to be written.')
    await wrapup.getByRole('button', { name: 'Finish' }).click()
    await wrapup.waitFor({ state: 'detached' })
    letGo()
    await wrapup.getByText('Something is still to be written.').waitFor()
    expect(await wrapup.getByRole('radio', { name: 'Customer left' }).isChecked()).toBe(true)
  })

  it('is not what a ticket is said to be: the dialog comes back with what was written', async () => {
    const ticket = await open('The shop is closed to me')
    await button(/^Details: User system/).click()
    const dialog = page().getByRole('dialog', { name: 'Details' })
    await dialog.getByLabel('Category').selectOption({ label: 'Payment processing' })
    await dialog.getByLabel('Subject').fill('The shop takes no card')
    const letGo = await hold(`**/v1/tickets/${ticket.id}`, 'PATCH')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await button(/^Details: Payment processing/).waitFor()
    await desk.call<Ticket>('PATCH', `/v1/tickets/${ticket.id}`, { tags: ['meanwhile'] })
    letGo()
    await dialog.getByRole('alert').waitFor()
    expect(await dialog.getByLabel('Subject').inputValue()).toBe('The shop takes no card')
    await keepPicture(page(), 'taken-back-details')
    await dialog.getByRole('button', { name: 'Close' }).click()
    await button(/^Details: User system/).waitFor()
    await page().getByRole('heading', { name: 'The shop is closed to me' }).waitFor()
  })

  it('is not on a checklist: what was written is in the field again', async () => {
    await open('The list is long')
    const field = page().getByRole('textbox', { name: 'Add something to be done' })
    const letGo = await hold('**/v1/tickets/*/checklist', 'POST', 'The list is full.')
    await field.fill('Call them back')
    await field.press('Enter')
    await page().getByRole('checkbox', { name: 'Call them back' }).waitFor()
    await expect.poll(() => field.inputValue()).toBe('')
    letGo()
    await page().getByText('The list is full.').waitFor()
    await page().getByRole('checkbox', { name: 'Call them back' }).waitFor({ state: 'detached' })
    await expect.poll(() => field.inputValue()).toBe('Call them back')
  })

  it('is not a link: what was said of it stands', async () => {
    const other = await createTicket(desk.server, { ...request, customerId: 'taken-back', issueSummary: 'The same' })
    const ticket = await open('Linked or not')
    await button('Link').click()
    const row = page().getByRole('link', { name: new RegExp(`related.*#${other.number}`, 'i') })
    const form = page().getByLabel('Ticket number')
    const refuseAdd = await hold(`**/v1/tickets/${ticket.id}/links`, 'POST', 'There are too many.')
    await form.fill(String(other.number))
    await form.press('Enter')
    await row.waitFor()
    refuseAdd()
    await page().getByText('There are too many.').waitFor()
    await row.waitFor({ state: 'detached' })
    await form.press('Enter')
    const remove = button(`Remove the link to #${other.number}`)
    await remove.waitFor({ state: 'attached' })
    const refuse = await hold('**/v1/tickets/*/links/*', 'DELETE', 'It is kept.')
    await remove.click()
    await row.waitFor({ state: 'detached' })
    refuse()
    await page().getByText('It is kept.').waitFor()
    await row.waitFor()
  })

  it('is not when a clock is due: the dialog comes back with the reason', async () => {
    const ticket = await open('Due when we said')
    const chip = page()
      .getByRole('main')
      .getByRole('button', { name: /^first reply/ })
    await chip.click()
    await page().getByRole('button', { name: 'Change due time' }).first().click()
    const dialog = page().getByRole('dialog', { name: 'Change due time: first reply' })
    const before = await chip.textContent()
    await dialog.getByLabel('Date').fill(new Date(Date.now() + 9 * 86_400_000).toISOString().slice(0, 10))
    await dialog.getByLabel('Reason').fill('They are away.')
    const letGo = await hold(`**/v1/tickets/${ticket.id}/sla/*/due`, 'PUT', 'That is a holiday.')
    await dialog.getByRole('button', { name: 'Set due time' }).click()
    await dialog.waitFor({ state: 'hidden' })
    // Another clock is due before it now.
    await chip.waitFor({ state: 'detached' })
    letGo()
    await dialog.getByText('That is a holiday.').waitFor()
    expect(await dialog.getByLabel('Reason').inputValue()).toBe('They are away.')
    await dialog.getByRole('button', { name: 'Close' }).click()
    await expect.poll(() => chip.textContent()).toBe(before)
  })

  it('is not where a case was moved to', async () => {
    const ticket = await createTicket(desk.server, {
      ...request,
      customerId: 'taken-back',
      issueSummary: 'Two captures',
    })
    const one = await desk.call<Case>('POST', '/v1/cases', { ticketId: ticket.id, reason: 'vip' })
    await page().goto(`${desk.server.address}/cases?case=${one.id}`)
    const lane = (name: string) => page().getByRole('region', { name: new RegExp(`^${name}: `) })
    const card = (name: string) => lane(name).getByRole('link').filter({ hasText: 'Two captures' })
    await card('Opened').waitFor()
    const letGo = await hold('**/v1/cases/*/transitions', 'POST')
    await button('Move to Triage').click()
    await card('Triage').waitFor()
    await card('Opened').waitFor({ state: 'detached' })
    await desk.call('POST', `/v1/cases/${one.id}/pause`, { waitsFor: 'customer' })
    letGo()
    await page().getByLabel('What may be done').getByRole('alert').waitFor()
    await card('Opened').waitFor()
    await card('Triage').waitFor({ state: 'detached' })
  })
})
