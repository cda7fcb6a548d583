import { randomUUID } from 'node:crypto'
import type { PhoneCall, Ticket } from '@switchyard/sdk'
import { type ArrivalPlan, nextArrivalMs, surgeAt } from './arrivals.ts'
import { type ChatPage, openChat, stayInChat } from './chat-visitor.ts'
import { type Contact, planContact } from './contact.ts'
import type { DemoWorld, Visit } from './demo-world.ts'
import { phraseFor } from './phrases.ts'
import { callRequestOf, ticketRequestOf } from './request-of.ts'
import { countIn } from './tally.ts'

/** Lets customers come until the demo ends; `name` tells the requests of this demo from those of others. */
export async function letCustomersCome(world: DemoWorld, plan: ArrivalPlan, name: string): Promise<void> {
  const { pace, stories } = world
  const random = world.newRandom()
  let atMs = 0
  for (let number = 1; !pace.signal.aborted; number++) {
    atMs = nextArrivalMs(random, plan, atMs)
    await pace.wait(Math.max(0, atMs - pace.elapsedMs()))
    const contact = planContact(random, surgeAt(plan.seed, atMs))
    const key = `${name}-${number}`
    stories.begin(() => come(world, contact, key))
  }
}

function come(world: DemoWorld, contact: Contact, key: string): Promise<void> {
  if (contact.channel === 'voice') return callUp(world, contact, key)
  return contact.channel === 'live-chat' ? chat(world, contact, key) : write(world, contact, key)
}

async function chat(world: DemoWorld, contact: Contact, key: string): Promise<void> {
  const page = await openChat(world, contact, key)
  if (page === null) return
  const visit = beginVisit(world, contact, { ticketId: page.ticketId, chat: page })
  await stayInChat(world, visit, page)
}

async function write(world: DemoWorld, contact: Contact, key: string): Promise<void> {
  const body = ticketRequestOf(contact)
  const headers = { 'idempotency-key': key }
  const ticket = await world.api.ask<Ticket>({ method: 'POST', path: '/v1/tickets', body, headers })
  if (ticket === null) return
  beginVisit(world, contact, { ticketId: ticket.id })
  if (contact.followUpMs === null) return
  await world.pace.wait(contact.followUpMs)
  if (world.visits.has(ticket.id)) await say(world, ticket.id, { contact, occasion: 'impatience' })
}

/** A caller holds the line for a while, then hangs up or asks to be called back. */
async function callUp(world: DemoWorld, contact: Contact, key: string): Promise<void> {
  const { api, pace, lines } = world
  const body = callRequestOf(contact, key)
  const headers = { 'idempotency-key': key }
  const call = await api.ask<PhoneCall>({ method: 'POST', path: '/v1/calls', body, headers })
  if (call === null) return
  lines.add(call.id)
  const visit = beginVisit(world, contact, { ticketId: call.ticketId })
  await Promise.race([visit.answered.promise, pace.wait(contact.patienceMs)])
  if (visit.isAnswered) return
  const now = await api.ask<PhoneCall>({ method: 'GET', path: `/v1/calls/${call.id}` })
  if (now?.state === 'queued' || now?.state === 'offered') await giveUp(world, visit, call.id)
}

async function giveUp(
  { api, tally, lines, visits }: DemoWorld,
  { contact, ticketId }: Visit,
  callId: string,
): Promise<void> {
  const path = `/v1/calls/${callId}`
  if (contact.wantsCallback) {
    if ((await api.ask({ method: 'POST', path: `${path}/callback`, body: {} })) === null) return
    tally.counts.callbacks++
  } else {
    const body = { by: 'customer' }
    const ended = await api.ask<PhoneCall>({ method: 'POST', path: `${path}/hang-up`, body })
    if (ended?.state === 'abandoned') {
      tally.counts.abandoned++
      visits.delete(ticketId)
    }
  }
  lines.delete(callId)
}

function beginVisit(
  world: DemoWorld,
  contact: Contact,
  { ticketId, chat: page = null }: { ticketId: string; chat?: ChatPage | null },
): Visit {
  countIn(world.tally.arrivals, contact.channel)
  const answered = Promise.withResolvers<void>()
  const visit = { contact, ticketId, chat: page, answered, isAnswered: false, hasReopened: false }
  world.visits.set(ticketId, visit)
  return visit
}

/** An agent has asked the customer something. */
export async function answerQuestion(world: DemoWorld, { contact, ticketId }: Visit): Promise<void> {
  await world.pace.wait(contact.replyMs)
  await say(world, ticketId, { contact, occasion: 'answer' })
}

/** The customer's request was ended: most leave it at that, some find that it is not solved. */
export async function leave(world: DemoWorld, visit: Visit): Promise<void> {
  const { contact, ticketId, hasReopened } = visit
  if (contact.reopensMs === null || hasReopened) return void world.visits.delete(ticketId)
  visit.hasReopened = true
  await world.pace.wait(contact.reopensMs)
  if (await say(world, ticketId, { contact, occasion: 'reopening' })) world.tally.counts.reopened++
}

async function say(
  world: DemoWorld,
  ticketId: string,
  { contact, occasion }: { contact: Contact; occasion: 'answer' | 'impatience' | 'reopening' },
): Promise<boolean> {
  const said = phraseFor(world.newRandom(), occasion, contact.customer.language)
  // Sent again, it is said once.
  const body = { body: said, visibility: 'public', as: 'customer', clientId: randomUUID() }
  const message = await world.api.ask({ method: 'POST', path: `/v1/tickets/${ticketId}/messages`, body })
  if (message !== null) world.tally.counts.replies++
  return message !== null
}
