import type { Page, Route } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import type { Agent, Listing } from '@switchyard/sdk'
import { describeDesk } from './testing/desk.ts'
import { keepPicture, seriousFaults } from './testing/look.ts'
import { createTicket } from './testing/visit.ts'

const request = { customerId: 'narrow-ada', serviceLine: 'game-support', channel: 'email', language: 'en' }

describeDesk('an agent among many', (desk) => {
  let page: Page
  const heard: string[] = []
  const sockets: string[] = []

  beforeAll(async () => {
    const printed = await desk.server.command('sign-in', '--as', 'mia@example.com', '--role', 'agent')
    page = await desk.visit(/http:\S+/.exec(printed)?.[0] ?? '')
    await page.getByRole('link', { name: 'Inbox' }).first().waitFor()
    page.on('websocket', (socket) => {
      sockets.push(socket.url())
      socket.on('framereceived', ({ payload }) => heard.push(String(payload)))
    })
    // A page of its own socket, which is listened to from its first frame.
    await page.goto(`${desk.server.address}/?view=all`)
    await page.getByRole('heading', { level: 1, name: 'All' }).waitFor()
  })

  it('is told only of what is its own, and yet sees what happens to others', async () => {
    await expect.poll(() => sockets.some((url) => url.includes('about=me'))).toBe(true)
    expect(sockets.filter((url) => url.includes('/v1/realtime') && !url.includes('about=me'))).toEqual([])
    const ticket = await createTicket(desk.server, { ...request, issueSummary: 'Somebody else’s ticket' })
    const row = page.getByRole('link', { name: /Somebody else’s ticket/ }).first()
    await row.waitFor()
    expect(heard.some((frame) => frame.includes(ticket.id))).toBe(false)
    await row.click()
    await page.getByRole('heading', { level: 1, name: 'Somebody else’s ticket' }).waitFor()
    await desk.call('POST', `/v1/tickets/${ticket.id}/messages`, { body: 'Any news?', as: 'customer' })
    await page.getByRole('region', { name: 'Timeline' }).getByText('Any news?').waitFor()
    expect(heard.some((frame) => frame.includes(ticket.id))).toBe(false)
  })

  it('hears at once of a ticket that becomes its own, and that it is no longer', async () => {
    const agents = await desk.call<Listing<Agent>>('GET', '/v1/agents')
    const mia = agents.data.find(({ email }) => email === 'mia@example.com')?.id ?? ''
    const ticket = await createTicket(desk.server, { ...request, issueSummary: 'One for Mia' })
    await desk.call('PUT', `/v1/tickets/${ticket.id}/assignee`, { agentId: mia })
    await expect.poll(() => heard.some((frame) => frame.includes(ticket.id))).toBe(true)
    await page.getByRole('link', { name: /My work/ }).click()
    const row = page.getByRole('link', { name: /One for Mia/ })
    await row.waitFor()
    await desk.call('DELETE', `/v1/tickets/${ticket.id}/assignee`)
    await row.waitFor({ state: 'detached' })
  })

  it('is told calmly that the service is busy, and gets what is missing without doing anything', async () => {
    let refused = 0
    const isBusy = { now: true }
    const refuse = async (route: Route) => {
      if (!isBusy.now || route.request().method() !== 'GET') return route.continue()
      refused += 1
      const body = JSON.stringify({ title: 'Too busy', status: 503, code: 'overloaded' })
      const headers = { 'retry-after': '1', 'content-type': 'application/problem+json' }
      return route.fulfill({ status: 503, headers, body })
    }
    await page.route('**/v1/tickets?*', refuse)
    await page.getByRole('link', { name: /Unassigned/ }).click()
    await page.getByText('The service is busy.').waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'busy')
    expect(refused).toBeGreaterThan(1)
    isBusy.now = false
    await page
      .getByRole('link', { name: /One for Mia/ })
      .first()
      .waitFor()
    await page.getByText('The service is busy.').waitFor({ state: 'detached' })
    await expect.poll(() => page.getByRole('alert').count()).toBe(0)
  })
})
