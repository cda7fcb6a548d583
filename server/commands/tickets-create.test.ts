import { describe, expect, it } from 'vitest'
import { exampleWorkflow, openLocalPlace } from './testing/command-place.ts'

const { run, write, query } = await openLocalPlace()
const workflow = await write('good.yaml', exampleWorkflow)
await run('workspace', 'create', 'desk', '--from', workflow)
const count = async () => (await query<{ count: number }>('select count(*)::int as count from tickets'))[0]?.count

describe('switchyard tickets create', () => {
  it('records a ticket that is routed, with the customer, words and note it is told', async () => {
    const person = ['--customer', 'crm-77', '--name', 'Rosa Vidal', '--email', 'rosa@example.com']
    const words = ['--message', 'I was charged twice.', '--note', 'From the market.', '--tags', 'vip, refund']
    const args = [...person, ...words, '--category', 'payment_processing', '--priority', 'high', '--channel', 'voice']
    const { code, out } = await run('tickets', 'create', 'Charged twice', ...args, '--json')
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({
      issueSummary: 'Charged twice',
      channel: 'voice',
      priority: 'high',
      queue: 'payments',
      tags: ['vip', 'refund'],
      customer: { externalId: 'crm-77', name: 'Rosa Vidal' },
    })
    const messages = await query('select author_kind as by, visibility, body from messages order by seq')
    expect(messages).toEqual([
      { by: 'customer', visibility: 'public', body: 'I was charged twice.' },
      { by: 'system', visibility: 'internal', body: 'From the market.' },
    ])
  })

  it('prints its number, id, queue and priority', async () => {
    const { out } = await run('tickets', 'create', 'Where does this go?', '--customer', 'reader-1')
    expect(out).toMatch(/^#\d+ {2}ticket_\w+ {2}frontline {2}normal\n$/)
  })

  it.each([
    [['Help'], /Say whose it is with --customer ID\./],
    [[' ', '--customer', 'c-1'], /Say what it is about\./],
    [['Help', '--customer', 'c-1', '--channel', 'fax'], /channel: "fax" is not one of: /],
    [['--customer', 'c-1'], /Write it like this: switchyard tickets create SUBJECT/],
  ])('refuses %j and says why', async (args, sentence) => {
    const before = await count()
    const { code, told } = await run('tickets', 'create', ...args)
    expect([code, told]).toEqual([1, expect.stringMatching(sentence)])
    expect(await count()).toBe(before)
  })
})
