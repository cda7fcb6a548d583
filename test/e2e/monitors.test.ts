import { beforeAll, expect, it } from 'vitest'
import type { Agent, Listing, Monitor } from '@switchyard/sdk'
import { describeDesk, looks } from './testing/desk.ts'
import { keepPicture, seriousFaults } from './testing/look.ts'
import { createTicket } from './testing/visit.ts'

const request = { customerId: 'demo-customer-7', serviceLine: 'game-support', channel: 'email', language: 'en' }

describeDesk('a supervisor who watches work in hand, and who is watched', (desk) => {
  let others: { id: string; taskId: string }
  let own: { id: string; taskId: string }
  const hold = async (issueSummary: string, agentId: string) => {
    const { id } = await createTicket(desk.server, { ...request, issueSummary })
    return { id, ...(await desk.call<{ taskId: string }>('PUT', `/v1/tickets/${id}/assignee`, { agentId })) }
  }
  const watchers = () => desk.call<Listing<Monitor>>('GET', `/v1/tasks/${others.taskId}/monitors`)
  const chooseFromMenu = async (verb: string) => {
    await desk.page.goto(`${desk.server.address}/queues?lane=working`)
    const row = desk.page.getByRole('row').filter({ hasText: 'Leaderboard shows last week.' }).first()
    await row.getByRole('button', { name: /^Actions for ticket/ }).press('Enter')
    // The same words stand below once more, as requests to copy.
    await desk.page.getByRole('menuitem', { name: verb, exact: true }).first().press('Enter')
  }

  beforeAll(async () => {
    const { data } = await desk.call<Listing<Agent>>('GET', '/v1/agents')
    const noor = data.find(({ name }) => name === 'Noor Haddad')
    const me = data.find(({ name }) => name === 'Admin')
    if (noor === undefined || me === undefined) throw new Error('The example has no Noor, or no administrator.')
    others = await hold('Leaderboard shows last week.', noor.id)
    own = await hold('Refund sent to the wrong card.', me.id)
    await desk.call('POST', `/v1/tasks/${own.taskId}/monitor`, { mode: 'whisper' })
  })

  it('begins at Queue Control by keyboard, which opens the ticket', async () => {
    await chooseFromMenu('Watch')
    await desk.page.getByText('You: watching').waitFor()
    expect(new URL(desk.page.url()).pathname).toBe(`/tickets/${others.id}`)
    expect((await watchers()).data.map(({ mode }) => mode)).toEqual(['listen'])
  })

  it.each(looks)('is seen by who is watched, with the mode: $name', async ({ name, width, colorScheme }) => {
    await desk.page.emulateMedia({ colorScheme })
    await desk.page.setViewportSize({ width, height: 844 })
    await desk.page.goto(`${desk.server.address}/tickets/${own.id}`)
    await desk.page.getByText(/: whispering$/).waitFor()
    expect(await seriousFaults(desk.page)).toEqual([])
    await keepPicture(desk.page, `monitors-watched-${name}`)
    await desk.page.goto(`${desk.server.address}/tickets/${others.id}`)
    await desk.page.getByRole('button', { name: 'Stop watching' }).waitFor()
    expect(await seriousFaults(desk.page)).toEqual([])
    await keepPicture(desk.page, `monitors-own-${name}`)
    await desk.page.goto(`${desk.server.address}/queues?lane=working`)
    await desk.page.getByRole('img', { name: 'You: watching' }).first().waitFor()
    await keepPicture(desk.page, `monitors-queues-${name}`)
  })

  it('goes on in another mode, and ends at the ticket', async () => {
    await desk.page.emulateMedia({ colorScheme: 'light' })
    await desk.page.setViewportSize({ width: 1440, height: 844 })
    await chooseFromMenu('Barge in')
    await desk.page.getByText('You: joining in').waitFor()
    await desk.page.getByRole('button', { name: 'Stop watching' }).press('Enter')
    await desk.page.getByText('You: joining in').waitFor({ state: 'detached' })
    expect((await watchers()).data).toEqual([])
  })

  it('is gone from the ticket as soon as the work is', async () => {
    await desk.page.goto(`${desk.server.address}/tickets/${own.id}`)
    await desk.page.getByText(/: whispering$/).waitFor()
    await desk.call('POST', `/v1/tasks/${own.taskId}/requeue`)
    await desk.page.getByText(/: whispering$/).waitFor({ state: 'detached' })
  })
})
