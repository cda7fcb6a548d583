import { expect, it } from 'vitest'
import type { WorkflowRollout } from '@switchyard/sdk'
import { describeDesk } from './testing/desk.ts'
import { createTicket } from './testing/visit.ts'

const tickets = 12
const request = { channel: 'email', serviceLine: 'platform-support', language: 'en', issueSummary: 'Cannot sign in' }

describeDesk('a roll-out on the Workflow screen', (desk) => {
  /** Each of some tickets is taken by somebody, or turned down by the last who could. */
  async function serve(): Promise<void> {
    const body = { name: 'Nova Reis', queues: ['frontline'], languages: ['en'], capacityUnits: 1_000 }
    const { id } = await desk.call<{ id: string }>('POST', '/v1/agents', body)
    await desk.call('PUT', `/v1/agents/${id}/presence`, { state: 'available' })
    for (let ticket = 0; ticket < tickets; ticket++) {
      await createTicket(desk.server, { ...request, customerId: `c-rollout-${ticket}` })
      await expect
        .poll(async () => {
          const { data } = await desk.call<{ data: { id: string }[] }>('GET', `/v1/offers?agent=${id}&state=pending`)
          const [offer] = data
          if (offer === undefined) return false
          await desk.call('POST', `/v1/offers/${offer.id}/${ticket % 4 === 3 ? 'decline' : 'accept'}`, {})
          return true
        })
        .toBe(true)
    }
  }

  it('is told in a line, with both sides measured and what each measure says', async () => {
    const { version, document } = await desk.call<{ version: number; document: string }>('GET', '/v1/workflow')
    const tripwires =
      '[{ measure: offersNotAccepted, worseBy: 20, atLeast: 1 }, { measure: waitP90, worseBy: 25, atLeast: 100 }]'
    const rollout = `routing:\n  rollout: { from: ${version}, share: 50, returnWhen: ${tripwires} }\n`
    const changed = document.replace('routing:\n', rollout)
    await desk.call('PUT', '/v1/workflow', { document: changed, expectedVersion: version })
    await serve()
    await desk.page.goto(`${desk.server.address}/workflow`)
    const card = desk.page
      .locator('section')
      .filter({ has: desk.page.getByRole('heading', { name: 'Roll-out' }) })
      .last()
    await card
      .getByText(`50% of tasks are routed by version ${version + 1}, the others by version ${version}.`)
      .waitFor()
    await card.getByText(`Where one of 2 measures gets worse, version ${version} comes back by itself.`).waitFor()
    expect(await card.getByRole('row').count()).toBe(5)
    await card.getByText('too few yet', { exact: true }).waitFor()
    await desk.page.setViewportSize({ width: 390, height: 900 })
    await desk.page.getByRole('tab', { name: 'Bench' }).click()
    await card.scrollIntoViewIfNeeded()
    await desk.look('workflow-rollout')
  })

  it('says what keeps the version before from coming back', async () => {
    const { version, document } = await desk.call<{ version: number; document: string }>('GET', '/v1/workflow')
    const changed = document
      .replace(/returnWhen: \[.*\] \}/u, 'returnWhen: [{ measure: waitP90, worseBy: 20, atLeast: 1 }] }')
      .replace('      label: Frontline\n', '      label: Frontline\n      members: agent.name == "Nobody"\n')
      .replace('\n  incident: {', '\n  refund: { label: Refund, priority: normal }\n  incident: {')
    await desk.call('PUT', '/v1/workflow', { document: changed, expectedVersion: version })
    for (let ticket = 0; ticket < tickets; ticket++)
      await createTicket(desk.server, { ...request, customerId: `c-refund-${ticket}`, type: 'refund' })
    const answer = async () => {
      const { data } = await desk.call<{ data: { id: string }[] }>('GET', '/v1/offers?state=pending')
      for (const offer of data) await desk.call('POST', `/v1/offers/${offer.id}/accept`, {})
      return (await desk.call<WorkflowRollout>('GET', '/v1/workflow/rollout')).refused?.code
    }
    await expect.poll(answer, { timeout: 60_000, interval: 500 }).toBe('workflow_key_in_use')
    await desk.page.reload()
    const said = desk.page.getByRole('status').filter({ hasText: `Version ${version - 1} cannot come back:` })
    await said.getByText(/Type "refund" is used by \d+ open ticket/).waitFor()
    await desk.page.setViewportSize({ width: 390, height: 900 })
    await desk.page.getByRole('tab', { name: 'Bench' }).click()
    await said.scrollIntoViewIfNeeded()
    await desk.look('workflow-rollout-refused')
  })

  it('says nothing where nothing is rolled out', async () => {
    const { version, document } = await desk.call<{ version: number; document: string }>('GET', '/v1/workflow')
    const plain = document.replace(/\n {2}rollout: .*\n/u, '\n')
    await desk.call('PUT', '/v1/workflow', { document: plain, expectedVersion: version })
    await desk.page.getByText(`v${version + 1}`, { exact: true }).waitFor()
    await expect.poll(() => desk.page.getByRole('heading', { name: 'Roll-out' }).count()).toBe(0)
  })
})
