import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findRunningPostgres, startEmbeddedPostgres } from '../database/embedded/start-embedded-postgres.ts'
import { temporaryFolder } from '../database/testing/temporary-folder.ts'
import { runSwitchyard, type ServiceProcess, startServiceProcess } from './testing/service-process.ts'
import { firstRequest } from './welcome.ts'

const slow = 120_000
let folder = ''
let data = ''
let service: ServiceProcess
let token = ''

beforeAll(async () => {
  folder = await temporaryFolder('switchyard-start-')
  data = join(folder, 'data')
  service = await startServiceProcess({ dataFolder: data })
  token = /sy_\w+/.exec(service.told())?.[0] ?? ''
}, slow)
afterAll(async () => {
  await service.end('SIGTERM')
  await rm(folder, { recursive: true, force: true })
}, slow)

async function call(path: string, init: RequestInit & { as?: string } = {}) {
  const { as = token, ...rest } = init
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${as}` }
  const answer = await fetch(service.address + path, { headers, ...rest })
  const text = await answer.text()
  // What the tests look at is told by what they expect.
  return { status: answer.status, body: text === '' ? null : JSON.parse(text) }
}

const create = (body: object, headers: Record<string, string> = {}) =>
  fetch(`${service.address}/v1/ticket/create`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
    body: JSON.stringify(body),
  })

const signIn = (secret: string) =>
  fetch(`${service.address}/v1/session/link`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: service.address },
    body: JSON.stringify({ token: secret }),
  })

describe('a first start', () => {
  it('tells the address, a link, a token and a request that works as it is printed', async () => {
    expect(service.told()).toContain(`/sign-in/link#token=`)
    const ready = await fetch(`${service.address}/readyz`)
    expect(ready.status).toBe(200)
    const printed = /-d '(\{[^']+\})'/.exec(service.told())?.[1] ?? ''
    expect(JSON.parse(printed)).toEqual(firstRequest)
    const answer = await create(JSON.parse(printed), { 'x-workspace': 'operations-review' })
    expect(answer.status).toBe(201)
  })

  it('brings 40 tickets in every stage somebody can have them in, none of which waits', async () => {
    const { body } = await call('/v1/tickets?q=tag:example&limit=200')
    expect(body.data).toHaveLength(40)
    const stages = new Set<string>(body.data.map((ticket: { status: string }) => ticket.status))
    const expected =
      'created assigned diagnosing correcting verifying waiting_customer waiting_partner handling solved closed'
    expect(stages).toEqual(new Set(expected.split(' ')))
    expect(body.data.filter((ticket: { assignee: unknown }) => ticket.assignee === null)).toEqual([])
    const queues = await call('/v1/queues')
    const waiting = queues.body.data.filter((queue: { waiting: number }) => queue.waiting > 0)
    // The one that the test before asked for, as a visitor would.
    expect(waiting.map((queue: { slug: string }) => queue.slug)).toEqual(['frontline'])
  })

  it('spreads them over 14 days, with timelines that rise', async () => {
    const { body } = await call('/v1/tickets?q=tag:example&limit=200')
    const created = body.data.map((ticket: { createdAt: string }) => Date.parse(ticket.createdAt))
    expect((Math.max(...created) - Math.min(...created)) / 86_400_000).toBeGreaterThan(13)
    const closed = body.data.find((ticket: { status: string }) => ticket.status === 'closed')
    const timeline = await call(`/v1/tickets/${closed.id}/timeline`)
    const times = timeline.body.data.map((item: { at: string }) => Date.parse(item.at))
    expect(times).toEqual(times.toSorted((a: number, b: number) => a - b))
    expect(Math.abs(times.at(-1) - Date.parse(closed.closedAt))).toBeLessThan(1_000)
  })

  it('brings eight agents, all offline, and the admin as an agent of every queue', async () => {
    const { body } = await call('/v1/agents?limit=200')
    expect(body.data.map((agent: { presence: { state: string } }) => agent.presence.state)).toEqual(
      Array.from({ length: 9 }, () => 'offline'),
    )
    const workflow = await call('/v1/queues')
    const most = Math.max(...body.data.map((agent: { queues: string[] }) => agent.queues.length))
    expect(most).toBe(workflow.body.data.length)
  })

  it('brings an order ten minutes old and one two hours old', async () => {
    const age = async (id: string) => Date.now() - Date.parse((await call(`/v1/orders/${id}`)).body.placedAt)
    expect((await age('500125')) / 60_000).toBeGreaterThanOrEqual(10)
    expect((await age('500125')) / 60_000).toBeLessThan(20)
    expect((await age('500124')) / 60_000).toBeGreaterThanOrEqual(120)
  })

  it('signs the admin in once with the link', async () => {
    const secret = /#token=(\S+)/.exec(service.told())?.[1] ?? ''
    expect((await signIn(secret)).status).toBe(201)
    expect((await signIn(secret)).status).toBe(401)
  })
})

describe('commands beside a running service', () => {
  it(
    'make a token that the service knows',
    async () => {
      const made = await runSwitchyard([
        'token',
        'create',
        '--data',
        data,
        '--workspace',
        'operations-review',
        '--name',
        'Auditor',
        '--role',
        'auditor',
        '--json',
      ])
      expect(made.code).toBe(0)
      const { token: secret } = JSON.parse(made.out)
      expect((await call('/v1/tickets?limit=1', { as: secret })).status).toBe(200)
      expect((await call('/v1/agents', { as: secret, method: 'POST', body: '{"name":"x"}' })).status).toBe(403)
    },
    slow,
  )

  it(
    'sign a new person in as an agent of their own',
    async () => {
      const made = await runSwitchyard(['sign-in', '--data', data, '--as', 'second.agent@example.com', '--json'])
      const { url } = JSON.parse(made.out)
      const signedIn = await signIn(new URL(url).hash.replace('#token=', ''))
      expect(signedIn.status).toBe(201)
      const cookie = signedIn.headers
        .getSetCookie()
        .map((line) => line.split(';', 1)[0])
        .join('; ')
      const me = await fetch(`${service.address}/v1/me`, { headers: { cookie, 'x-workspace': 'operations-review' } })
      expect(await me.text()).toContain('Second Agent')
    },
    slow,
  )

  it(
    'play the tour without a difference',
    async () => {
      const tour = await runSwitchyard(['tour', '--data', data])
      expect(tour.out.split('\n').filter((line) => line.includes('✗'))).toEqual([])
      expect(tour.code).toBe(0)
      expect(tour.out).toContain('Offered to one')
    },
    slow,
  )

  it(
    'play the tour beside the work of many, and leave it alone',
    async () => {
      const waiting = await Promise.all(Array.from({ length: 12 }, () => create(firstRequest)))
      const tour = await runSwitchyard(['tour', '--data', data])
      expect(tour.out.split('\n').filter((line) => line.includes('✗'))).toEqual([])
      expect(tour.code).toBe(0)
      expect(tour.out).toContain('Assigned by hand')
      for (const answer of waiting) {
        const { id } = (await answer.json()) as { id: string }
        const events = await call(`/v1/tickets/${id}/timeline`)
        expect(JSON.stringify(events.body)).not.toContain('offer.')
      }
    },
    slow,
  )

  it(
    'find nothing wrong',
    async () => {
      const doctor = await runSwitchyard(['doctor', '--data', data])
      expect(doctor.out).toContain('keeps its invariants')
      expect(doctor.code).toBe(0)
    },
    slow,
  )
})

describe('a start that may not go on', () => {
  it(
    'names the process that uses the data folder',
    async () => {
      const second = await runSwitchyard(['start', '--port', '0', '--no-build-console', '--data', data])
      expect(second).toMatchObject({ code: 1, out: '' })
      expect(second.told).toBe(
        `switchyard: The data folder ${data} is in use by process ${service.pid} since ${sinceOf(second.told)}.\n`,
      )
    },
    slow,
  )

  it(
    'names the port that is taken, before it makes anything',
    async () => {
      const { port } = new URL(service.address)
      const second = await runSwitchyard(['start', '--port', port, '--data', join(folder, 'other')])
      expect(second.told).toBe(
        `switchyard: Port ${port} on 127.0.0.1 is taken by another program; choose one with --port.\n`,
      )
      expect(second.code).toBe(1)
    },
    slow,
  )
})

function sinceOf(told: string): string {
  return /since (\S+)\.\n/.exec(told)?.[1] ?? ''
}

describe('a stop', () => {
  it(
    'answers what is under way, exits 0, and what was answered is there afterwards',
    async () => {
      const numbers: number[] = []
      const creating = Array.from({ length: 40 }, async (_, index) => {
        const answer = await create({ ...firstRequest, customerId: `stop-${index}`, tags: ['stop'] })
        if (answer.status === 201) numbers.push(((await answer.json()) as { number: number }).number)
      })
      // In the middle of it: as soon as one was answered.
      await Promise.race(creating)
      const exit = service.end('SIGTERM')
      await Promise.allSettled(creating)
      expect(await exit).toBe(0)
      expect(numbers.length).toBeGreaterThan(0)
      expect(service.logged()).toContain('server.stopped')
      expect(service.logged()).not.toMatch(/"level":"(warn|error)"/)

      service = await startServiceProcess({ dataFolder: data })
      const { body } = await call('/v1/tickets?q=tag:stop&limit=200')
      const kept = body.data.map((ticket: { number: number }) => ticket.number)
      expect(kept).toEqual(expect.arrayContaining(numbers))
    },
    slow,
  )

  it(
    'leaves commands that work without a server, and a later start shows no secret',
    async () => {
      expect(service.told()).not.toMatch(/sy_|#token=/)
      await service.end('SIGTERM')
      const made = await runSwitchyard([
        'token',
        'create',
        '--data',
        data,
        '--name',
        'Offline',
        '--role',
        'admin',
        '--json',
      ])
      expect(made.code).toBe(0)
      service = await startServiceProcess({ dataFolder: data })
      expect((await call('/v1/tickets?limit=1', { as: JSON.parse(made.out).token })).status).toBe(200)
    },
    slow,
  )

  it(
    'refuses to go on with a schema that is newer than the program',
    async () => {
      const running = await findRunningPostgres(data)
      await onOwner(
        running?.ownerUrl ?? '',
        `insert into schema_migrations (number, name, checksum) values (9999, '9999-later.sql', '')`,
      )
      await service.end('SIGTERM')
      const refused = await runSwitchyard(['start', '--port', '0', '--no-build-console', '--data', data])
      expect(refused.code).toBe(1)
      expect(refused.told).toMatch(
        /^switchyard: This database is at migration 9999, newer than this Switchyard \(\d+\)\. Upgrade Switchyard\.\n$/,
      )
      const postgres = await startEmbeddedPostgres({ dataFolder: data, log: () => {} })
      await onOwner(postgres.ownerUrl, 'delete from schema_migrations where number = 9999')
      await postgres.stop()
      service = await startServiceProcess({ dataFolder: data })
    },
    slow,
  )
})

async function onOwner(ownerUrl: string, statement: string): Promise<void> {
  const client = new Client(ownerUrl)
  await client.connect()
  await client.query(statement)
  await client.end()
}
