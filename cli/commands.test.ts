import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')
let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'switchyard-commands-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const run = (...args: string[]) =>
  spawnSync(join(root, 'cli', 'switchyard.mjs'), args, { cwd: folder, encoding: 'utf8', timeout: 60_000 })

describe('switchyard', () => {
  it('lists its commands, each of which explains itself', () => {
    const { stdout, status } = run('--help')
    expect(status).toBe(0)
    const names = [...stdout.matchAll(/^ {2}(\S+(?: \S+)?) {2}/gm)].map(([, name]) => name ?? '')
    expect(names).toContain('token create')
    for (const name of names) {
      const help = run(...name.trim().split(' '), '--help')
      expect(help.stdout.startsWith(`switchyard ${name.trim()}`), name).toBe(true)
      expect(help.status).toBe(0)
    }
  }, 120_000)

  it.each([
    [['strat'], 'switchyard: there is no command "strat"; did you mean start?\n'],
    [['token'], 'switchyard: there is no command "token"; did you mean token create?\n'],
    [['frobnicate'], 'switchyard: there is no command "frobnicate"; see: switchyard --help\n'],
    [['start', '--prot', '1'], "switchyard: Unknown option '--prot'\n"],
    [['start', '--port', '99999'], 'switchyard: PORT (--port): expected a port number, 0 to 65535.\n'],
    [['workflow', 'check'], 'switchyard: Write it like this: switchyard workflow check FILE\n'],
    [['seed', '--tickets', 'many'], expect.stringMatching(/^switchyard: There is no data in |takes a whole number/)],
  ])('answers %j with one sentence', (args, sentence) => {
    const { stderr, stdout, status } = run(...args)
    expect(stderr).toEqual(sentence)
    expect(stdout).toBe('')
    expect(status).toBe(1)
  })

  it('makes nothing where nothing was ever started', () => {
    const { stderr, status } = run('token', 'create', '--name', 'x', '--role', 'admin')
    expect(stderr).toContain('There is no data in')
    expect(status).toBe(1)
  })
})

describe('switchyard workflow check', () => {
  const example = readFileSync(join(root, 'workflows', 'operations-review.yaml'), 'utf8')
  const check = (text: string) => {
    const file = join(folder, 'workflow.yaml')
    writeFileSync(file, text)
    return run('workflow', 'check', 'workflow.yaml')
  }

  it('passes the example with all its tests', () => {
    const { stderr, status } = check(example)
    expect(stderr).toMatch(/^(\d+) of \1 tests pass/)
    expect(status).toBe(0)
  })

  it('says after how long a wait priorities pass one another in each queue', () => {
    const ageing =
      '      ageing: { low: { base: 0, slope: 2 }, high: { base: 60, cap: 90 }, critical: { base: 100 } }\n'
    const { stderr, status } = check(example.replace(/^    frontline:\n/m, (head) => `${head}${ageing}`))
    expect(stderr).toMatch(
      /^frontline: .*low passes a new high for good after 30 min.*, high never passes a new critical\.$/m,
    )
    expect(status).toBe(0)
  })

  it('names line, column and code of a fault and exits 1', () => {
    const { stdout, status } = check(example.replace('otherwise: frontline', 'otherwise: nowhere'))
    const line = example.split('\n').findIndex((text) => text.includes('otherwise: frontline')) + 1
    expect(stdout).toMatch(new RegExp(`^workflow\\.yaml:${line}:\\d+ error unknown_queue `, 'm'))
    expect(status).toBe(1)
  })

  it('exits 1 when a test in the document fails', () => {
    const { stdout, status } = check(example.replace('expect: { priority: critical }', 'expect: { priority: low }'))
    expect(stdout).toMatch(/^workflow\.yaml:\d+:1 error test_failed "urgent is critical"/m)
    expect(status).toBe(1)
  })
})
