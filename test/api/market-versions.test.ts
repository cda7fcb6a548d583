import { beforeAll, describe, expect, it } from 'vitest'
import { openOwnService } from './testing/own-service.ts'
import { exampleMarket } from './testing/partner-things.ts'
import { type Headers, openPlace } from './testing/place.ts'
import { send } from './testing/running-service.ts'

const { service } = await openOwnService()
const place = await openPlace(service, 'market-versions')

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'
const as =
  (headers: Headers) =>
  (method: Method, url: string, payload?: object, more: Headers = {}) =>
    send(service, { method, url, headers: { ...headers, ...more }, ...(payload !== undefined && { payload }) })
const call = as(place.admin)

const longer = exampleMarket.replace('Minutes: 60 ', 'Minutes: 60.5 ').replace('Minutes: 60 }', 'Minutes: 61 }')
const british = exampleMarket
  .replace('slug: iberia', 'slug: britain')
  .replace('regions: [ES, PT]', 'regions: [GB]')
  .replace('locales: [es, pt, en]', 'locales: [en, es, pt]')
const threshold = { subject: 'market', id: 'iberia', field: 'storeTicketTimeThresholdMinutes' }
let editor: ReturnType<typeof as>
let franchisee: ReturnType<typeof as>
beforeAll(async () => {
  await call('PUT', '/v1/markets/iberia', { document: exampleMarket })
  await call('PUT', '/v1/markets/iberia', { document: longer })
  await call('PUT', '/v1/markets/britain', { document: british })
  editor = as((await place.token({ role: 'market-editor', markets: ['britain'] })).headers)
  franchisee = as((await place.token({ role: 'franchisee', franchisees: ['Meseta Grill'] })).headers)
})

describe('the versions of a market', () => {
  it('are listed with who published them and when, the newest first', async () => {
    const { status, body } = await call('GET', '/v1/markets/iberia/versions')
    expect([status, body.page.next]).toEqual([200, null])
    const own = { publishedBy: { kind: 'token', name: expect.any(String) }, publishedAt: expect.any(String) }
    expect(body.data).toEqual([
      { version: 2, restores: null, ...own },
      { version: 1, restores: null, ...own },
    ])
    expect((await call('GET', '/v1/markets/nowhere/versions')).body.data).toEqual([])
  })

  it('say what they changed, against the one before or any other', async () => {
    const second = await call('GET', '/v1/markets/iberia/versions/2')
    expect(second.body).toMatchObject({ slug: 'iberia', version: 2, document: longer, against: 1 })
    expect(second.body.changes).toEqual([{ ...threshold, from: '60', to: '60.5' }])
    const back = await call('GET', '/v1/markets/iberia/versions/1?against=2')
    expect(back.body.changes).toEqual([{ ...threshold, from: '60.5', to: '60' }])
    const first = await call('GET', '/v1/markets/iberia/versions/1')
    expect(first.body.against).toBe(0)
    expect(first.body.changes[0]).toEqual({
      subject: 'market',
      id: 'iberia',
      field: null,
      from: null,
      to: 'burger-house',
    })
  })

  it.each([
    ['a version there is not', '/v1/markets/iberia/versions/9', 404, undefined],
    ['a market there is not', '/v1/markets/nowhere/versions/1', 404, undefined],
    ['another one there is not', '/v1/markets/iberia/versions/1?against=9', 400, 'against'],
  ])('refuse %s', async (_, url, status, pointer) => {
    const answer = await call('GET', url)
    expect([answer.status, answer.body.errors?.[0].pointer]).toEqual([status, pointer])
  })

  it('are shown to who may read the market', async () => {
    expect((await editor('GET', '/v1/markets/iberia/versions')).body.data).toEqual([])
    expect((await editor('GET', '/v1/markets/iberia/versions/1')).status).toBe(404)
    expect((await editor('GET', '/v1/markets/britain/versions/1')).status).toBe(200)
  })
})

describe('bringing a version back', () => {
  it('publishes its text as the next one, and leaves what was', async () => {
    const made = await call('POST', '/v1/markets/iberia/rollback', { version: 1, expectedVersion: 2 })
    expect([made.status, made.body.version, made.body.check.isPublishable]).toEqual([200, 3, true])
    expect(made.headers['etag']).toBe('"market-iberia.3"')
    expect((await call('GET', '/v1/markets/iberia')).body).toMatchObject({ version: 3, document: exampleMarket })
    const { body } = await call('GET', '/v1/markets/iberia/versions')
    expect(
      body.data.map(({ version, restores }: { version: number; restores: number }) => [version, restores]),
    ).toEqual([
      [3, 1],
      [2, null],
      [1, null],
    ])
    expect((await call('GET', '/v1/markets/iberia/versions/2')).body.document).toBe(longer)
    const events = await call('GET', '/v1/events?types=market.published&limit=200')
    expect(events.body.data.at(-1).data).toEqual({ slug: 'iberia', version: 3, restores: 1 })
  })

  it('said again changes nothing: its text is in force', async () => {
    expect((await call('POST', '/v1/markets/iberia/rollback', { version: 1 })).body.version).toBe(3)
    expect((await call('POST', '/v1/markets/iberia/rollback', { version: 3 })).body.version).toBe(3)
  })

  it('is refused over another version than the one that was seen', async () => {
    const asked = { version: 2, expectedVersion: 2 }
    const stale = await call('POST', '/v1/markets/iberia/rollback', asked)
    expect([stale.status, stale.body.code]).toEqual([412, 'version_mismatch'])
    const tagged = await call(
      'POST',
      '/v1/markets/iberia/rollback',
      { version: 2 },
      { 'if-match': '"market-iberia.2"' },
    )
    expect(tagged.status).toBe(412)
  })

  it('is refused where another market has its regions by now', async () => {
    const spanish = exampleMarket.replace('regions: [ES, PT]', 'regions: [ES]')
    const portuguese = exampleMarket
      .replace('regions: [ES, PT]', 'regions: [PT]')
      .replace('slug: iberia', 'slug: portugal')
    await call('PUT', '/v1/markets/iberia', { document: spanish })
    await call('PUT', '/v1/markets/portugal', { document: portuguese })
    const { status, body } = await call('POST', '/v1/markets/iberia/rollback', { version: 1 })
    expect([status, body.detail]).toEqual([409, 'burger-house in PT belongs to the market "portugal".'])
    expect((await call('GET', '/v1/markets/iberia')).body.version).toBe(4)
  })

  it('is for who may change the market', async () => {
    expect((await editor('POST', '/v1/markets/iberia/rollback', { version: 1 })).status).toBe(403)
    expect((await franchisee('POST', '/v1/markets/iberia/rollback', { version: 1 })).status).toBe(403)
    expect((await call('POST', '/v1/markets/iberia/rollback', { version: 99 })).status).toBe(404)
    expect((await call('POST', '/v1/markets/iberia/rollback', { version: 0 })).status).toBe(400)
  })
})

describe('the draft of a market', () => {
  const url = '/v1/market-drafts/britain'
  const unfinished = `${british}\nnotes: [`

  it('is kept with its faults, for whoever edits the market, on any device', async () => {
    const saved = await editor('PUT', url, { document: unfinished, expectedVersion: 0 })
    expect(saved.body).toMatchObject({ slug: 'britain', basedOn: 1, document: unfinished })
    expect((await call('GET', url)).body).toEqual(saved.body)
    const listed = await call('GET', '/v1/market-drafts')
    expect(listed.body.data).toMatchObject([{ slug: 'britain', version: saved.body.version }])
    expect(listed.body.data[0]).not.toHaveProperty('document')
    expect((await call('GET', '/v1/markets/britain')).body).toMatchObject({ version: 1, document: british })
  })

  it('is written on only by who saw it as it is', async () => {
    const { body: seen, headers } = await call('GET', url)
    const next = await editor('PUT', url, { document: `${unfinished}]`, expectedVersion: seen.version })
    expect([next.status, next.body.version > seen.version]).toEqual([200, true])
    for (const expectedVersion of [0, seen.version, next.body.version + 7]) {
      const late = await call('PUT', url, { document: 'slug: britain # mine', expectedVersion })
      expect([late.status, late.body.code, late.body.currentVersion]).toEqual([
        412,
        'version_mismatch',
        next.body.version,
      ])
    }
    const tagged = await call('PUT', url, { document: 'x' }, { 'if-match': String(headers['etag']) })
    expect(tagged.status).toBe(412)
    expect((await call('DELETE', `${url}?expectedVersion=${seen.version}`)).status).toBe(412)
    expect((await call('GET', url)).body).toEqual(next.body)
  })

  it('keeps what it was written over while others publish', async () => {
    await call('PUT', '/v1/markets/britain', { document: `${british}\n# Reviewed.\n` })
    const { body } = await call('GET', url)
    const again = await editor('PUT', url, { document: british, expectedVersion: body.version })
    expect(again.body.basedOn).toBe(1)
    const rebased = await editor('PUT', url, { document: british, basedOn: 2, expectedVersion: again.body.version })
    expect(rebased.body.basedOn).toBe(2)
    const ahead = await editor('PUT', url, { document: british, basedOn: 3 })
    expect([ahead.status, ahead.body.errors[0].pointer]).toEqual([400, '/basedOn'])
  })

  it('ends with its publication, and stays when it has other words', async () => {
    await editor('PUT', url, { document: `${british}\n# Mine.\n` })
    await call('PUT', '/v1/markets/britain', { document: `${british}\n# Theirs.\n` })
    expect((await call('GET', url)).status).toBe(200)
    await editor('PUT', '/v1/markets/britain', { document: `${british}\n# Mine.\n` })
    expect((await call('GET', url)).status).toBe(404)
  })

  it('is dropped, and dropped again without a word; a device that had it hears of that', async () => {
    const { body } = await editor('PUT', url, { document: unfinished, expectedVersion: 0 })
    expect((await editor('DELETE', `${url}?expectedVersion=${body.version}`)).status).toBe(204)
    expect((await editor('DELETE', url)).status).toBe(204)
    const late = await editor('PUT', url, { document: british, expectedVersion: body.version })
    expect([late.status, late.body.currentVersion]).toEqual([412, 0])
  })

  it('may be of a market that is still to be', async () => {
    const made = await call('PUT', '/v1/market-drafts/nordics', { document: 'slug: nordics', expectedVersion: 0 })
    expect(made.body).toMatchObject({ basedOn: 0 })
    expect((await call('DELETE', '/v1/market-drafts/nordics')).status).toBe(204)
  })

  it('is for who may change the market', async () => {
    await call('PUT', '/v1/market-drafts/iberia', { document: exampleMarket })
    for (const caller of [editor, franchisee]) {
      expect((await caller('GET', '/v1/market-drafts/iberia')).status).toBe(404)
      expect((await caller('GET', '/v1/market-drafts')).body.data).toEqual([])
      expect((await caller('PUT', '/v1/market-drafts/iberia', { document: 'x' })).status).toBe(403)
      expect((await caller('DELETE', '/v1/market-drafts/iberia')).status).toBe(403)
    }
  })

  it.each([
    ['nothing written', { document: '  ' }],
    ['no document', {}],
  ])('refuses %s', async (_, payload) => {
    const { status, body } = await call('PUT', url, payload)
    expect([status, body.errors[0].pointer]).toEqual([400, '/document'])
  })

  it('is of something that may be a market’s name', async () => {
    expect((await call('PUT', '/v1/market-drafts/No%20Name', { document: 'x' })).status).toBe(404)
  })
})
