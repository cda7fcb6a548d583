import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { authenticateToken } from '../access/index.ts'
import { principalWith } from '../access/testing/test-installation-store.ts'
import { getTask, checkInvariants } from '../routing/index.ts'
import { getTicket, listTickets, wholeList } from '../tickets/index.ts'
import { completeTask, pauseTask, transitionTicket } from '../handling/index.ts'
import { closeChat, createChat, getChat, listChats, transferChat, withOutlooks } from './index.ts'
import { type ChatDesk, openChatDesk } from './testing/chat-desk.ts'

let desk: ChatDesk
beforeAll(async () => {
  desk = await openChatDesk()
})
afterAll(async () => {
  expect(await checkInvariants(desk.context)).toEqual([])
  await desk.close()
})

describe('a ticket that came by a channel of chats', () => {
  it('is about that channel and opens no chat', async () => {
    const ticket = await desk.ticket({ channel: 'live-chat' })
    const filter = { status: null, ticketId: ticket.id, agentId: null, before: null, limit: 5 }
    expect(await listChats(desk.context, filter)).toEqual([])
    const task = await getTask(desk.context, { taskId: ticket.taskId ?? '' })
    expect(task).toMatchObject({ kind: 'ticket' })
  })
})

describe('a chat about something new', () => {
  it('waits in a queue with a ticket, a task and a place', async () => {
    const chat = await desk.chat({ message: 'Hello, anybody there?' })
    expect(chat).toMatchObject({
      channel: 'live-chat',
      messageSeq: 1,
      endedAt: null,
      task: { kind: 'chat', state: 'waiting' },
    })
    expect(await desk.typesOf(chat)).toEqual([
      'ticket.created',
      'message.added',
      'ticket.classified',
      'task.queued',
      'chat.started',
    ])
    const [shown] = await withOutlooks(desk.asCustomer(chat), [chat])
    expect(shown?.position).toBeGreaterThan(0)
  })

  it('gives a token that opens this chat and nothing else', async () => {
    const chat = await desk.chat({ customerId: 'visitor-token' })
    const other = await desk.chat({ customerId: 'visitor-token' })
    const { principal, workspace } = await authenticateToken(desk.home.here, chat.token)
    expect(principal).toMatchObject({ kind: 'customer', id: chat.customer.id, chatId: chat.id })
    const context = desk.home.here.openContext({ workspace, principal, requestId: 'r' })
    expect(await getChat(context, { chatId: chat.id })).toMatchObject({ id: chat.id })
    expect(await getChat(context, { chatId: other.id })).toBeNull()
    expect(await getTicket(context, { ticketId: chat.ticketId })).toBeNull()
    await expect(listTickets(context, { ...wholeList, q: '', limit: 5 } as never)).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(
      listChats(context, { status: null, ticketId: null, agentId: null, before: null, limit: 5 }),
    ).rejects.toMatchObject({ code: 'forbidden' })
    await expect(desk.say(context, other, 'Not mine')).resolves.toBeNull()
    await expect(createChat(context, { request: { customerId: 'x' }, hasKey: false })).rejects.toMatchObject({
      code: 'forbidden',
    })
  })

  it.for([
    ['without a customer', { customerId: undefined }, '/customerId'],
    ['of a channel that has no chats', { channel: 'email' }, '/channel'],
    ['of a service line nobody knows', { serviceLine: 'nowhere' }, '/serviceLine'],
  ] as const)('%s is refused', async ([, more, pointer]) => {
    const request = { customerId: 'visitor-1', ...more } as never
    await expect(createChat(desk.context, { request, hasKey: false })).rejects.toMatchObject({ fields: [{ pointer }] })
  })

  it('is not for who may not write tickets, nor outside of a scope', async () => {
    const reader = desk.home.contextOf(principalWith(['chat:write']))
    const elsewhere = desk.home.contextOf(
      principalWith(['*'], { scope: { channels: new Set(['email']), queues: null } }),
    )
    for (const context of [reader, elsewhere])
      await expect(createChat(context, { request: { customerId: 'visitor-1' }, hasKey: false })).rejects.toMatchObject({
        code: 'forbidden',
      })
  })
})

describe('a chat on a ticket there is', () => {
  it('has a task of its own at the rank of the work that gives way to it', async () => {
    const ticket = await desk.ticket()
    const before = await getTask(desk.context, { taskId: ticket.taskId ?? '' })
    const chat = await desk.chat({ ticketId: ticket.id })
    expect(chat).toMatchObject({ ticketId: ticket.id, task: { kind: 'chat', state: 'waiting' } })
    expect(await getTask(desk.context, { taskId: chat.taskId })).toMatchObject({ enteredAt: before?.enteredAt })
    expect(await getTask(desk.context, { taskId: ticket.taskId ?? '' })).toMatchObject({ state: 'cancelled' })
  })

  it('ends the waiting for its customer', async () => {
    const { chat: first } = await desk.answeredChat()
    await closeChat(desk.context, { chatId: first.id, by: 'agent', reason: 'closed' })
    await transitionTicket(desk.context, { ticketId: first.ticketId, to: 'waiting_customer' })
    const chat = await desk.chat({ ticketId: first.ticketId })
    expect(chat.task).toMatchObject({ kind: 'chat', state: 'waiting' })
    expect(await getTicket(desk.context, { ticketId: first.ticketId })).toMatchObject({ statusCategory: 'open' })
  })

  it('is one at a time', async () => {
    const chat = await desk.chat()
    await expect(desk.chat({ ticketId: chat.ticketId })).rejects.toMatchObject({ code: 'conflict' })
    const both = await desk.ticket()
    const results = await Promise.allSettled([desk.chat({ ticketId: both.id }), desk.chat({ ticketId: both.id })])
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })

  it('takes over what the ticket is, and from no other customer', async () => {
    const ticket = await desk.ticket()
    await expect(desk.chat({ ticketId: ticket.id, issueSummary: 'Else' })).rejects.toMatchObject({
      fields: [{ pointer: '/issueSummary' }],
    })
    await expect(desk.chat({ ticketId: ticket.id, customerId: 'somebody-else' })).rejects.toMatchObject({
      fields: [{ pointer: '/customerId' }],
    })
    await expect(desk.chat({ ticketId: ticket.customer.id })).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('the end of a chat', () => {
  it('comes with that of an answered task, whoever ends it', async () => {
    const { chat, agent } = await desk.answeredChat()
    expect(await getChat(desk.asCustomer(chat), { chatId: chat.id })).toMatchObject({ agent: { id: agent.id } })
    const ended = await closeChat(desk.asCustomer(chat), { chatId: chat.id, by: 'customer', reason: 'closed' })
    expect(ended).toMatchObject({ endedBy: 'customer', endReason: 'closed', task: { state: 'done' } })
    const again = await closeChat(desk.context, { chatId: chat.id, by: 'agent', reason: 'closed' })
    expect(again).toMatchObject({ endedBy: 'customer', endedAt: ended?.endedAt })
    expect((await desk.typesOf(chat)).filter((type) => type === 'chat.ended')).toHaveLength(1)
  })

  it('follows the end of the task by other ways', async () => {
    const { chat } = await desk.answeredChat()
    await completeTask(desk.context, { taskId: chat.taskId })
    expect(await getChat(desk.context, { chatId: chat.id })).toMatchObject({
      endReason: 'task_ended',
      endedBy: 'system',
    })
  })

  it('leaves a message where something was said before anybody came', async () => {
    const chat = await desk.chat({ message: 'My deposit is missing.' })
    const ended = await closeChat(desk.asCustomer(chat), { chatId: chat.id, by: 'customer', reason: 'closed' })
    expect(ended).toMatchObject({ endReason: 'message', task: { kind: 'ticket', state: 'waiting' } })
  })

  it('closes the ticket of one who said nothing', async () => {
    const chat = await desk.chat({ issueSummary: undefined as never })
    const ended = await closeChat(desk.asCustomer(chat), { chatId: chat.id, by: 'customer', reason: 'closed' })
    expect(ended).toMatchObject({ endReason: 'abandoned', task: { state: 'abandoned' } })
    expect(await getTicket(desk.context, { ticketId: chat.ticketId })).toMatchObject({ statusCategory: 'closed' })
  })
})

describe('a chat in hand', () => {
  it('stays through a pause and is handed on with a note', async () => {
    const { chat, agent } = await desk.answeredChat()
    await pauseTask(desk.context, { taskId: chat.taskId })
    expect(await getChat(desk.context, { chatId: chat.id })).toMatchObject({ endedAt: null, agent: { id: agent.id } })
    const to = {
      to: { queue: 'payments' },
      mode: 'cold',
      restart: false,
      force: false,
      note: 'Charged twice.',
    } as const
    const moved = await transferChat(desk.context, { chatId: chat.id, ...to })
    expect(moved).toMatchObject({ endedAt: null, agent: null, task: { queue: 'payments' } })
    await closeChat(desk.context, { chatId: chat.id, by: 'agent', reason: 'closed' })
    await expect(transferChat(desk.context, { chatId: chat.id, ...to })).rejects.toMatchObject({ code: 'conflict' })
  })
})
