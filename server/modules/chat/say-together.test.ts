import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Agent } from '../agents/index.ts'
import { principalWith } from '../access/testing/test-installation-store.ts'
import { transitionTicket, updateTicket } from '../handling/index.ts'
import { publishWorkflow } from '../publishing/index.ts'
import { lockTickets } from '../tickets/index.ts'
import { getWorkflow } from '../workflow/index.ts'
import { closeChat, getChat, onSaid, readChatMessages, readInChat, type SaidNews, sayInChat } from './index.ts'
import { type ChatDesk, openChatDesk, type TestChat } from './testing/chat-desk.ts'

let desk: ChatDesk
beforeAll(async () => {
  desk = await openChatDesk()
})
afterAll(() => desk.close())

type Side = 'customer' | 'agent'
interface Talk {
  readonly chat: TestChat
  readonly agent: Agent
}

const speaker = ({ chat, agent }: Talk, side: Side) => (side === 'agent' ? desk.as(agent) : desk.asCustomer(chat))
/** As part of a transaction, so with nobody else's words. */
const sayAlone = (talk: Talk, side: Side, body: string) => {
  const context = speaker(talk, side)
  return context.transaction((tx) => sayInChat(context.within(tx), { chatId: talk.chat.id, body, clientId: null }))
}

/** Everything a dialogue leaves behind, without ids and instants. */
async function traces({ ticketId, id }: TestChat) {
  const [ticket] = await desk.home.query(
    `select version, event_seq, message_seq, status, next_due_at is not null as is_due from tickets where id = $1`,
    [ticketId],
  )
  const clocks = await desk.home.query(
    `select metric, instance, state, version, met_at is not null as is_met, elapsed_ms is not null as has_counted,
       jsonb_path_query_array(detail, '$.ledger[*].kind') as ledger, jsonb_path_query_array(detail, '$.ledger[*].reason') as reasons,
       detail -> 'fired' as fired
     from sla_clocks where ticket_id = $1 order by metric, instance`,
    [ticketId],
  )
  const timers = await desk.home.query(`select kind from timers where subject_id = $1 order by kind`, [ticketId])
  const events = await desk.home.query(
    `select type, subject_seq, actor ->> 'kind' as actor, data - '{messageId,chatId,taskId,clockId,dueAt,agentId}'::text[] as data
     from events where ticket_id = $1 and type ~ '^(message|sla)' order by seq`,
    [ticketId],
  )
  const places = await desk.home.query(
    `select spoken.seq, message.seq as on_ticket, message.author_kind, message.visibility, message.body
     from chat_messages as spoken join messages as message on message.id = spoken.message_id
     where spoken.chat_id = $1 order by spoken.seq`,
    [id],
  )
  const [read] = await desk.home.query(
    'select agent_read_seq as agent, customer_read_seq as customer from chat_sessions where id = $1',
    [id],
  )
  return { ticket, clocks, timers, events, places, read }
}

describe('words said together', () => {
  it('leave behind what words said alone do: messages, clocks, timers, events and the ticket', async () => {
    const dialogue: readonly (readonly [Side, string])[] = [
      ['customer', 'Hello?'],
      ['agent', 'Good morning'],
      ['agent', 'How can I help?'],
      ['customer', 'My parcel'],
      ['customer', 'is gone'],
      ['agent', 'I see'],
      ['customer', 'Thanks'],
    ]
    for (const priority of ['normal', 'critical'] as const) {
      const [together, alone] = [await desk.answeredChat(), await desk.answeredChat()]
      for (const talk of [together, alone])
        await updateTicket(desk.context, { ticketId: talk.chat.ticketId, update: { priority }, expectedVersion: null })
      for (const [side, body] of dialogue) {
        await sayInChat(speaker(together, side), { chatId: together.chat.id, body, clientId: null })
        await sayAlone(alone, side, body)
      }
      const [one, other] = [await traces(together.chat), await traces(alone.chat)]
      expect(one.places).toHaveLength(dialogue.length)
      expect(one.events.map((event) => (event as { type: string }).type)).toContain('sla.met')
      expect(one).toEqual(other)
    }
  })

  it('are read by the desk that says them, where it had read all before', async () => {
    const talk = await desk.answeredChat()
    const { chat } = talk
    const say = (side: Side, body: string) => sayInChat(speaker(talk, side), { chatId: chat.id, body, clientId: null })
    const unread = async () => {
      const now = await getChat(desk.context, { chatId: chat.id })
      return (now?.messageSeq ?? 0) - (now?.agentReadSeq ?? 0)
    }
    await say('customer', 'Hello?')
    await say('agent', 'Said without looking')
    expect(await unread()).toBe(2)
    await readInChat(desk.as(talk.agent), { chatId: chat.id, seq: 2 })
    await say('agent', 'Together with others')
    await sayAlone(talk, 'agent', 'And alone')
    expect(await unread()).toBe(0)
    await say('customer', 'Thanks')
    expect(await unread()).toBe(1)
  })

  it('begin what a policy that was published meanwhile promises, counted from when it would have begun', async () => {
    const about = { serviceLine: 'platform-support', priority: 'normal' } as const
    const [together, alone] = [await desk.answeredChat(about), await desk.answeredChat(about)]
    desk.home.advance(60_000)
    for (const talk of [together, alone]) await desk.say(desk.as(talk.agent), talk.chat, 'Good morning')
    desk.home.advance(60_000)
    const { document = '' } = (await getWorkflow(desk.context)) ?? {}
    const promised = 'normal: { firstResponse: 1h, nextResponse: 4h, resolution: 24h }'
    expect(document).toContain(promised)
    const more = 'normal: { firstResponse: 1h, nextResponse: 4h, periodicUpdate: 8h, resolution: 20h }'
    await publishWorkflow(desk.context, { document: document.replace(promised, more), expectedVersion: null })
    await desk.say(speaker(together, 'customer'), together.chat, 'And now?')
    await sayAlone(alone, 'customer', 'And now?')
    const [one, other] = [await traces(together.chat), await traces(alone.chat)]
    expect(one.clocks).toContainEqual(
      expect.objectContaining({ metric: 'periodicUpdate', state: 'running', reasons: ['attached_late'] }),
    )
    expect(one).toEqual(other)
  })

  it('fire what their clocks have passed by then, and carry out what its steps ask for, as words said alone do', async () => {
    const about = { serviceLine: 'platform-support', priority: 'normal' } as const
    const [together, alone] = [await desk.answeredChat(about), await desk.answeredChat(about)]
    for (const [minutes, side, body] of [
      [31, 'customer', 'Is anybody there?'],
      [31, 'agent', 'Good morning'],
    ] as const) {
      desk.home.advance(minutes * 60_000)
      await desk.say(speaker(together, side), together.chat, body)
      await sayAlone(alone, side, body)
    }
    const [one, other] = [await traces(together.chat), await traces(alone.chat)]
    const types = one.events.map((event) => (event as { type: string }).type)
    expect(types.filter((type) => type === 'sla.warned')).toHaveLength(2)
    expect(types.filter((type) => type === 'sla.escalated')).toHaveLength(1)
    expect(one).toEqual(other)
    const [ticket] = await desk.home.query('select priority from tickets where id = $1', [together.chat.ticketId])
    expect(ticket).toEqual({ priority: 'high' })
  })

  it('are told to this process with their events, and have the names of who said them', async () => {
    const talk = await desk.answeredChat()
    const heard: SaidNews[] = []
    const stop = onSaid(desk.context.memory, (news) => heard.push(...news))
    await Promise.all(['a', 'b', 'c'].map((body) => desk.say(desk.as(talk.agent), talk.chat, body)))
    await expect.poll(() => heard.length).toBe(3)
    stop()
    const stored = await readChatMessages(desk.context, { chatId: talk.chat.id, after: 0, limit: 10 })
    expect(heard.map(({ message }) => message)).toEqual(stored)
    const ids = await desk.home.query<{ id: string }>(
      `select id from events where ticket_id = $1 and (type = 'message.added' or type = 'sla.met') order by seq`,
      [talk.chat.ticketId],
    )
    expect(heard.flatMap(({ eventIds }) => eventIds)).toEqual(ids.map(({ id }) => id))
  })

  it('in many chats at once have numbers of their own, and twins of one clientId are said once', async () => {
    const talks = await Promise.all(Array.from({ length: 4 }, () => desk.answeredChat()))
    const words = Array.from({ length: 30 }, (_, index) => index)
    const said = await Promise.all(
      words.flatMap((index) =>
        talks.map((talk) =>
          desk.say(
            speaker(talk, index % 2 === 0 ? 'customer' : 'agent'),
            talk.chat,
            `w${index >> 1}`,
            `w${index >> 1}`,
          ),
        ),
      ),
    )
    expect(said.filter((one) => one?.isRepeat === false)).toHaveLength((talks.length * words.length) / 2)
    for (const { chat } of talks) {
      const { ticket, places, events } = await traces(chat)
      expect(places.map((place) => (place as { seq: number }).seq)).toEqual(
        words.slice(0, 15).map((index) => index + 1),
      )
      expect(ticket).toMatchObject({ message_seq: 15 })
      const seqs = await desk.home.query<{ seq: number }>(
        'select subject_seq as seq from events where ticket_id = $1 order by seq',
        [chat.ticketId],
      )
      expect(seqs.map(({ seq }) => seq)).toEqual(seqs.map((_seq, index) => index + 1))
      expect(events.filter((event) => (event as { type: string }).type === 'message.added')).toHaveLength(15)
    }
  })

  it('that are more than words are said all the same: a reply that ends a waiting, one to a ticket with a callback', async () => {
    const talk = await desk.answeredChat({ callbackUrl: 'https://caller.example/hooks' })
    await transitionTicket(desk.as(talk.agent), {
      ticketId: talk.chat.ticketId,
      to: 'waiting_customer',
      facts: {},
      note: null,
      expectedVersion: null,
    } as never)
    await desk.say(desk.asCustomer(talk.chat), talk.chat, 'I am back')
    const [ticket] = await desk.home.query('select status_category as category from tickets where id = $1', [
      talk.chat.ticketId,
    ])
    expect(ticket).not.toMatchObject({ category: 'waiting' })
    await desk.say(desk.as(talk.agent), talk.chat, 'Good')
    const told = await desk.home.query(
      `select 1 from deliveries as delivery where delivery.ticket_id = $1 and delivery.url like '%caller.example%'`,
      [talk.chat.ticketId],
    )
    expect(told.length).toBeGreaterThan(0)
  })

  it('are refused one by one: of a batch, who may not and what is over, and the others are said', async () => {
    const [talk, over] = [await desk.answeredChat(), await desk.answeredChat()]
    await closeChat(desk.context, { chatId: over.chat.id, by: 'agent', reason: 'closed' })
    const reader = desk.home.contextOf(principalWith(['chat:read']))
    const results = await Promise.allSettled([
      desk.say(desk.asCustomer(talk.chat), talk.chat, 'One'),
      desk.say(reader, talk.chat, 'Not mine'),
      desk.say(desk.asCustomer(over.chat), over.chat, 'Late'),
      desk.say(desk.asCustomer(over.chat), talk.chat, 'Elsewhere'),
      desk.say(desk.as(talk.agent), talk.chat, 'Two'),
    ])
    expect(
      results.map((one) => (one.status === 'fulfilled' ? (one.value?.message.seq ?? null) : one.reason.code)),
    ).toEqual([1, 'forbidden', 'conflict', null, 2])
  })

  it('that cannot be stored keep no other from being said', async () => {
    const [talk, other] = [await desk.answeredChat(), await desk.answeredChat()]
    const results = await Promise.allSettled([
      desk.say(desk.asCustomer(talk.chat), talk.chat, 'No \0 is stored'),
      desk.say(desk.asCustomer(other.chat), other.chat, 'Stored'),
    ])
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
  })

  it('wait for nobody who holds a chat: the others go on', async () => {
    const [held, free] = [await desk.answeredChat(), await desk.answeredChat()]
    const said = Promise.withResolvers<void>()
    const order: string[] = []
    await desk.context.transaction(async (tx) => {
      await lockTickets(tx, desk.context.workspace.id, [held.chat.ticketId])
      const waiting = desk.say(desk.asCustomer(held.chat), held.chat, 'Held').then(() => void order.push('held'))
      await desk.say(desk.asCustomer(free.chat), free.chat, 'Free')
      order.push('free')
      void waiting.then(() => said.resolve())
    })
    await said.promise
    expect(order).toEqual(['free', 'held'])
  })
})
