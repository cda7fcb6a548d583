import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { exampleWorkflow, openCommandPlace } from './testing/command-place.ts'

const { run, write, path, query } = await openCommandPlace()
const market = readFileSync(new URL('../../markets/iberia.yaml', import.meta.url), 'utf8')
const good = await write('iberia.yaml', market)
const shorter = await write('shorter.yaml', market.replace('Minutes: 60 ', 'Minutes: 45 '))
const faulty = await write('faulty.yaml', market.replace('missing-item, wrong-item', 'missing-thing, wrong-item'))
await run('workspace', 'create', 'desk', '--from', await write('desk.yaml', exampleWorkflow))

const at = ['--workspace', 'desk']
const versions = () => query('select slug, version, document from market_versions order by slug, version')

describe('switchyard market check', () => {
  it('runs the tests of a file that is fit', async () => {
    expect(await run('market', 'check', good)).toEqual({ code: 0, out: '', told: '8 of 8 tests pass.\n' })
  })

  it('names line and column of what is wrong, and of a test that fails', async () => {
    const { code, out, told } = await run('market', 'check', faulty)
    const line = market.split('\n').findIndex((text) => text.includes('missing-item, wrong-item')) + 1
    expect(out).toMatch(new RegExp(`^${faulty}:${line}:\\d+ error unknown_subcategory `, 'm'))
    expect(told).toMatch(/^\d+ errors, 1 warning\.\n$/)
    expect(code).toBe(1)
    const failing = await run('market', 'check', shorter)
    expect(failing.out).toMatch(/ error test_failed "just under the hour is still the store's" /)
    expect(failing.code).toBe(1)
  })
})

describe('switchyard market plan, apply and publish', () => {
  it('plans the first, applies it once, and plans a change by the labels of administrators', async () => {
    const first = await run('market', 'plan', good, ...at)
    expect(first.out).toContain('+ category group order-problem (')
    expect(first.told).toMatch(/None is in force yet: 11 changes\.\n$/)
    expect(await versions()).toEqual([])
    const applied = await run('market', 'apply', good, ...at)
    expect(applied.told).toMatch(/\nVersion 1 of iberia is in force in desk\.\n$/)
    const again = await run('market', 'apply', good, ...at)
    expect(again).toMatchObject({ code: 0, out: '' })
    expect(again.told).toMatch(/\niberia has this very text in force \(version 1\)\.\n$/)
    const longer = market
      .replace('Minutes: 60 ', 'Minutes: 60.5 ')
      .replace('orderAgeMinutes: 60 }', 'orderAgeMinutes: 61 }')
      .replace('"0203"\n', '"0299"\n')
      .replace('issueId: "0203"', 'issueId: "0299"')
    const planned = await run('market', 'plan', await write('longer.yaml', longer), ...at)
    expect(planned.out).toBe(
      '~ market iberia: Store Support Ticket Time Threshold 60 -> 60.5\n' +
        '~ sub-category cold-food: Knowledge Force Issue ID 0203 -> 0299\n',
    )
    expect(planned.told).toMatch(
      /Against version 1: 2 changes\.\nOf 0 requests .* none would be decided otherwise\.\n$/,
    )
    expect(planned.code).toBe(0)
    const refused = await run('market', 'publish', path('longer.yaml'), '--expect', '7', ...at)
    expect(refused).toMatchObject({ code: 1, told: expect.stringContaining('The market is at version 1, not 7.') })
    const published = await run('market', 'publish', path('longer.yaml'), '--expect', '1', ...at)
    expect(published.told).toMatch(/\nVersion 2 of iberia is in force in desk\.\n$/)
    const exported = await run('market', 'export', 'iberia', path('out.yaml'), ...at)
    expect(exported).toEqual({ code: 0, out: '', told: 'Version 2 of iberia.\n' })
    expect(await readFile(path('out.yaml'), 'utf8')).toBe(longer)
  })

  it('puts nothing of a faulty file in force, nor one whose regions are another market’s', async () => {
    const before = await versions()
    for (const verb of [['apply'], ['publish', '--expect', '2']]) {
      const { code, told } = await run('market', ...verb, faulty, ...at)
      expect([code, told]).toEqual([1, expect.stringContaining(`${faulty} was not put in force.`)])
    }
    const other = await write('other.yaml', market.replace('slug: iberia', 'slug: spain'))
    const planned = await run('market', 'plan', other, ...at)
    expect([planned.code, planned.told]).toEqual([
      1,
      expect.stringContaining('burger-house in ES belongs to the market "iberia".'),
    ])
    expect((await run('market', 'apply', other, ...at)).code).toBe(1)
    expect(await versions()).toEqual(before)
  })

  it('lists versions with what they changed, and brings one back', async () => {
    const listed = await run('market', 'versions', 'iberia', ...at)
    expect(listed.out).toMatch(/^2  \d{4}-\S+  \S.*\n1  \d{4}-\S+  \S.*\n$/)
    const second = await run('market', 'versions', 'iberia', '2', ...at)
    expect([second.out, second.told]).toEqual([
      '~ market iberia: Store Support Ticket Time Threshold 60 -> 60.5\n' +
        '~ sub-category cold-food: Knowledge Force Issue ID 0203 -> 0299\n',
      'Against version 1: 2 changes.\n',
    ])
    const stale = await run('market', 'rollback', 'iberia', '--to', '1', '--expect', '1', ...at)
    expect(stale).toMatchObject({ code: 1, told: expect.stringContaining('The market is at version 2, not 1.') })
    const back = await run('market', 'rollback', 'iberia', '--to', '1', '--expect', '2', ...at)
    expect(back).toEqual({ code: 0, out: '', told: 'Version 3 of iberia is in force in desk.\n' })
    expect((await run('market', 'versions', 'iberia', ...at)).out).toMatch(/^3 .*  version 1 again\n/)
    const same = await run('market', 'versions', 'iberia', '3', '--against', '1', ...at)
    expect([same.out, same.told]).toEqual(['', 'Against version 1: nothing differs but the text.\n'])
  })

  it('keeps a draft, gives it back and drops it', async () => {
    const kept = await run('market', 'draft', 'iberia', '--save', faulty, '--expect', '0', ...at)
    expect(kept.told).toMatch(/^Draft \d+ of iberia is kept, over version 3\.\n$/)
    const read = await run('market', 'draft', 'iberia', path('draft.yaml'), ...at)
    expect(read.told).toMatch(/^Draft \d+, over version 3, by \S.* at \d{4}-\S+\.\n$/)
    expect(await readFile(path('draft.yaml'), 'utf8')).toBe(await readFile(faulty, 'utf8'))
    const late = await run('market', 'draft', 'iberia', '--save', good, '--expect', '0', ...at)
    expect(late).toMatchObject({ code: 1, told: expect.stringMatching(/has saved the draft meanwhile/) })
    const dropped = await run('market', 'draft', 'iberia', '--drop', ...at)
    expect(dropped).toEqual({ code: 0, out: '', told: 'iberia has no draft.\n' })
  })

  it.each([
    ['rollback without a version', ['rollback', 'iberia', ...at], /Say with --to which version/],
    ['a version that is none', ['versions', 'iberia', 'two', ...at], /"two" is no version/],
    ['a version that is not there', ['versions', 'iberia', '99', ...at], /"iberia" has no version 99/],
    ['rollback to what is not there', ['rollback', 'iberia', '--to', '99', ...at], /"iberia" has no version 99/],
    ['the versions of no market', ['versions', 'nowhere', ...at], /There is no market "nowhere"/],
    ['a draft that is not there', ['draft', 'iberia', ...at], /"iberia" has no draft/],
    ['publish without a version', ['publish', good, ...at], /Say with --expect which version/],
    ['a file that is not there', ['plan', path('none.yaml'), ...at], /none\.yaml cannot be read\./],
    ['a market that is not there', ['export', 'nowhere', ...at], /no market "nowhere" in force; there is: iberia\./],
    ['a workspace that is not there', ['plan', good, '--workspace', 'nowhere'], /There is no workspace "nowhere"/],
  ])('refuses %s', async (_, args, sentence) => {
    const { code, told } = await run('market', ...args)
    expect([code, told]).toEqual([1, expect.stringMatching(sentence)])
  })
})
