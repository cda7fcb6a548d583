import type { DomainEvent, Listing, Offer } from '@switchyard/sdk'
import { answerOffer } from './answer-offer.ts'
import { answerInChat } from './chat-visitor.ts'
import { answerQuestion, leave } from './customers.ts'
import type { DemoWorld } from './demo-world.ts'
import { comeBack } from './presence.ts'
import { goOn, lookAtDesk } from './take-up.ts'

/** Tells everybody in the demo what has happened and concerns them. */
export function hearEvent(world: DemoWorld, event: DomainEvent): void {
  const { type, data } = event
  if (type.startsWith('offer.')) return hearOffer(world, event)
  if (type.startsWith('task.')) return hearTask(world, event)
  if (type.startsWith('ticket.')) return hearTicket(world, event)
  if (type === 'message.added') return hearMessage(world, event)
  if (type === 'agent.presence_changed' && data['reason'] === 'missed_offers') {
    const member = world.members.get(event.subject.id)
    if (member !== undefined) world.stories.begin(() => comeBack(world, member))
  }
  if (data['metric'] !== 'firstResponse' || !world.visits.has(event.ticketId ?? '')) return
  if (type === 'sla.met') world.tally.counts.answeredInTime++
  if (type === 'sla.breached') world.tally.counts.answeredLate++
}

/** After a gap in what was heard: answers the offers that wait, and goes on with what lies on the desks. */
export async function catchUp(world: DemoWorld): Promise<void> {
  const { api, members, stories } = world
  const query = { state: 'pending', limit: 200 }
  const pending = await api.ask<Listing<Offer>>({ method: 'GET', path: '/v1/offers', query })
  for (const { id, agentId } of pending?.data ?? []) {
    const member = members.get(agentId)
    if (member !== undefined) stories.begin(() => answerOffer(world, member, id))
  }
  for (const member of members.values()) await lookAtDesk(world, member)
}

function hearOffer(world: DemoWorld, { type, ticketId, data }: DomainEvent): void {
  const offerId = String(data['offerId'])
  if (type === 'offer.created') {
    const member = world.members.get(String(data['agentId']))
    if (member !== undefined) world.stories.begin(() => answerOffer(world, member, offerId))
    return
  }
  const wasOurs = world.offers.delete(offerId)
  if (type === 'offer.expired' && wasOurs) world.tally.counts.missed++
  if (type !== 'offer.accepted') return
  if (wasOurs) world.tally.waits.add(Number(data['waitMs']))
  const visit = world.visits.get(ticketId ?? '')
  if (visit === undefined) return
  visit.isAnswered = true
  visit.answered.resolve()
}

/** Whoever is asked something in a chat answers there. */
function hearMessage(world: DemoWorld, { ticketId, data }: DomainEvent): void {
  const visit = world.visits.get(ticketId ?? '')
  if (visit === undefined || data['chatId'] === undefined || data['authorKind'] !== 'agent') return
  world.stories.begin(() => answerInChat(world, visit))
}

/** Moves after which a task is no longer in the hands it was in. */
const takenAway = new Set(['task.completed', 'task.cancelled', 'task.transferred', 'task.requeued', 'task.returned'])

function hearTask(world: DemoWorld, { type, data }: DomainEvent): void {
  const taskId = String(data['taskId'])
  const hand = world.hands.get(taskId)
  const target = type === 'task.transferred' ? agentOf(data['to']) : null
  const isStillThere = hand !== undefined && hand.member.id === target
  if (takenAway.has(type) && !isStillThere) world.hands.delete(taskId)
  if (type === 'task.resumed' && data['state'] === 'active') world.stories.begin(() => goOn(world, taskId))
}

function agentOf(to: unknown): string | null {
  return typeof to === 'object' && to !== null && 'agentId' in to ? String(to.agentId) : null
}

function hearTicket(world: DemoWorld, { type, ticketId, data }: DomainEvent): void {
  const id = ticketId ?? ''
  if (type === 'ticket.assigned') return hearAssignment(world, id, String(data['agentId']))
  const visit = world.visits.get(id)
  if (visit === undefined) return
  const isAsked = type === 'ticket.status_changed' && data['to'] === 'waiting_customer'
  if (isAsked) world.stories.begin(() => answerQuestion(world, visit))
  if (type === 'ticket.closed' || type === 'ticket.solved') world.stories.begin(() => leave(world, visit))
}

/** Somebody gave a ticket to a member by hand. */
function hearAssignment(world: DemoWorld, ticketId: string, agentId: string): void {
  const member = world.members.get(agentId)
  const isInHand = world.hands.values().some((hand) => hand.ticketId === ticketId && hand.member === member)
  if (member === undefined || isInHand || world.accepting.has(ticketId)) return
  world.stories.begin(() => lookAtDesk(world, member))
}
