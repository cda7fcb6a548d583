import type { Page, Route } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import type { Agent, Listing, Ticket } from '@switchyard/sdk'
import { describeDesk } from './testing/desk.ts'
import { seriousFaults } from './testing/look.ts'
import { createTicket } from './testing/visit.ts'

const request = { customerId: 'at-once-ada', serviceLine: 'game-support', channel: 'email', language: 'en' }
const refusal = {
  status: 422,
  contentType: 'application/problem+json',
  body: JSON.stringify({ status: 422, code: 'invalid', detail: 'Not today.' }),
}

describeDesk('what is changed on a ticket', (desk) => {
  let ticket: { id: string; number: number }
  const chip = (name: string | RegExp) => desk.page.getByRole('button', { name })
  const timeline = () => desk.page.getByRole('region', { name: 'Timeline' })
  const press = async (key: string) => {
    await timeline().focus()
    await desk.page.keyboard.press(key)
  }
  const refused = () => desk.page.getByRole('alert').getByText('Not today.')
  /** Keeps calls of a method from the service until they are let go, which refuses them. */
  const hold = async (page: Page, path: string, method: string) => {
    const { promise: letGo, resolve } = Promise.withResolvers<void>()
    const onCall = async (route: Route) => {
      if (route.request().method() !== method) return route.fallback()
      await letGo
      return route.fulfill(refusal)
    }
    await page.route(path, onCall)
    return async () => {
      resolve()
      await refused().waitFor()
      await page.unroute(path, onCall)
    }
  }

  beforeAll(async () => {
    ticket = await createTicket(desk.server, { ...request, issueSummary: 'The lobby is closed to me' })
    await desk.page.goto(`${desk.server.address}/tickets/${ticket.id}?view=all`)
    await desk.page.getByRole('heading', { name: 'The lobby is closed to me' }).waitFor()
  })

  it('is shown before the service has answered, and as it was where that refuses', async () => {
    const { priority } = await desk.call<Ticket>('GET', `/v1/tickets/${ticket.id}`)
    await chip(`Priority: ${priority}`).waitFor()
    const refuse = await hold(desk.page, `**/v1/tickets/${ticket.id}`, 'PATCH')
    await press('p')
    await desk.page.getByRole('menuitemradio', { name: 'critical' }).click()
    await chip('Priority: critical').waitFor()
    expect((await desk.call<Ticket>('GET', `/v1/tickets/${ticket.id}`)).priority).toBe(priority)
    await refuse()
    await chip(`Priority: ${priority}`).waitFor()
    expect(await seriousFaults(desk.page)).toEqual([])
  })

  it('is whose it is at once, and nobody’s again', async () => {
    await desk.page.reload()
    await desk.page.getByTitle('Assignee: Unassigned').waitFor()
    const refuse = await hold(desk.page, '**/v1/tickets/*/assignee', 'PUT')
    await press('a')
    await desk.page.getByRole('menuitemradio', { name: 'Noor Haddad' }).click()
    await desk.page.getByTitle('Assignee: Noor Haddad').waitFor()
    expect((await desk.call<Ticket>('GET', `/v1/tickets/${ticket.id}`)).assignee).toBeNull()
    await refuse()
    await desk.page.getByTitle('Assignee: Unassigned').waitFor()
  })

  it('is where it was moved at once, and back where it was', async () => {
    const { data } = await desk.call<Listing<Agent>>('GET', '/v1/agents')
    const agentId = data.find(({ name }) => name === 'Noor Haddad')?.id
    await desk.call('PUT', `/v1/tickets/${ticket.id}/assignee`, { agentId })
    await desk.page.reload()
    const { status, legalTransitions = [] } = await desk.call<Ticket>('GET', `/v1/tickets/${ticket.id}`)
    const free = legalTransitions.find(({ missing, to }) => missing.length === 0 && to !== status)
    if (free === undefined) throw new Error(`From ${status} nothing is free: ${JSON.stringify(legalTransitions)}`)
    const shown = () => desk.page.getByRole('button', { name: /^Status/ }).textContent()
    await expect.poll(shown).not.toBe('')
    const before = await shown()
    const refuse = await hold(desk.page, '**/v1/tickets/*/transitions', 'POST')
    await press('s')
    await desk.page.getByRole('menuitem', { name: free.label, exact: true }).click()
    await expect.poll(shown).not.toBe(before)
    expect((await desk.call<Ticket>('GET', `/v1/tickets/${ticket.id}`)).status).toBe(status)
    await refuse()
    await expect.poll(shown).toBe(before)
  })

  it('goes one after another, each upon what the one before has made of it', async () => {
    await desk.page.reload()
    await chip(/^Priority/).waitFor()
    await press('p')
    await desk.page.getByRole('menuitemradio', { name: 'high' }).click()
    await press('p')
    await desk.page.getByRole('menuitemradio', { name: 'low' }).click()
    const now = () => desk.call<Ticket>('GET', `/v1/tickets/${ticket.id}`)
    await expect.poll(async () => (await now()).priority).toBe('low')
    await chip('Priority: low').waitFor()
    expect(await desk.page.getByRole('alert').count()).toBe(0)
  })
})
