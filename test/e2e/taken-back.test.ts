import type { Route } from 'playwright-core'
import { expect, it } from 'vitest'
import type { Agent, Case, Chat, Listing, Ticket } from '@switchyard/sdk'
import { describeDesk } from './testing/desk.ts'
import { keepPicture } from './testing/look.ts'
import { createTicket } from './testing/visit.ts'

const request = { serviceLine: 'game-support', channel: 'email', language: 'en' }

/** What is shown before the service has answered stands as it was once that refuses, with the reason. */
describeDesk('what the service refuses', (desk) => {
  const page = () => desk.page
  const button = (name: string | RegExp) => page().getByRole('button', { name })
  /** Keeps a call from the service until there is a reason to refuse it, or refuses it itself. */
  const hold = async (path: string, method: string, refusal?: string) => {
    const { promise: letGo, resolve } = Promise.withResolvers<void>()
    let isHeld = false
    const onCall = async (route: Route) => {
      if (isHeld || route.request().method() !== method) return route.fallback()
      isHeld = true
      await letGo
      if (refusal === undefined) return route.continue()
      const body = JSON.stringify({ status: 422, code: 'invalid', detail: refusal })
      return route.fulfill({ status: 422, contentType: 'application/problem+json', body })
    }
    await page().route(path, onCall)
    return resolve
  }
  const open = async (issueSummary: string) => {
    const ticket = await createTicket(desk.server, { ...request, customerId: 'taken-back', issueSummary })
    await page().goto(`${desk.server.address}/tickets/${ticket.id}`)
    await page().getByRole('heading', { name: issueSummary }).waitFor()
    return ticket
  }

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
