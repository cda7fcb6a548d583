import { randomUUID } from 'node:crypto'
import type { Chat } from '@switchyard/sdk'
import type { Contact } from './contact.ts'
import type { DemoWorld, Visit } from './demo-world.ts'
import { drawMs, spreads } from './durations.ts'
import { phraseFor } from './phrases.ts'
import { ticketRequestOf } from './request-of.ts'

/** A page shows that its customer is there, well within the time in which it would be missed. */
const looksEveryMs = 60_000
const chanceOfRating = 0.6
const scores = [1, 2, 3, 4, 5] as const
const byScore = [4, 5, 11, 30, 50]

/** A customer's page: its chat, and what opens it. */
export interface ChatPage {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
}

/** Opens the chat of a customer; null when that was refused. */
export async function openChat(
  { api, chats }: DemoWorld,
  contact: Contact,
  key: string,
): Promise<(ChatPage & { readonly ticketId: string }) | null> {
  const headers = { 'idempotency-key': key }
  const call = { method: 'POST', path: '/v1/chat/sessions', body: ticketRequestOf(contact), headers } as const
  const chat = await api.ask<Chat & { token: string }>(call)
  if (chat === null) return null
  const path = `/v1/chat/sessions/${chat.id}`
  chats.add(path)
  return { path, headers: { authorization: `Bearer ${chat.token}` }, ticketId: chat.ticketId }
}

/** Waits for an agent as long as patience lasts, talks to its end, and may say how it was. */
export async function stayInChat(world: DemoWorld, visit: Visit, page: ChatPage): Promise<void> {
  const { api, pace } = world
  const { answered, contact } = visit
  const wait = Promise.race([answered.promise, pace.wait(contact.patienceMs)])
  const isOver = stay(world, page)
  const isThere = await Promise.race([wait.then(() => true), isOver.then(() => false)])
  if (isThere && !visit.isAnswered) {
    // What was said first stays, to be answered like any other request.
    const left = await api.ask({ method: 'POST', ...at(page, 'leave'), body: { as: 'message' } })
    if (left !== null) world.tally.counts.leftMessages++
  }
  const ended = await isOver
  world.chats.delete(page.path)
  const random = world.newRandom()
  if (ended?.answeredAt == null || random.next() >= chanceOfRating) return
  await pace.wait(drawMs(random, spreads.rating))
  const score = scores[random.weighted(byScore)] ?? 5
  const comment = phraseFor(random, score > 3 ? 'praise' : 'complaint', contact.customer.language)
  if ((await api.ask({ method: 'POST', ...at(page, 'rating'), body: { score, comment } })) !== null)
    world.tally.counts.rated++
}

/** The agent has said something: the customer answers in the chat. */
export async function answerInChat(world: DemoWorld, { contact, chat }: Visit): Promise<void> {
  if (chat === null) return
  const random = world.newRandom()
  await world.pace.wait(drawMs(random, spreads.chatReply))
  if (!world.chats.has(chat.path)) return
  const body = { body: phraseFor(random, 'answer', contact.customer.language), clientId: randomUUID() }
  if ((await world.api.ask({ method: 'POST', ...at(chat, 'messages'), body })) !== null) world.tally.counts.replies++
}

/** Looks at the chat until it is over. */
async function stay({ api, pace }: DemoWorld, { path, headers }: ChatPage): Promise<Chat | null> {
  for (;;) {
    await pace.wait(looksEveryMs)
    const chat = await api.ask<Chat>({ method: 'GET', path, headers })
    if (chat === null || chat.status === 'closed') return chat
  }
}

function at({ path, headers }: ChatPage, verb: string) {
  return { path: `${path}/${verb}`, headers }
}
