import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemPrincipal } from '../../platform/principal.ts'
import {
  principalWith,
  type TestInstallation,
  openTestInstallation,
} from '../access/testing/test-installation-store.ts'
import { publishWorkflow } from '../publishing/index.ts'
import { createTicket } from './create-ticket.ts'
import { createTickets } from './create-tickets.ts'

const document = await readFile(join(import.meta.dirname, '../../../workflows/operations-review.yaml'), 'utf8')
const missionRequest = {
  customerId: 'demo-customer-1024',
  serviceLine: 'game-support',
  channel: 'live-chat',
  priority: 'normal',
  language: 'en',
  issueSummary: 'Customer cannot join a ranked lobby.',
  callbackUrl: 'https://partner.example/ticket-update',
}

let home: TestInstallation
beforeAll(async () => {
  home = await openTestInstallation()
  await publishWorkflow(home.contextOf(), { document, expectedVersion: null })
})
afterAll(() => home.close())

const count = async (table: string, where = 'true') => {
  const [row] = await home.query<{ count: number }>(`select count(*)::int as count from ${table} where ${where}`)
  return row?.count ?? 0
}
const keyOf = (key: string, body = 'a') => ({ key, route: 'POST /v1/tickets', fingerprint: Buffer.from(body) })
const caller = principalWith(['ticket:write'])

describe('creating a ticket', () => {
  it('records the mission request with its clocks, task, events and callbacks', async () => {
    const context = home.contextOf(caller)
    const created = await createTicket(context, { request: missionRequest, key: null })
    const ticket = JSON.parse(created.answer)
    expect(ticket).toMatchObject({
      number: 10001,
      status: 'classified',
      category: 'user_system',
      classifiedBy: 'default',
      queue: 'frontline',
      priority: 'normal',
      customer: { externalId: 'demo-customer-1024' },
      sla: { firstResponse: { state: 'running' }, resolution: { state: 'running' } },
    })
    const events = await home.query<{ type: string; subject_seq: number }>(
      'select type, subject_seq from events where ticket_id is not null order by seq',
    )
    expect(events).toEqual([
      { type: 'ticket.created', subject_seq: 1 },
      { type: 'ticket.classified', subject_seq: 2 },
      { type: 'task.queued', subject_seq: 3 },
    ])
    const deliveries = await home.query<{ body: string; sequence: number }>(
      'select body, sequence from deliveries order by sequence',
    )
    expect(deliveries.map((delivery) => JSON.parse(delivery.body).data.ticket.number)).toEqual([10001, 10001])
    expect(await count('timers')).toBe(1)
  })

  it('gives 200 parallel requests with one key one ticket and one answer', async () => {
    const context = home.contextOf(caller)
    const before = await count('tickets')
    const answers = await Promise.all(
      Array.from({ length: 200 }, () => createTicket(context, { request: missionRequest, key: keyOf('twin') })),
    )
    expect(await count('tickets')).toBe(before + 1)
    expect(new Set(answers.map((created) => created.answer)).size).toBe(1)
    expect(answers.filter((created) => !created.isReplay)).toHaveLength(1)
  })

  it('folds twins that are gathered into one batch', async () => {
    const context = home.contextOf(caller)
    const before = await count('tickets')
    const [, ...twins] = await Promise.all([
      createTicket(context, { request: missionRequest, key: null }),
      ...Array.from({ length: 5 }, () => createTicket(context, { request: missionRequest, key: keyOf('folded') })),
    ])
    expect(await count('tickets')).toBe(before + 2)
    expect(new Set(twins.map((created) => created.answer)).size).toBe(1)
  })

  it('refuses the same key with another request', async () => {
    const context = home.contextOf(caller)
    await createTicket(context, { request: missionRequest, key: keyOf('reused') })
    await expect(createTicket(context, { request: missionRequest, key: keyOf('reused', 'b') })).rejects.toMatchObject({
      code: 'idempotency_key_reused',
    })
  })

  it('makes each customer once, whoever asks first', async () => {
    const context = home.contextOf(caller)
    const elsewhere = home.elsewhere.openContext({ workspace: home.workspace, principal: caller, requestId: 'r' })
    const requests = Array.from({ length: 40 }, (_, index) => ({ ...missionRequest, customerId: `race-${index % 5}` }))
    await Promise.all(
      requests.map((request, index) => createTicket(index % 2 === 0 ? context : elsewhere, { request, key: null })),
    )
    expect(await count('customers', `external_id like 'race-%'`)).toBe(5)
    expect(await count('events', `type = 'customer.created'`)).toBe(6)
  })

  it('fails a bad row of a gathered batch alone', async () => {
    const context = home.contextOf(caller)
    const requests = Array.from({ length: 20 }, (_, index) => ({
      ...missionRequest,
      issueSummary: index === 7 ? 'nul \u0000 byte' : `fine ${index}`,
    }))
    const items = await createTickets(context, { requests, key: null })
    expect(items.map((item) => 'created' in item)).toEqual(requests.map((_, index) => index !== 7))
    expect(items[7]).toMatchObject({ error: { code: 'invalid' } })
  })

  it('follows a workflow published by another node', async () => {
    const elsewhere = home.elsewhere.openContext({
      workspace: home.workspace,
      principal: systemPrincipal,
      requestId: 'r',
    })
    const next = await publishWorkflow(elsewhere, { document: `${document}\n# again\n`, expectedVersion: null })
    const created = await createTicket(home.contextOf(caller), { request: missionRequest, key: null })
    expect(JSON.parse(created.answer).workflowVersion).toBe(next.version)
  })

  it('names every word the workflow does not know', async () => {
    const request = { ...missionRequest, channel: 'fax', type: 'riddle', priority: 'soon' }
    await expect(createTicket(home.contextOf(caller), { request, key: null })).rejects.toMatchObject({
      code: 'invalid',
      fields: [{ pointer: '/channel' }, { pointer: '/type' }, { pointer: '/priority' }],
    })
  })

  it('refuses a token without the permission and one of another channel', async () => {
    const refused = { code: 'forbidden' }
    const reader = home.contextOf(principalWith(['ticket:read']))
    await expect(createTicket(reader, { request: missionRequest, key: null })).rejects.toMatchObject(refused)
    const scope = { channels: new Set(['voice']), queues: null }
    const caller = home.contextOf(principalWith(['ticket:write'], { scope }))
    await expect(createTicket(caller, { request: missionRequest, key: null })).rejects.toMatchObject(refused)
  })

  it('refuses a callback address of this machine', async () => {
    const request = { ...missionRequest, callbackUrl: 'http://127.0.0.1:9000/' }
    await expect(createTicket(home.contextOf(caller), { request, key: null })).rejects.toMatchObject({
      code: 'callback_refused',
    })
  })
})
