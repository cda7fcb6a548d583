import type { DomainEvent, OfferState, PresenceState } from '@switchyard/sdk'
import { cacheKeys } from './cache-keys.ts'
import type { CacheKey } from './cache-keys.ts'

/** What an event may do to the cache. */
export interface LiveCache {
  /** Marks these answers as no longer true; the shown ones are asked again. */
  stale: (...keys: CacheKey[]) => void
  endOffer: (offerId: string, state: OfferState) => void
  /** Something was said in a chat, which has this many messages now: by the customer, or by the desk itself. */
  countChat: (chatId: string, seq: number, isOfDesk: boolean) => void
  setPresence: (agentId: string, state: PresenceState, reason: string | null) => void
}

const { mentions, bulks, chats, viewCounts, queues, ticketLists, offers, consults, workloads, agents, partners } =
  cacheKeys

/** What shows a ticket. */
export const ticketKeys = (id: string | null): CacheKey[] =>
  id === null ? [] : [cacheKeys.ticket(id), cacheKeys.timeline(id), cacheKeys.clocks(id)]
const textOf = (value: unknown) => (typeof value === 'string' ? value : null)

const presenceStates = new Set<string>(['available', 'busy', 'away', 'offline', 'draining'])
function applyPresence(event: DomainEvent, cache: LiveCache): void {
  const state = textOf(event.data.to)
  if (state !== null && presenceStates.has(state))
    cache.setPresence(event.subject.id, state as PresenceState, textOf(event.data.reason))
  cache.stale(cacheKeys.agent(event.subject.id), workloads, agents, queues)
}

const offerEnds = {
  'offer.accepted': 'accepted',
  'offer.declined': 'declined',
  'offer.expired': 'expired',
  'offer.revoked': 'revoked',
  'offer.cancelled': 'cancelled',
} as const

type TaskWord = 'task' | 'monitor'

/** Of a task, and of who watches it. */
const isOfTask = (type: DomainEvent['type']): type is Extract<DomainEvent['type'], `${TaskWord}.${string}`> =>
  /^(?:task|monitor)\./.test(type)

const isOfCase = (type: DomainEvent['type']): type is Extract<DomainEvent['type'], `case.${string}`> =>
  type.startsWith('case.')

type DeliveryWord = 'callback_key' | 'delivery' | 'webhook'

/** What the deliveries screen shows; attempts themselves are no events, so it also asks by itself. */
const isOfDeliveries = (type: DomainEvent['type']): type is Extract<DomainEvent['type'], `${DeliveryWord}.${string}`> =>
  /^(?:callback_key|delivery|webhook)\./.test(type)

const isOfMail = (type: DomainEvent['type']): type is Extract<DomainEvent['type'], `mail.${string}`> =>
  type.startsWith('mail.')
const isOfBulk = (type: DomainEvent['type']): type is Extract<DomainEvent['type'], `bulk.${string}`> =>
  type.startsWith('bulk.')

const beside = [
  'ticket.followed',
  'ticket.unfollowed',
  'ticket.mentioned',
  'ticket.team_notified',
  'ticket.team_told',
  'ticket.mentions_read',
  'ticket.checklist_changed',
  'ticket.move_refused',
  'message.moved',
] as const

/** What happens beside a ticket, which stays as it is; a message that comes to it brings its mentions. */
const isBeside = (type: DomainEvent['type']): type is (typeof beside)[number] =>
  (beside as readonly DomainEvent['type'][]).includes(type)

const isOfAgent = (type: DomainEvent['type']): type is Extract<DomainEvent['type'], `agent.${string}`> =>
  type.startsWith('agent.')

function applyAgentEvent(event: DomainEvent, cache: LiveCache): void {
  if (event.type === 'agent.presence_changed') return applyPresence(event, cache)
  cache.stale(agents, workloads, queues, cacheKeys.agent(event.subject.id))
}

const isOverride = (type: DomainEvent['type']): type is 'sla.overridden' | 'sla.override_undone' =>
  type.startsWith('sla.overrid')

type AccessWord = 'token' | 'member' | 'file' | 'workspace' | 'article'

/** What no screen shows yet. */
const isOfAccess = (type: DomainEvent['type']): type is Extract<DomainEvent['type'], `${AccessWord}.${string}`> =>
  /^(?:token|member|file|workspace|article)\./.test(type)

const isOfCustomer = (type: DomainEvent['type']): type is Extract<DomainEvent['type'], `customer.${string}`> =>
  type.startsWith('customer.')
type ContactWord = 'support' | 'call' | 'callback' | 'order'

type OfContact = Extract<DomainEvent['type'], `${ContactWord}.${string}` | 'ticket.rated'>

/** What a ticket came by, is about, or was like for its customer: shown with the ticket alone. */
const isOfContact = (type: DomainEvent['type']): type is OfContact =>
  type === 'ticket.rated' || /^(?:support|call|callback|order)\./.test(type)
const isOfView = (type: DomainEvent['type']): type is Extract<DomainEvent['type'], `view.${string}`> =>
  type.startsWith('view.')

/** Markets with their places, partners, and who asks for access. */
const isOfPartners = (
  type: DomainEvent['type'],
): type is Extract<DomainEvent['type'], `${'partner' | 'store' | 'market' | 'access'}.${string}`> =>
  /^(partner|store|market|access)\./.test(type)
const chatEvents = ['chat.started', 'chat.ended', 'chat.rated'] as const

const isOfChat = (type: DomainEvent['type']): type is (typeof chatEvents)[number] => type.startsWith('chat.')

/** Counted at once, for who has the chat before them; what it says is read with the ticket. */
function applyMessage({ data }: DomainEvent, cache: LiveCache): void {
  const chatId = textOf(data.chatId)
  if (chatId !== null && typeof data.chatSeq === 'number')
    cache.countChat(chatId, data.chatSeq, data.authorKind !== 'customer')
}

/** The words may stand in the ticket's own subject, in a mail and beside a mention as well. */
function applyRedaction({ data, ticketId }: DomainEvent, cache: LiveCache): void {
  const chatId = textOf(data.chatId)
  if (chatId !== null && typeof data.chatSeq === 'number') cache.stale(cacheKeys.chatMessage(chatId, data.chatSeq))
  cache.stale(ticketLists, mentions, queues, cacheKeys.mails, ...ticketKeys(ticketId))
}

/** What is made from the workflow. */
const ofWorkflow = [
  cacheKeys.workflow,
  cacheKeys.me,
  cacheKeys.scorecards,
  cacheKeys.caseReasons,
  cacheKeys.searchGrammar,
] as const

const isOfWorkflow = (type: DomainEvent['type']): type is Extract<DomainEvent['type'], `workflow.${string}`> =>
  type.startsWith('workflow.')

/** Brings one event of the log into the cache: patches what the event itself tells, marks the rest. */
export function applyEvent(event: DomainEvent, cache: LiveCache): void {
  const ticket = ticketKeys(event.ticketId)
  // A change of hands comes with the ticket's own event, which marks its lists.
  if (event.type.startsWith('task.consult_')) return cache.stale(consults, ...ticket)
  if (isOfContact(event.type)) return cache.stale(...ticket)
  if (isOfTask(event.type)) return cache.stale(queues, workloads, chats, ...ticket)
  if (isOfChat(event.type)) return cache.stale(chats, ...ticket)
  if (isOfBulk(event.type)) return cache.stale(bulks)
  if (isBeside(event.type)) return cache.stale(ticketLists, mentions, ...ticket)
  if (isOfPartners(event.type)) return cache.stale(partners)
  if (isOfAccess(event.type)) return
  if (isOfDeliveries(event.type)) return cache.stale(cacheKeys.deliveries)
  if (isOfMail(event.type)) return cache.stale(cacheKeys.mails, ...ticket)
  if (isOfAgent(event.type)) return applyAgentEvent(event, cache)
  if (isOfCustomer(event.type)) return cache.stale(cacheKeys.customers, cacheKeys.customer(event.subject.id))
  if (isOfView(event.type)) return cache.stale(cacheKeys.views, viewCounts)
  if (isOfCase(event.type)) return cache.stale(cacheKeys.cases, viewCounts, cacheKeys.case(event.subject.id), ...ticket)
  if (isOfWorkflow(event.type)) return cache.stale(...ofWorkflow, queues)
  if (isOverride(event.type)) return cache.stale(ticketLists, viewCounts, queues, ...ticket)
  switch (event.type) {
    case 'ticket.assigned':
    case 'ticket.unassigned':
      cache.stale(chats)
      return cache.stale(ticketLists, viewCounts, queues, ...ticket)
    case 'ticket.created':
    case 'ticket.classified':
    case 'ticket.status_changed':
    case 'ticket.solved':
    case 'ticket.closed':
    case 'ticket.reopened':
    case 'ticket.snoozed':
    case 'ticket.woken':
    case 'ticket.merged':
    case 'ticket.unmerged':
    case 'sla.breached':
    case 'sla.escalated':
      return cache.stale(ticketLists, viewCounts, queues, ...ticket)
    case 'ticket.updated':
    case 'ticket.escalated':
      return cache.stale(ticketLists, viewCounts, ...ticket)
    case 'ticket.handed_off':
      return cache.stale(ticketLists, viewCounts, partners, ...ticket)
    case 'ticket.linked':
    case 'ticket.unlinked':
    case 'ticket.followed_up':
    case 'ticket.split':
    case 'sla.warned':
      return cache.stale(ticketLists, ...ticket)
    case 'message.added':
      applyMessage(event, cache)
      return cache.stale(ticketLists, ...ticket)
    case 'message.redacted':
      return applyRedaction(event, cache)
    case 'automation.ran':
      return cache.stale(cacheKeys.automations, ticketLists, ...ticket)
    case 'sla.met':
      return cache.stale(ticketLists, queues, ...ticket)
    case 'offer.created':
      return cache.stale(offers, queues, workloads, ...ticket)
    case 'offer.accepted':
    case 'offer.declined':
    case 'offer.expired':
    case 'offer.revoked':
    case 'offer.cancelled':
      cache.endOffer(textOf(event.data.offerId) ?? event.subject.id, offerEnds[event.type])
      return cache.stale(queues, workloads, viewCounts, ticketLists, chats, ...ticket)
    case 'qa.reviewed':
      return cache.stale(cacheKeys.quality, ...ticket)
  }
}
