import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ChatDesk, openChatDesk } from '../../modules/chat/testing/chat-desk.ts'
import { openSampleApp, type SampleApp } from '../testing/sample-app.ts'
import { widgetArticleRoutes } from './widget-articles.ts'

const publicUrl = 'http://127.0.0.1:8080'
const shop = 'https://shop.example'
const channel = 'home.live-chat'

let desk: ChatDesk
let sample: SampleApp
beforeAll(async () => {
  desk = await openChatDesk((text) => text.replace(/^( {6})es: Un depósito no ha llegado\n/m, ''))
  sample = await openSampleApp({ pages: widgetArticleRoutes({ installation: desk.home.here, publicUrl }) })
})
afterAll(async () => {
  await sample.close()
  await desk.close()
})

interface Answered {
  readonly data: readonly {
    readonly body: readonly { readonly lines: readonly (readonly { readonly text: string }[])[] }[]
  }[]
  readonly errors: readonly { readonly pointer: string }[]
}

const post = async (url: string, payload: object, origin: string | null = shop) => {
  const headers = origin === null ? {} : { origin }
  const { statusCode, body, headers: answered } = await sample.app.inject({ method: 'POST', url, payload, headers })
  return { status: statusCode, body: body === '' ? null : (JSON.parse(body) as Answered), headers: answered }
}
const suggest = (more: object = {}, origin: string | null = shop) =>
  post('/v1/widget/articles', { channel, text: 'My deposit is missing', ...more }, origin)
const visit = 'v'.repeat(24)
const show = (body: object = {}) =>
  post('/v1/widget/articles/showings', { channel, visit, articles: ['missing-deposit'], ...body })
const showings = () =>
  desk.home.query<{ article: string; isOpened: boolean; helped: boolean | null; visit: string }>(
    `select article, opened_at is not null as "isOpened", helped, visit from article_showings order by visit, article`,
  )
const answers = () =>
  desk.home.query<{ data: object; actor: object }>("select data, actor from events where type = 'article.answered'")

describe('what a visitor may read before it asks', () => {
  it('is found by what it writes, in its language, taken apart for its page', async () => {
    const { status, body, headers } = await suggest({ language: 'pt-BR' })
    expect(status).toBe(200)
    expect(body?.data[0]).toMatchObject({ key: 'missing-deposit', language: 'pt', title: 'Um depósito não chegou' })
    expect(body?.data[0]?.body[0]?.lines[0]).toContainEqual({ text: 'em 15 minutos', isStrong: true, url: null })
    expect(headers['access-control-allow-origin']).toBe('*')
  })

  it.each([
    ['fr', 'en', 'A deposit has not arrived'],
    [undefined, 'en', 'A deposit has not arrived'],
    // Its title alone is not there in Spanish.
    ['es', 'es', 'A deposit has not arrived'],
  ])('asked in %s is in %s', async (language, spoken, title) => {
    expect((await suggest({ language })).body?.data[0]).toMatchObject({ language: spoken, title })
  })

  it('may be the text of a macro', async () => {
    const { body } = await suggest({ text: 'I was charged twice' })
    expect(body?.data).toMatchObject([{ key: 'payment-details' }])
    expect(body?.data[0]?.body[0]?.lines[0]?.[0]?.text).toContain('transaction id')
  })

  it('is nothing for what nobody has written about', async () => {
    expect((await suggest({ text: 'Good morning' })).body).toEqual({ data: [] })
  })

  it('is kept nowhere', async () => {
    const before = await desk.home.query('select seq from events')
    await suggest()
    expect(await desk.home.query('select seq from events')).toEqual(before)
  })

  it.each([
    ['of another origin', channel, 'https://evil.example'],
    ['without an origin', channel, null],
    ['of no channel', 'home.nowhere', shop],
  ])('is not for a page %s', async (_, asked, origin) => {
    const calls = {
      '': { text: 'deposit' },
      '/showings': { visit, articles: ['missing-deposit'] },
      '/missing-deposit/answers': { helped: true },
    }
    for (const [path, body] of Object.entries(calls)) {
      expect(await post(`/v1/widget/articles${path}`, { channel: asked, ...body }, origin)).toMatchObject({
        status: 403,
        body: { detail: 'No such channel is open to this page.' },
      })
    }
    expect([await answers(), await showings()]).toEqual([[], []])
  })

  it.each([
    [{ text: '' }, '/text'],
    [{ text: 'x'.repeat(2001) }, '/text'],
    [{ channel: 'home' }, '/channel'],
    [{ language: '!' }, '/language'],
  ])('is refused for %j, by name', async (more, pointer) => {
    const { status, body } = await suggest(more)
    expect([status, body?.errors[0]?.pointer]).toEqual([400, pointer])
  })
})

describe('what was shown', () => {
  it('counts once in a visit, whose name is not kept', async () => {
    const before = await desk.home.query('select seq from events')
    expect(await show({ articles: ['missing-deposit', 'cannot-join', 'missing-deposit'] })).toMatchObject({
      status: 204,
      body: null,
    })
    await show({ opened: true })
    await show()
    expect(await showings()).toMatchObject([
      { article: 'cannot-join', isOpened: false, helped: null },
      { article: 'missing-deposit', isOpened: true, helped: null },
    ])
    for (const { visit: kept } of await showings()) expect(kept).not.toContain('vvv')
    expect(await desk.home.query('select seq from events')).toEqual(before)
  })

  it.each([
    [{ articles: ['missing-deposit', 'constructor'] }, '/articles/1', 'unknown_article'],
    [{ articles: [] }, '/articles', null],
    [{ articles: Array.from({ length: 11 }, () => 'cannot-join') }, '/articles', null],
    [{ visit: 'short' }, '/visit', null],
    [{ channel: 'home' }, '/channel', null],
    [{ opened: 'wide' }, '/opened', null],
  ])('is refused for %j, by name, and not counted', async (more, pointer, code) => {
    const { status, body } = await show({ visit: 'w'.repeat(24), ...more })
    expect([status, body?.errors[0]?.pointer]).toEqual([400, pointer])
    if (code !== null) expect(body?.errors[0]).toMatchObject({ code })
    expect(await showings()).toHaveLength(2)
  })
})

describe('whether it helped', () => {
  const say = (article: string, body: object = { channel, helped: true }) =>
    post(`/v1/widget/articles/${article}/answers`, body)

  it('is told as an event, each time and of nobody', async () => {
    expect(await say('missing-deposit')).toMatchObject({ status: 204, body: null })
    expect((await say('cannot-join', { channel, helped: false })).status).toBe(204)
    expect(await answers()).toMatchObject([
      { data: { article: 'missing-deposit', channel: 'live-chat', helped: true }, actor: { kind: 'system' } },
      { data: { article: 'cannot-join', channel: 'live-chat', helped: false }, actor: { kind: 'system' } },
    ])
  })

  it('counts once in its visit, where that is named, and says that it was open', async () => {
    await say('cannot-join', { channel, helped: false, visit })
    await say('cannot-join', { channel, helped: true, visit })
    expect(await showings()).toContainEqual(
      expect.objectContaining({ article: 'cannot-join', isOpened: true, helped: true }),
    )
    expect(await showings()).toHaveLength(2)
    expect(await answers()).toHaveLength(4)
  })

  it('is refused of an article that is not there, and without an answer', async () => {
    expect(await say('constructor')).toMatchObject({ status: 404, body: { detail: 'There is no such article.' } })
    const { status, body } = await say('missing-deposit', { channel })
    expect([status, body?.errors[0]?.pointer]).toEqual([400, '/helped'])
    const named = await say('missing-deposit', { channel, helped: true, visit: 'short' })
    expect([named.status, named.body?.errors[0]?.pointer]).toEqual([400, '/visit'])
  })
})
