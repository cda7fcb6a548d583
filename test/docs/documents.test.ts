import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { firstRequest } from '../../server/start/welcome.ts'
import { root } from '../architecture/planted-tree.ts'
import { startDocumentedServer } from './documented-server.ts'
import { runScript } from './run-script.ts'
import { blocksOf, readShellBlocks, type ShellBlock } from './shell-blocks.ts'

const blocks = await readShellBlocks(root)
const named = blocks.map((block) => ({ name: `${block.document}:${block.line}`, block }))
const blocksAt = (place: ShellBlock['place']) => named.filter(({ block }) => block.place === place)

/** What would install or test inside this very test; a fresh clone runs these lines by `.ci/run`. */
const linesOfCi = ['npm ci', 'npm test', 'npm run verify']

describe('a block of commands in the documents', () => {
  it('says where it is run', () => {
    expect(blocks.length).toBeGreaterThan(5)
    expect(blocksAt(null).map(({ name }) => name)).toEqual([])
  })

  it('is found with and without its place', () => {
    const text = 'text\n<!-- run: server -->\n```sh\na\n```\n\n```sh\nb\n```\n```json\n{}\n```\n'
    expect(blocksOf('x.md', text)).toEqual([
      { document: 'x.md', line: 2, place: 'server', script: 'a\n' },
      { document: 'x.md', line: 7, place: null, script: 'b\n' },
    ])
  })
})

describe('in a checkout', () => {
  it.for(blocksAt('checkout'))('$name runs', { timeout: 120_000 }, async ({ block }) => {
    const ci = (await readFile(join(root, '.ci/run'), 'utf8')).split('\n')
    const lines = block.script.trim().split('\n')
    for (const line of lines.filter((each) => linesOfCi.includes(each))) expect(ci).toContain(line)
    const rest = lines.filter((line) => !linesOfCi.includes(line)).join('\n')
    const { status, output } = await runScript(rest)
    expect(status, output).toBe(0)
  })
})

describe('with a server started as the documents say', async () => {
  const server = await startDocumentedServer()
  afterAll(server.stop)

  it.for(blocksAt('start'))('$name is how it was started', async ({ block }) => {
    const { scripts } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { scripts: { start: string } }
    expect(block.script).toBe('npm ci\nnpm start\n')
    expect(scripts.start).toBe('switchyard start')
  })

  it.for(blocksAt('server'))('$name runs', { timeout: 120_000 }, async ({ block }) => {
    const script = block.script.replaceAll('http://127.0.0.1:8080', server.address)
    const env = { TOKEN: server.token, SWITCHYARD: server.address, SWITCHYARD_DATA: server.dataFolder }
    const { status, output } = await runScript(script, env)
    expect(status, output).toBe(0)
  })

  it('fails for a block that is refused', async () => {
    const script = `curl ${server.address}/v1/tickets -H "Authorization: Bearer wrong"; echo unreached`
    const { status, output } = await runScript(script)
    expect(status).not.toBe(0)
    expect(output).not.toContain('unreached')
  })

  it('prints the same first request as the README', async () => {
    const readme = await readFile(join(root, 'README.md'), 'utf8')
    const [, body = ''] = /\/v1\/ticket\/create[\s\S]*?-d '([^']+)'/.exec(readme) ?? []
    expect(JSON.parse(body)).toEqual(firstRequest)
    expect(server.said()).toContain(body)
  })
})
