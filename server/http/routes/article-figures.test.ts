import { afterAll, beforeAll, expect, it } from 'vitest'
import { principalWith } from '../../modules/access/testing/test-installation-store.ts'
import { requireWidget } from '../../modules/chat/index.ts'
import { type ChatDesk, openChatDesk } from '../../modules/chat/testing/chat-desk.ts'
import { readOverview } from '../../modules/reports/index.ts'
import { answerArticle, noteShowings, openVisitorChat } from '../../modules/widget/index.ts'

let desk: ChatDesk
beforeAll(async () => {
  desk = await openChatDesk()
})
afterAll(() => desk.close())

const hour = 3_600_000
const page = { origin: 'https://shop.example', isOwnPage: false }
const nothing = { identity: null, visitorId: null, language: 'en', message: null, mode: 'chat' } as const
const form = { issueSummary: 'My deposit is missing.' }
const everything = { from: null, to: null, queue: null, channel: null, serviceLine: null, agentId: null }

const widget = () => requireWidget(desk.home.here, { key: 'home.live-chat', requestId: 'r', page })
const show = async (visit: string, articles: readonly string[], isOpened = false) =>
  noteShowings(await widget(), { visit, articles, isOpened })
const answer = async (visit: string, article: string, helped: boolean) =>
  answerArticle(await widget(), { visit, article, helped })
const ask = async (visit: string | null) => openVisitorChat(await widget(), { ...nothing, form, page, visit })
const read = async (more: object = {}, context = desk.context) =>
  (await readOverview(context, { ...everything, ...more })).articles

it('what was read before chats is none, and no error, before anything was shown', async () => {
  expect(await read()).toEqual({
    shown: 0,
    opened: 0,
    helped: 0,
    notHelped: 0,
    undecided: 0,
    withoutChat: 0,
    withoutChatShare: null,
    byArticle: [],
  })
})

it('counts visits, and those in which nobody asked within a day', async () => {
  await show('reads', ['missing-deposit', 'payment-details'])
  await show('reads', ['missing-deposit'], true)
  await answer('reads', 'missing-deposit', true)
  await show('asks', ['missing-deposit'])
  await answer('asks', 'missing-deposit', false)
  await ask('asks')
  await show('comes-late', ['cannot-join'])
  // Of a page that names no visit, and of one that was shown nothing.
  await ask(null)
  await ask('elsewhere')
  desk.home.advance(23 * hour)
  expect(await read()).toMatchObject({ shown: 3, undecided: 2, withoutChat: 0, withoutChatShare: 0 })
  desk.home.advance(2 * hour)
  await ask('comes-late')
  await show('is-here', ['missing-deposit'])
  desk.home.advance(1)
  expect(await read()).toEqual({
    shown: 4,
    opened: 2,
    helped: 1,
    notHelped: 1,
    undecided: 1,
    withoutChat: 2,
    withoutChatShare: 2 / 3,
    byArticle: [
      {
        key: 'missing-deposit',
        title: 'A deposit has not arrived',
        shown: 3,
        opened: 2,
        helped: 1,
        notHelped: 1,
        undecided: 1,
        withoutChat: 1,
        withoutChatShare: 1 / 2,
      },
      expect.objectContaining({ key: 'cannot-join', shown: 1, withoutChat: 1, withoutChatShare: 1 }),
      expect.objectContaining({ key: 'payment-details', shown: 1, opened: 0, withoutChat: 1 }),
    ],
  })
})

it('asked twice in a visit counts once, and not at all where the chat is refused', async () => {
  const opening = { ...nothing, form: {}, page, visit: 'is-here' }
  await expect(openVisitorChat(await widget(), opening)).rejects.toMatchObject({ code: 'invalid' })
  expect(await read()).toMatchObject({ undecided: 1, withoutChat: 2 })
  await ask('is-here')
  await ask('is-here')
  expect(await read()).toMatchObject({ undecided: 0, withoutChat: 2, withoutChatShare: 1 / 2 })
})

it('is of the time and the channel asked for, and of neither queue, service line nor agent', async () => {
  const from = desk.context.now() - hour
  expect(await read({ from })).toMatchObject({ shown: 1 })
  expect(await read({ channel: 'live-chat' })).toMatchObject({ shown: 4 })
  expect(await read({ channel: 'email' })).toMatchObject({ shown: 0, byArticle: [] })
  for (const more of [{ queue: 'frontline' }, { serviceLine: 'game-support' }, { agentId: desk.context.workspace.id }])
    expect(await read(more)).toBeNull()
})

it('is shown to whoever may see its channel', async () => {
  const limited = (scope: object) =>
    desk.home.contextOf(principalWith(['qa:read'], { scope: { ...desk.context.principal.scope, ...scope } }))
  expect(await read({}, limited({ channels: new Set(['live-chat']) }))).toMatchObject({ shown: 4 })
  expect(await read({}, limited({ channels: new Set(['email']) }))).toMatchObject({ shown: 0 })
  expect(await read({}, limited({ queues: new Set(['frontline']) }))).toBeNull()
})
