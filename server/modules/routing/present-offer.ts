import { encodeId } from '../../platform/ids.ts'
import { presentCallBrief } from '../calls/index.ts'
import type { ShownOffer } from './offer-view.ts'

const time = (ms: number) => new Date(ms).toISOString()

/** The offer as the API writes it; `now` in epoch ms. */
export function presentOffer(offer: ShownOffer, now: number) {
  const { id, state, queue, channel, reasons, version, createdAt, expiresAt, endedAt, enteredAt, ticket } = offer
  return {
    id: encodeId('offer', id),
    state,
    taskId: encodeId('task', offer.taskId),
    ticketId: encodeId('ticket', offer.ticketId),
    agentId: encodeId('agent', offer.agentId),
    kind: offer.kind,
    queue,
    channel,
    expiresAt: time(expiresAt),
    reasons: reasons.map(({ code, text }) => ({ code, text })),
    version,
    createdAt: time(createdAt),
    endedAt: endedAt === null ? null : time(endedAt),
    endCode: offer.endCode,
    endNote: offer.endNote,
    decisionId: offer.decisionId === null ? null : encodeId('decision', offer.decisionId),
    call: presentCallBrief(offer.call, offer.kind),
    ticket: { ...ticket, waitedMs: Math.max(0, (endedAt ?? now) - enteredAt) },
  }
}
