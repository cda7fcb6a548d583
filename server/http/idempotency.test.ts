import { Type } from 'typebox'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { sql } from '../database/query.ts'
import { openTestInstallation } from '../modules/access/testing/test-installation-store.ts'
import { AppError } from '../platform/errors.ts'
import { newId } from '../platform/ids.ts'
import { answer } from './answer.ts'
import { defineRoute } from './route.ts'
import { admin, openSampleApp, sampleAuthenticate } from './testing/sample-app.ts'

const test = await openTestInstallation()
const { workspace } = test

/** A call that ends with a wait resolves `entered`, and goes on when the test resolves `gate`. */
let gate = Promise.withResolvers<void>()
let entered = Promise.withResolvers<void>()
const Partner = Type.Object({ id: Type.String(), slug: Type.String() })
const body = Type.Object({ slug: Type.String(), ending: Type.Optional(Type.String()) })

/** Stores a partner, in a transaction of its own as a verb would, and then does what the body says. */
const createPartner = defineRoute({
  method: 'POST',
  url: '/v1/keyed',
  aliases: ['/v1/keyed/create'],
  operationId: 'createKeyed',
  summary: 'Stores a row',
  tag: 'keyed',
  permission: 'ticket:write',
  body,
  query: Type.Object({ note: Type.Optional(Type.String()), mark: Type.Optional(Type.String()) }),
  answers: { 201: Partner, 204: null },
  example: {},
  handle: async ({ context, body: { slug, ending } }) => {
    const id = newId()
    await context.transaction((tx) =>
      tx.rows(sql`
        insert into partners (workspace_id, id, slug, name)
        values (${context.workspace.id}, ${id}, ${slug}, ${slug})`),
    )
    if (ending?.startsWith('wait') === true) {
      entered.resolve()
      await gate.promise
    }
    if (ending === 'conflict') throw new AppError('conflict', `Too late for ${id}.`)
    if (ending === 'forbidden') throw new AppError('forbidden', 'Not yours.')
    if (ending?.endsWith('fault') === true) throw new Error('broken')
    if (ending === 'nothing') return answer(204)
    return answer(201, { id, slug }, { location: `/v1/keyed/${id}` })
  },
})

const secret = `sy_${'Ab3'.repeat(12)}`

/** Answers what opens something, as a chat does for its customer's page. */
const openChat = defineRoute({
  method: 'POST',
  url: '/v1/keyed/chats',
  operationId: 'openKeyed',
  summary: 'Answers a token',
  tag: 'keyed',
  permission: 'ticket:write',
  body: Type.Object({ said: Type.String() }),
  answers: { 201: Type.Object({ said: Type.String(), token: Type.String(), page: Type.String() }) },
  example: {},
  handle: ({ body: { said } }) =>
    answer(201, { said, token: secret, page: `https://desk.example/?a=b&token=${secret}` }),
})

const { app, close } = await openSampleApp({
  routes: [createPartner, openChat],
  authenticate: {
    ...sampleAuthenticate,
    token: async (text) => ({ ...(await sampleAuthenticate.token(text)), workspace }),
  },
  openContextFor: (caller, requestId) => test.here.openContext({ ...caller, requestId }),
})
afterAll(async () => {
  await close()
  await test.close()
})
beforeEach(() => {
  gate = Promise.withResolvers<void>()
  entered = Promise.withResolvers<void>()
})

let count = 0
const fresh = () => `key-${count++}`
const slugOf = (key: string) => `slug-of-${key}`

async function send(
  key: string | null,
  payload: object,
  more: { url?: string; headers?: Record<string, string> } = {},
) {
  const headers = { ...admin, ...(key === null ? {} : { 'idempotency-key': key }), ...more.headers }
  return app.inject({ method: 'POST', url: more.url ?? '/v1/keyed', headers, payload })
}

async function partners(slug: string): Promise<number> {
  const rows = await test.query<{ count: string }>('select count(*) from partners where slug = $1', [slug])
  return Number(rows[0]?.count)
}

describe('a repeated POST with its key', () => {
  it('has one effect and the first answer: status, body and location', async () => {
    const key = fresh()
    const first = await send(key, { slug: slugOf(key) })
    const again = await send(key, { slug: slugOf(key) })
    expect(first.statusCode).toBe(201)
    expect(first.headers['idempotent-replayed']).toBeUndefined()
    expect(again.headers['idempotent-replayed']).toBe('true')
    expect([again.statusCode, again.body, again.headers['location'], again.headers['content-type']]).toEqual([
      201,
      first.body,
      first.headers['location'],
      first.headers['content-type'],
    ])
    expect(await partners(slugOf(key))).toBe(1)
  })

  it('is the same at an alias and with its query in another order', async () => {
    const key = fresh()
    const first = await send(key, { slug: slugOf(key) }, { url: '/v1/keyed?note=a&mark=b' })
    const again = await send(key, { slug: slugOf(key) }, { url: '/v1/keyed/create?mark=b&note=a' })
    expect(again.body).toBe(first.body)
    expect(again.headers['idempotent-replayed']).toBe('true')
  })

  it('may answer nothing, twice', async () => {
    const key = fresh()
    const answers = [
      await send(key, { slug: slugOf(key), ending: 'nothing' }),
      await send(key, { slug: slugOf(key), ending: 'nothing' }),
    ]
    expect(answers.map((response) => [response.statusCode, response.body])).toEqual([
      [204, ''],
      [204, ''],
    ])
  })

  it('is answered a token again that is stored nowhere as it is', async () => {
    const key = fresh()
    const call = () => send(key, { said: '"token":"mine" ?token=mine' }, { url: '/v1/keyed/chats' })
    const first = await call()
    expect(first.json()).toMatchObject({ token: secret, said: '"token":"mine" ?token=mine' })
    const again = await call()
    expect([again.body, again.headers['idempotent-replayed']]).toEqual([first.body, 'true'])
    const [kept] = await test.query<{ response: string }>('select response from idempotency_keys where key = $1', [key])
    expect(kept?.response).toContain('said')
    expect(kept?.response).not.toContain(secret)
  })

  it('takes a quoted key for the same as a bare one', async () => {
    const key = fresh()
    const first = await send(`"${key}"`, { slug: slugOf(key) })
    expect((await send(key, { slug: slugOf(key) })).body).toBe(first.body)
  })
})

describe('another request with the same key', () => {
  it.each([
    ['another body', (slug: string) => ({ slug: `${slug}-2`, ending: 'x' }), {}],
    ['the same body written otherwise', (slug: string) => ({ ending: 'x', slug }), {}],
    ['another query', (slug: string) => ({ slug, ending: 'x' }), { url: '/v1/keyed?note=2' }],
  ])('is refused with 422: %s', async (_, payloadOf, more) => {
    const key = fresh()
    expect((await send(key, { slug: slugOf(key), ending: 'x' })).statusCode).toBe(201)
    const response = await send(key, payloadOf(slugOf(key)), more)
    expect([response.statusCode, response.json().code]).toEqual([422, 'idempotency_key_reused'])
  })

  it('passes for another caller', async () => {
    const key = fresh()
    await send(key, { slug: slugOf(key) })
    const other = await send(key, { slug: `${slugOf(key)}-2` }, { headers: { authorization: 'Bearer sy_slow' } })
    expect([other.statusCode, other.headers['idempotent-replayed']]).toEqual([201, undefined])
  })
})

describe('a refusal by the verb', () => {
  it('undoes the effect and is answered again, byte for byte', async () => {
    const key = fresh()
    const first = await send(key, { slug: slugOf(key), ending: 'conflict' })
    const again = await send(key, { slug: slugOf(key), ending: 'conflict' })
    expect(first.statusCode).toBe(409)
    expect([again.statusCode, again.body]).toEqual([409, first.body])
    expect(again.headers['content-type']).toContain('application/problem+json')
    expect(again.headers['idempotent-replayed']).toBe('true')
    expect(await partners(slugOf(key))).toBe(0)
  })

  it.each(['forbidden', 'fault'])('is not kept when it may pass next time: %s', async (ending) => {
    const key = fresh()
    const first = await send(key, { slug: slugOf(key), ending })
    const again = await send(key, { slug: slugOf(key), ending })
    expect(first.statusCode).toBe(ending === 'fault' ? 500 : 403)
    expect(again.headers['idempotent-replayed']).toBeUndefined()
    expect(again.json().requestId).not.toBe(first.json().requestId)
    expect(await partners(slugOf(key))).toBe(0)
    expect((await send(key, { slug: slugOf(key) })).statusCode).toBe(201)
  })

  it('is not kept when it came before the verb: a corrected request may use the key', async () => {
    const key = fresh()
    expect((await send(key, { slug: 5 })).statusCode).toBe(400)
    expect(
      (await send(key, { slug: slugOf(key) }, { headers: { authorization: 'Bearer sy_reader' } })).statusCode,
    ).toBe(403)
    expect((await send(key, { slug: slugOf(key) })).statusCode).toBe(201)
  })
})

describe('a twin that still runs', () => {
  it('is waited for, and its answer given', async () => {
    const key = fresh()
    const first = send(key, { slug: slugOf(key), ending: 'wait' })
    await entered.promise
    const second = send(key, { slug: slugOf(key), ending: 'wait' })
    await expect.poll(waitingForLock).toBe(1)
    gate.resolve()
    expect((await second).headers['idempotent-replayed']).toBe('true')
    expect((await second).body).toBe((await first).body)
    expect(await partners(slugOf(key))).toBe(1)
  })

  it('is given up after three seconds with 409 and Retry-After', async () => {
    const key = fresh()
    const first = send(key, { slug: slugOf(key), ending: 'wait' })
    await entered.promise
    const second = await send(key, { slug: slugOf(key), ending: 'wait' })
    expect([second.statusCode, second.json().code]).toEqual([409, 'idempotency_twin_running'])
    expect(second.headers['retry-after']).toBe('1')
    gate.resolve()
    expect((await first).statusCode).toBe(201)
  })

  it('takes over when the first one fails', async () => {
    const key = fresh()
    const payload = { slug: slugOf(key), ending: 'wait, then fault' }
    const first = send(key, payload)
    await entered.promise
    entered = Promise.withResolvers<void>()
    const second = send(key, payload)
    await expect.poll(waitingForLock).toBe(1)
    gate.resolve()
    await entered.promise
    expect([(await first).statusCode, (await second).statusCode]).toEqual([500, 500])
    expect(await partners(slugOf(key))).toBe(0)
  })

  it('has one effect, however many come at once', async () => {
    const key = fresh()
    const answers = await Promise.all(Array.from({ length: 10 }, () => send(key, { slug: slugOf(key) })))
    expect(new Set(answers.map((response) => response.body)).size).toBe(1)
    expect(answers.filter((response) => response.headers['idempotent-replayed'] === undefined)).toHaveLength(1)
    expect(await partners(slugOf(key))).toBe(1)
  })
})

describe('a key', () => {
  it('lives for exactly 24 hours', async () => {
    const key = fresh()
    const first = await send(key, { slug: slugOf(key) })
    const age = (text: string) =>
      test.query('update idempotency_keys set created_at = now() - $2::interval where key = $1', [key, text])
    await age('23 hours 59 minutes')
    expect((await send(key, { slug: slugOf(key) })).body).toBe(first.body)
    await age('24 hours')
    const later = await send(key, { slug: `${slugOf(key)}-later` })
    expect([later.statusCode, later.headers['idempotent-replayed']]).toEqual([201, undefined])
    expect((await send(key, { slug: `${slugOf(key)}-later` })).body).toBe(later.body)
  })

  it('is not needed', async () => {
    expect((await send(null, { slug: 'without-key' })).statusCode).toBe(201)
  })
})

async function waitingForLock(): Promise<number> {
  const rows = await test.query<{ count: string }>(
    `select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  )
  return Number(rows[0]?.count)
}
