import { describe, expect, it } from 'vitest'
import { openCommandPlace } from './testing/command-place.ts'

const place = await openCommandPlace()

describe('audit verify', () => {
  it('tells what it checked, and ends with 1 when a row is bad', async () => {
    expect((await place.run('workspace', 'create', 'desk')).code).toBe(0)
    const good = await place.run('audit', 'verify')
    expect(good.out).toMatch(/^✓ desk: 0 rows as they were sealed, 0 checkpoints, \d+ rows not sealed yet\n$/)
    expect(good.code).toBe(0)

    const [first] = await place.query<{ seq: string; id: string }>(
      'select seq, workspace_id as id from events order by seq limit 1',
    )
    await place.query(
      `insert into audit_keys (workspace_id, number, public_key, private_sealed) values ($1, 1, '\\x00', '\\x00')`,
      [first?.id],
    )
    await place.query(
      `insert into audit_seals (workspace_id, number, rows, last_seq, seqs, hashes, key_number, signature)
       values ($1, 1, 1, $2, array[$2::bigint], decode(repeat('00', 32), 'hex'), 1, '\\x00')`,
      [first?.id, first?.seq],
    )
    const bad = await place.run('audit', 'verify', '--workspace', 'desk')
    expect(bad.out).toBe(
      `✗ desk: the first bad row is row ${first?.seq}: it is not what was sealed (0 rows before it are good)\n`,
    )
    expect(bad.code).toBe(1)
    const { out } = await place.run('audit', 'verify', '--json')
    expect(JSON.parse(out)).toMatchObject({ workspace: 'desk', firstBad: { seq: Number(first?.seq) } })
  })

  it('says what it was not given rightly', async () => {
    const log = await place.write('service.log', '{"event":"audit.checkpoint"\n')
    for (const [args, sentence] of [
      [['--workspace', 'nowhere'], /no "nowhere"/],
      [['--log', place.path('missing.log')], /no log file/],
      [['--log', log], /is no JSON/],
    ] as const) {
      const { code, told } = await place.run('audit', 'verify', ...args)
      expect([code, told]).toEqual([1, expect.stringMatching(sentence)])
    }
  })
})
