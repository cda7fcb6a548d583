import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readIdentitySecrets } from '../access/index.ts'
import { getCustomer } from '../customers/index.ts'
import { claimTimers } from '../timers/index.ts'
import {
  findWidget,
  fireChatTimer,
  getChat,
  openWidgetChat,
  readChatMessages,
  readWidget,
  requireWidget,
} from './index.ts'
import { type ChatDesk, openChatDesk } from './testing/chat-desk.ts'

let desk: ChatDesk
beforeAll(async () => {
  desk = await openChatDesk()
})
afterAll(() => desk.close())

const key = 'home.live-chat'
const page = { origin: 'https://shop.example', isOwnPage: false }
const nothing = { identity: null, visitorId: null, language: 'en', message: null, mode: 'chat' } as const
const form = { name: 'Ana', email: 'ana@example.com', issueSummary: 'My deposit is missing.' }

const widget = () => requireWidget(desk.home.here, { key, requestId: 'r', page })
const open = async (more: Partial<Parameters<typeof openWidgetChat>[1]> = {}) =>
  openWidgetChat(await widget(), { ...nothing, form, page, ...more })

async function word(sub: string, more: object = {}): Promise<string> {
  const [secret = ''] = await readIdentitySecrets(desk.context, { channel: 'live-chat' })
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const exp = desk.context.now() / 1000 + 60
  const signed = `${part({ alg: 'HS256' })}.${part({ sub, exp, ...more })}`
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`
}

describe('a page', () => {
  it('reads what to show, in its visitor’s language', async () => {
    const found = await findWidget(desk.home.here, { key, requestId: 'r' })
    if (found === null) throw new Error('The widget is not there.')
    expect(await readWidget(found, { language: 'pt-BR' })).toMatchObject({ title: 'Fale connosco', isOpen: true })
    const shown = await readWidget(found, { language: 'fr' })
    expect(shown).toMatchObject({ title: 'Talk to us', away: 'message', identity: 'optional' })
    expect(shown.form.map(({ name, required }) => [name, required])).toEqual([
      ['name', false],
      ['email', false],
      ['issueSummary', true],
    ])
  })

  it.for([
    ['of another origin', key, { origin: 'https://evil.example', isOwnPage: false }],
    ['without an origin', key, { origin: null, isOwnPage: false }],
    ['in a sandbox', key, { origin: 'null', isOwnPage: false }],
    ['of a channel without a widget', 'home.email', page],
    ['of no channel', 'home.nowhere', page],
    ['of no workspace', 'nowhere.live-chat', page],
    ['with no key at all', 'home', page],
  ] as const)('%s opens nothing, and hears no more than that', async ([, asked, from]) => {
    const refused = requireWidget(desk.home.here, { key: asked, requestId: 'r', page: from })
    await expect(refused).rejects.toMatchObject({ code: 'forbidden', message: 'No such channel is open to this page.' })
  })

  it('of ours or of an allowed name opens one', async () => {
    for (const origin of ['https://eu.games.example', 'https://shop.example'])
      await requireWidget(desk.home.here, { key, requestId: 'r', page: { origin, isOwnPage: false } })
    await requireWidget(desk.home.here, { key, requestId: 'r', page: { origin: 'http://own', isOwnPage: true } })
  })
})

describe('a visitor', () => {
  it('opens a chat with its answers and its first message', async () => {
    const { chat, token } = await open({ message: 'Hello?' })
    expect(token).toMatch(/^sy_/)
    expect(chat).toMatchObject({ channel: 'live-chat', origin: page.origin, messageSeq: 1, customer: { name: 'Ana' } })
    const customer = await getCustomer(desk.context, { customerId: chat.customer.id })
    expect(customer?.contacts).toMatchObject([{ kind: 'email', value: 'ana@example.com', verifiedAt: null }])
    expect(await readChatMessages(desk.context, { chatId: chat.id, after: 0, limit: 5 })).toMatchObject([
      { body: 'Hello?', author: { kind: 'customer' } },
    ])
  })

  it('is known again by what its browser keeps, and is another one without it', async () => {
    const visitorId = 'a'.repeat(32)
    const [one, two, other] = [await open({ visitorId }), await open({ visitorId }), await open()]
    expect(two.chat.customer.id).toBe(one.chat.customer.id)
    expect(other.chat.customer.id).not.toBe(one.chat.customer.id)
    expect(one.chat.customer.externalId).not.toContain(visitorId)
  })

  it('is who a signed word says, whatever it types', async () => {
    const identity = await word('player-7', { email: 'real@example.com' })
    const { chat } = await open({ identity, form: { ...form, email: 'typed@example.com' } })
    expect(chat.customer.externalId).toBe('player-7')
    const customer = await getCustomer(desk.context, { customerId: chat.customer.id })
    expect(customer?.contacts.map(({ value }) => value)).toEqual(['real@example.com'])
  })

  it('is refused with a word of another channel or none of ours', async () => {
    await expect(open({ identity: 'a.b.c' })).rejects.toMatchObject({ code: 'unauthenticated' })
    const [secret] = await readIdentitySecrets(desk.context, { channel: 'other' })
    const [own] = await readIdentitySecrets(desk.context, { channel: 'live-chat' })
    expect(secret).not.toBe(own)
  })

  it.for([
    ['missing', { name: 'Ana' }, '/form/issueSummary'],
    ['no address', { ...form, email: 'ana' }, '/form/email'],
    ['not asked for', { ...form, tier: 'gold' }, '/form/tier'],
  ] as const)('is told of an answer that is %s', async ([, answers, pointer]) => {
    await expect(open({ form: answers })).rejects.toMatchObject({ fields: [{ pointer }] })
  })

  it('leaves a message while nobody is there', async () => {
    const { chat } = await open({ mode: 'message', message: 'Please write to me.' })
    expect(chat).toMatchObject({ endReason: 'message', task: { kind: 'ticket', state: 'waiting' } })
  })
})

describe('a queue with hours', () => {
  it('takes a message of who came before it closed and can be answered; the others wait', async () => {
    const closed = await openChatDesk((text) =>
      text.replace('label: Frontline\n', 'label: Frontline\n      hours: business-hours\n'),
    )
    try {
      closed.home.advance(Date.parse('2030-01-06T11:00:00Z') - closed.context.now())
      const found = await requireWidget(closed.home.here, { key, requestId: 'r', page })
      expect(await readWidget(found, { language: 'en' })).toMatchObject({ isOpen: false })
      const come = (answers: Record<string, string>) =>
        openWidgetChat(found, { ...nothing, form: answers, page, message: 'Anybody there?' })
      // What names money goes to another queue.
      const plain = { ...form, issueSummary: 'Nothing works.' }
      expect((await come(plain)).chat).toMatchObject({ endReason: 'message', task: { kind: 'ticket' } })
      const { email: _untold, ...others } = plain
      expect((await come(others)).chat).toMatchObject({ endedAt: null, task: { kind: 'chat' } })
    } finally {
      await closed.close()
    }
  })
})

describe('a channel with hours of its own', () => {
  const hours = `live-chat:
    hours: business-hours
    absence: 10m
    label: Live chat`
  let closed: ChatDesk
  beforeAll(async () => {
    closed = await openChatDesk((text) => text.replace(/live-chat:\n {4}label: Live chat/, hours))
  })
  afterAll(() => closed.close())

  it('is closed outside them whatever its queue says, and takes a message then', async () => {
    const { context } = closed
    // To a Sunday, and on to the Monday after it: the office is in Madrid.
    const sunday = Date.parse('2030-01-06T11:00:00Z')
    closed.home.advance(sunday - context.now())
    const found = await requireWidget(closed.home.here, { key, requestId: 'r', page })
    expect(await readWidget(found, { language: 'en' })).toMatchObject({ isOpen: false })
    const { chat } = await openWidgetChat(found, { ...nothing, form, page, message: 'Anybody there?' })
    expect(chat).toMatchObject({ endReason: 'message', messageSeq: 1, task: { kind: 'ticket' } })
    closed.home.advance(24 * 3_600_000)
    expect(await readWidget(found, { language: 'en' })).toMatchObject({ isOpen: true })
    expect((await openWidgetChat(found, { ...nothing, form, page })).chat).toMatchObject({ endedAt: null })
  })

  it('is missed for as long as it says', async () => {
    const { chat } = await openWidgetChat(await requireWidget(closed.home.here, { key, requestId: 'r', page }), {
      ...nothing,
      form,
      page,
    })
    const fire = async () => {
      await closed.home.query(
        `update timers set due_at = now() - interval '1 ms' where kind = 'chat.gone' and subject_id = $1`,
        [chat.id],
      )
      const claim = { kinds: ['chat.gone'], limit: 50, leaseMs: 1, aheadMs: 0 } as const
      const timers = await closed.context.transaction((tx) => claimTimers(tx, closed.context.workspace.id, claim))
      for (const timer of timers) await fireChatTimer(closed.context, timer)
      return (await getChat(closed.context, { chatId: chat.id }))?.endReason ?? null
    }
    closed.home.advance(4 * 60_000)
    expect(await fire()).toBe(null)
    closed.home.advance(7 * 60_000)
    expect(await fire()).toBe('message')
  })
})
