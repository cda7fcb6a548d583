import { describe, expect, it } from 'vitest'
import { exampleWorkflow, openCommandPlace } from './testing/command-place.ts'

const { run, write } = await openCommandPlace()
await run('workspace', 'create', 'desk', '--from', await write('desk.yaml', exampleWorkflow))

describe('switchyard erasures', () => {
  it('writes the receipts there are', async () => {
    expect(await run('erasures', 'export')).toEqual({ code: 0, out: '', told: '0 receipts of desk.\n' })
  })

  it('finds nothing to do in a file without receipts', async () => {
    const applied = await run('erasures', 'apply', await write('none.jsonl', '\n'))
    expect(applied).toEqual({ code: 0, out: '', told: '0 receipts of desk: 0 customers erased again, 0 failed.\n' })
  })

  it('refuses what is no receipt, and one that nobody signed here', async () => {
    const broken = await run('erasures', 'apply', await write('broken.jsonl', '{"kind": "order"}'))
    expect([broken.code, broken.told]).toEqual([
      1,
      expect.stringMatching(/broken\.jsonl:1 is no receipt of an erasure/),
    ])
    const receipt = { kind: 'customer-erasure', customerId: 'cust_x', customerIds: [], keyNumber: 1, signature: 'AAAA' }
    const forged = await run('erasures', 'apply', await write('forged.jsonl', JSON.stringify(receipt)))
    expect([forged.code, forged.told]).toEqual([1, expect.stringMatching(/✗ cust_x: .* was not signed by a key/)])
    expect((await run('erasures', 'apply', 'nowhere.jsonl')).told).toContain('There is no file nowhere.jsonl.')
  })
})
