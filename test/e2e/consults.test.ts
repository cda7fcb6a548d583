import { beforeAll, expect, it } from 'vitest'
import type { Agent, Listing } from '@switchyard/sdk'
import { describeDesk, looks } from './testing/desk.ts'
import { keepPicture, seriousFaults } from './testing/look.ts'
import { createTicket } from './testing/visit.ts'

const request = { customerId: 'demo-customer-7', serviceLine: 'game-support', channel: 'email', language: 'en' }

describeDesk('somebody who is asked, and who supervises', (desk) => {
  let tasks: string[]
  const present = (agentId: string) => desk.call('PUT', `/v1/agents/${agentId}/presence`, { state: 'away' })
  const hold = async (issueSummary: string, agentId: string) => {
    const { id } = await createTicket(desk.server, { ...request, issueSummary })
    return (await desk.call<{ taskId: string }>('PUT', `/v1/tickets/${id}/assignee`, { agentId })).taskId
  }

  beforeAll(async () => {
    const { data } = await desk.call<Listing<Agent>>('GET', '/v1/agents')
    const noor = data.find(({ name }) => name === 'Noor Haddad')
    const me = data.find(({ name }) => name === 'Admin')
    if (noor === undefined || me === undefined) throw new Error('The example has no Noor, or no administrator.')
    await Promise.all([present(me.id), present(noor.id)])
    tasks = [await hold('Leaderboard shows last week.', noor.id), await hold('Refund sent to the wrong card.', me.id)]
    const [asked, asking] = tasks
    await desk.call('POST', `/v1/tasks/${asked}/consult`, { agentId: me.id, note: 'Is this a known outage?' })
    await desk.call('POST', `/v1/tasks/${asking}/consult`, { agentId: noor.id, note: 'Can you reverse it?' })
    const { id } = await createTicket(desk.server, { ...request, issueSummary: 'Nobody answered my call.' })
    await desk.call('PATCH', `/v1/tickets/${id}`, { tags: ['wait-expired'] })
  })

  it.each(looks)('sees both sides in the inbox: $name', async ({ name, width, colorScheme }) => {
    await desk.page.emulateMedia({ colorScheme })
    await desk.page.setViewportSize({ width, height: 844 })
    await desk.page.goto(`${desk.server.address}/`)
    const advice = desk.page.getByRole('region', { name: 'Advice' })
    await advice.getByText('Noor Haddad asks you').waitFor()
    await advice.getByText('You asked Noor Haddad').waitFor()
    expect(await seriousFaults(desk.page)).toEqual([])
    await keepPicture(desk.page, `consults-${name}`)
  })

  it.each(looks)('sees what nobody took in time at Queue Control: $name', async ({ name, width, colorScheme }) => {
    await desk.page.emulateMedia({ colorScheme })
    await desk.page.setViewportSize({ width, height: 844 })
    await desk.page.goto(`${desk.server.address}/queues`)
    await desk.page.getByText('1 ticket waited too long: nobody took it').waitFor()
    expect(await seriousFaults(desk.page)).toEqual([])
    await keepPicture(desk.page, `expired-${name}`)
  })

  it('opens what nobody took, and what it is asked about; an ended consult leaves by itself', async () => {
    await desk.page.setViewportSize({ width: 1440, height: 844 })
    await desk.page.getByRole('link', { name: 'Show', exact: true }).click()
    await desk.page.getByText('Nobody answered my call.').first().waitFor()
    const advice = desk.page.getByRole('region', { name: 'Advice' })
    await advice.getByRole('link', { name: /Leaderboard shows last week/ }).click()
    await desk.page.getByText('Is this a known outage?').first().waitFor()
    for (const task of tasks) await desk.call('POST', `/v1/tasks/${task}/consult/end`, {})
    await advice.waitFor({ state: 'detached' })
  })
})
