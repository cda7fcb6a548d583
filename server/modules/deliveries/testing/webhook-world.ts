import type { Context, Workspace } from '../../../platform/context.ts'
import { encodeId } from '../../../platform/ids.ts'
import { appendEvents } from '../../events/index.ts'
import type { ClaimedDelivery } from '../delivery.ts'
import { claimDeliveries, createWebhook, fanOutEvents, recordAttempts } from '../index.ts'
import type { AttemptResult } from '../judge-attempt.ts'
import type { Webhook, WebhookDetails } from '../webhook.ts'
import type { DeliveryWorld, TestTicket } from './delivery-world-store.ts'

/** A workspace with a ticket whose events are made into deliveries when a test says so. */
export interface WebhookDesk {
  readonly workspace: Workspace
  readonly context: Context
  readonly ticket: TestTicket
  /** A subscription to all events of tickets, unless `more` says otherwise. */
  subscribe(more?: Partial<WebhookDetails>): Promise<Webhook & { secret: string }>
  /** Records an event of a ticket; gives its sequence. */
  happen(ticket?: TestTicket, by?: Context): Promise<number>
  /** Makes all that has happened into deliveries. */
  fanOut(): Promise<void>
  claim(limit?: number): Promise<ClaimedDelivery[]>
  /** Records what came of claimed deliveries; gives the outcomes. */
  report(claimed: readonly ClaimedDelivery[], result: AttemptResult): Promise<string[]>
  /** Claims what may go and answers it all with a status; gives what was sent. */
  answer(status: number): Promise<ClaimedDelivery[]>
}

export async function openWebhookDesk(world: DeliveryWorld): Promise<WebhookDesk> {
  const workspace = await world.addWorkspace()
  const context = world.contextOf(workspace)
  const ticket = await world.addTicket(workspace)
  const sequences = new Map<string, number>()
  const claim = (limit = 64) => claimDeliveries(context, { limit })
  const report = async (claimed: readonly ClaimedDelivery[], result: AttemptResult) => {
    const reports = claimed.map((delivery) => ({ delivery, result, startedAt: context.now() }))
    return (await recordAttempts(context, reports)).map((recorded) => recorded.outcome)
  }
  return {
    workspace,
    context,
    ticket,
    subscribe: async (more = {}) => {
      const { webhook, key } = await createWebhook(context, { ...anyTicket, ...more })
      return { ...webhook, secret: key.secret }
    },
    happen: async (about = ticket, by = context) => {
      const seq = (sequences.get(about.id) ?? 0) + 1
      sequences.set(about.id, seq)
      await by.transaction((tx) =>
        appendEvents(tx, by, [
          {
            type: 'ticket.updated',
            subject: { kind: 'ticket', id: about.id, seq },
            ticketId: about.id,
            data: { changed: [encodeId('ticket', about.id)] },
          },
        ]),
      )
      return seq
    },
    fanOut: async () => {
      const [{ last } = { last: 0 }] = await world.query<{ last: number }>('select max(seq) as last from events')
      while (await fanOutEvents(context, { upTo: last }));
    },
    claim,
    report,
    answer: async (status) => {
      const claimed = await claim()
      await report(claimed, answered(status))
      return claimed
    },
  }
}

const anyTicket: WebhookDetails = {
  url: 'https://hooks.example.com/a',
  description: null,
  eventTypes: ['ticket.*'],
  channels: null,
  queues: null,
  order: 'held',
  ratePerSecond: null,
}

/** What comes back from a receiver that answers. */
export function answered(status: number): AttemptResult {
  return {
    kind: 'answered',
    status,
    headers: { retryAfter: null, webhookDelivery: null },
    bodyText: 'said',
    bodyIsTruncated: false,
    address: '127.0.0.1',
    durationMs: 12,
  }
}
