import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Agent, createClient, type Listing } from '@switchyard/sdk'
import { keepPicture, seriousFaults } from './testing/look.ts'
import { openBrowser } from './testing/open-browser.ts'
import { type RunningServer, startServer } from './testing/running-server.ts'
import { createTicket, openVisitor, patientFetch } from './testing/visit.ts'

const browser: Browser | null = await openBrowser()

/** Opened with the browser: without one this file is reported as skipped. */
let server: RunningServer

const request = { customerId: 'demo-customer-7', serviceLine: 'game-support', channel: 'email', language: 'en' }
const looks = [
  { name: '1440-light', width: 1440, colorScheme: 'light' },
  { name: '1440-dark', width: 1440, colorScheme: 'dark' },
  { name: '390-light', width: 390, colorScheme: 'light' },
  { name: '390-dark', width: 390, colorScheme: 'dark' },
] as const

describe.skipIf(browser === null)('somebody who is asked, and who supervises', () => {
  let page: Page
  let tasks: string[]
  const call = <T>(method: 'GET' | 'POST' | 'PUT' | 'PATCH', path: string, body?: object) =>
    createClient({ baseUrl: server.address, token: server.token, fetch: patientFetch }).request<T>({
      method,
      path,
      ...(body && { body }),
    })
  const present = (agentId: string) => call('PUT', `/v1/agents/${agentId}/presence`, { state: 'away' })
  const hold = async (issueSummary: string, agentId: string) => {
    const { id } = await createTicket(server, { ...request, issueSummary })
    return (await call<{ taskId: string }>('PUT', `/v1/tickets/${id}/assignee`, { agentId })).taskId
  }

  beforeAll(async () => {
    server = await startServer()
    page = await openVisitor(browser, server.signInLink)
    await page.getByRole('link', { name: 'Queue Control' }).waitFor()
    const me = await page.evaluate<{ agent: { id: string } }>(`fetch('/v1/me').then((answer) => answer.json())`)
    const { data } = await call<Listing<Agent>>('GET', '/v1/agents')
    const noor = data.find(({ name }) => name === 'Noor Haddad')
    if (noor === undefined) throw new Error('The example has no Noor.')
    await Promise.all([present(me.agent.id), present(noor.id)])
    tasks = [
      await hold('Leaderboard shows last week.', noor.id),
      await hold('Refund sent to the wrong card.', me.agent.id),
    ]
    const [asked, asking] = tasks
    await call('POST', `/v1/tasks/${asked}/consult`, { agentId: me.agent.id, note: 'Is this a known outage?' })
    await call('POST', `/v1/tasks/${asking}/consult`, { agentId: noor.id, note: 'Can you reverse it?' })
    const { id } = await createTicket(server, { ...request, issueSummary: 'Nobody answered my call.' })
    await call('PATCH', `/v1/tickets/${id}`, { tags: ['wait-expired'] })
  })

  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  it.each(looks)('sees both sides in the inbox: $name', async ({ name, width, colorScheme }) => {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height: 844 })
    await page.goto(`${server.address}/`)
    const advice = page.getByRole('region', { name: 'Advice' })
    await advice.getByText('Noor Haddad asks you').waitFor()
    await advice.getByText('You asked Noor Haddad').waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, `consults-${name}`)
  })

  it.each(looks)('sees what nobody took in time at Queue Control: $name', async ({ name, width, colorScheme }) => {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height: 844 })
    await page.goto(`${server.address}/queues`)
    await page.getByText('1 ticket waited too long: nobody took it').waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, `expired-${name}`)
  })

  it('opens what nobody took, and what it is asked about; an ended consult leaves by itself', async () => {
    await page.setViewportSize({ width: 1440, height: 844 })
    await page.getByRole('link', { name: 'Show', exact: true }).click()
    await page.getByText('Nobody answered my call.').first().waitFor()
    const advice = page.getByRole('region', { name: 'Advice' })
    await advice.getByRole('link', { name: /Leaderboard shows last week/ }).click()
    await page.getByText('Is this a known outage?').first().waitFor()
    for (const task of tasks) await call('POST', `/v1/tasks/${task}/consult/end`, {})
    await advice.waitFor({ state: 'detached' })
  })
})
