import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Agent, type Client, createClient, type Listing, type Offer, type Ticket } from '@switchyard/sdk'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { temporaryFolder } from '../database/testing/temporary-folder.ts'
import {
  node,
  program,
  runSwitchyard,
  type ServiceProcess,
  startServiceProcess,
} from '../start/testing/service-process.ts'
import { soon } from '../platform/testing/soon.ts'
import { runHere } from './testing/run-here.ts'

const root = join(import.meta.dirname, '../..')
const folder = await temporaryFolder('switchyard-demo-')
const dataFolder = join(folder, 'data')
let server: ServiceProcess
let api: Client

beforeAll(async () => {
  server = await startServiceProcess({ dataFolder })
  const token = /API token +(\S+)/.exec(server.told())?.[1] ?? ''
  api = createClient({ baseUrl: server.address, token })
}, 120_000)
afterAll(async () => {
  await server.end('SIGTERM')
  await rm(folder, { recursive: true, force: true })
})

const list = async <T>(path: string) => (await api.request<Listing<T>>({ method: 'GET', path })).data
const demoAgents = async () =>
  (await list<Agent>('/v1/agents?limit=200')).filter(({ email }) => email?.endsWith('@demo.switchyard.local'))
const presences = async () => [...new Set((await demoAgents()).map(({ presence }) => presence?.state))]
const ticketsOfDemo = async () =>
  (await list<Ticket>('/v1/tickets?limit=200')).filter(({ customer }) => customer.externalId?.startsWith('demo-'))

/** A demo in a process of its own, as a person would run it. */
function startDemo(...args: string[]) {
  const child = spawn(node, [program, 'demo', '--data', dataFolder, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  let out = ''
  let told = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (told += text))
  const closed = once(child, 'close')
  return {
    child,
    out: () => out,
    told: () => told,
    end: async (signal: NodeJS.Signals) => {
      child.kill(signal)
      await closed
      return child.exitCode
    },
  }
}

interface Chat {
  status: string
  messages: number
  answeredAt: string | null
}

describe('switchyard demo', { timeout: 120_000 }, () => {
  it('plays customers and agents through the API, and leaves nobody online', async () => {
    const demo = startDemo('--speed', '50', '--seed', '1', '--agents', '8', '--arrivals', '6', '--json')
    const lines = () => demo.out().trim().split('\n')
    const isTalkedTo = ({ answeredAt, messages }: Chat) => answeredAt !== null && messages > 1
    // How far it comes in a time is the machine's affair: it goes on until it has done some of everything.
    await vi.waitFor(async () => {
      expect(JSON.parse(lines().at(-1) ?? '').completed).toBeGreaterThan(0)
      expect((await list<Chat>('/v1/chat/sessions?limit=200')).some(isTalkedTo)).toBe(true)
    }, soon)
    expect(await demo.end('SIGINT')).toBe(0)
    expect(demo.told()).toMatch(/^8 agents at speed 50, seed 1\. /)
    const end = JSON.parse(lines().at(-1) ?? '')
    expect(end).toMatchObject({ ended: true, errors: {} })
    expect(JSON.parse(lines()[0] ?? '')).toMatchObject({ waiting: expect.any(Number), inProgress: expect.any(Number) })
    expect(end.waitMs.p50).toBeGreaterThan(0)

    const agents = await demoAgents()
    expect(agents.length).toBe(8)
    expect(await presences()).toEqual(['offline'])
    const tickets = await ticketsOfDemo()
    const channels = new Set(tickets.map(({ channel }) => channel))
    expect(channels).toContain('voice')
    expect(channels.size).toBeGreaterThan(2)
    expect(
      tickets.filter(({ statusCategory }) => statusCategory === 'closed' || statusCategory === 'solved'),
    ).not.toEqual([])
    const ours = new Set(agents.map(({ id }) => id))
    const accepted = (await list<Offer>('/v1/offers?state=accepted&limit=200')).filter(({ agentId }) =>
      ours.has(agentId),
    )
    // A warm transfer is an accepted offer too, though nobody answered it.
    expect(accepted.length).toBeGreaterThanOrEqual(end.accepted)
    expect(end.accepted).toBeGreaterThan(0)
    const chats = await list<Chat>('/v1/chat/sessions?limit=200')
    expect(chats.map(({ status }) => status)).not.toContain('active')
    expect((await list<{ state: string }>('/v1/calls?limit=200')).map(({ state }) => state)).not.toContain('active')
  })

  it('ends by itself when its time is over', async () => {
    const { code, out } = await runSwitchyard(['demo', '--data', dataFolder, '--agents', '8', '--for', '1s', '--json'])
    expect(code).toBe(0)
    expect(JSON.parse(out.trim().split('\n').at(-1) ?? '')).toMatchObject({ ended: true, errors: {} })
  })

  it('ends cleanly when it is interrupted, and uses its agents again', async () => {
    const demo = startDemo('--speed', '50', '--agents', '8', '--seed', '2')
    await vi.waitFor(async () => expect(await presences()).toContain('available'), soon)
    expect(await demo.end('SIGINT')).toBe(0)
    expect(demo.out()).toMatch(/The demo ran for .*\n {2}arrivals {5}\d+/)
    expect(demo.out()).toMatch(/\n {2}errors {7}none\n/)
    expect(await presences()).toEqual(['offline'])
    expect((await demoAgents()).length).toBe(8)
    const tokens = await list<{ name: string; revokedAt: string | null }>('/v1/tokens')
    expect(tokens.filter(({ name, revokedAt }) => name === 'Demo' && revokedAt === null)).toEqual([])
  })

  it('goes on when the server was away', async () => {
    const demo = startDemo('--speed', '50', '--agents', '8', '--seed', '3')
    await vi.waitFor(async () => expect(await presences()).toContain('available'), soon)
    const port = new URL(server.address).port
    await server.end('SIGKILL')
    await vi.waitFor(() => expect(demo.told()).toContain('The server does not answer'), soon)
    const before = (): number => Number(/accepted (\d+)(?!.*accepted)/s.exec(demo.out())?.[1] ?? 0)
    server = await startServiceProcess({ dataFolder, args: ['--port', port] })
    await vi.waitFor(() => expect(demo.told()).toContain('The server is back.'), soon)
    const accepted = before()
    await vi.waitFor(() => expect(before()).toBeGreaterThan(accepted), soon)
    await demo.end('SIGTERM')
    expect(await presences()).toEqual(['offline'])
  })
})

describe('switchyard demo refuses', () => {
  it.each([
    ['a time that is none', ['--for', 'soon'], '--for takes a time such as 30s, 10m or 2h.'],
    ['no time at all', ['--for', '0s'], '--for takes a time such as 30s, 10m or 2h.'],
    ['a speed beyond what is told', ['--speed', '101'], '--speed takes a whole number from 1 to 100.'],
    ['a folder without a server', [], 'No server runs on this data folder; start it first: npm start.'],
  ])('%s with one sentence', async (_, args, sentence) => {
    const empty = join(folder, 'empty')
    expect(await runHere(['demo', '--data', empty, ...args])).toEqual({
      code: 1,
      out: '',
      told: `switchyard: ${sentence}\n`,
    })
  })

  it.each([
    ['no workflow', null, /this workspace has no workflow\.$/m],
    ['other queues', 'guest-desk', /this workspace has no queue guest-care\.$/m],
  ])('a workspace with %s', async (_, renamed, sentence) => {
    const slug = renamed ?? 'empty'
    const file = join(folder, 'other.yaml')
    const example = await readFile(join(root, 'workflows', 'operations-review.yaml'), 'utf8')
    await writeFile(file, example.replaceAll('guest-care', slug))
    const from = renamed === null ? [] : ['--from', file]
    expect(await runSwitchyard(['workspace', 'create', slug, ...from, '--data', dataFolder])).toMatchObject({ code: 0 })
    const { code, told } = await runSwitchyard(['demo', '--data', dataFolder, '--workspace', slug, '--for', '20s'])
    expect(told).toMatch(sentence)
    expect(code).toBe(1)
  })
})
