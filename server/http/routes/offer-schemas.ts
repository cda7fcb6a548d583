import { Type } from 'typebox'
import { CallBrief } from './call-schemas.ts'
import { component, id, instant, nullable, oneOf } from '../schemas.ts'

export const offerStates = ['pending', 'accepted', 'declined', 'expired', 'revoked', 'cancelled'] as const

/** What a task is about, in one look. */
export const ticketBrief = {
  number: Type.Integer(),
  issueSummary: Type.String(),
  priority: Type.String(),
  language: Type.String(),
  customer: Type.Object(
    { externalId: nullable(Type.String()), name: nullable(Type.String()) },
    {
      description: 'A partner that is offered what it raised itself reads the id by which it named them, and no name.',
    },
  ),
  waitedMs: Type.Integer({ description: 'From the task’s entry until now, or until its end.' }),
}

export const Reason = component('Reason', { code: Type.String(), text: Type.String() })

export const OfferSchema = component('Offer', {
  id: id('offer'),
  state: oneOf(offerStates),
  taskId: id('task'),
  ticketId: id('ticket'),
  agentId: id('agent'),
  kind: Type.String({ description: 'Of the task: a `callback` is dialled, a `call` is bridged.' }),
  queue: Type.String(),
  channel: Type.String(),
  expiresAt: instant(),
  reasons: Type.Array(Reason, { description: 'Why this agent, at most three sentences.' }),
  version: Type.Integer(),
  createdAt: instant(),
  endedAt: nullable(instant()),
  endCode: nullable(Type.String({ description: 'Why it ended, where somebody ended it: `code` of the decline.' })),
  endNote: nullable(Type.String({ description: 'The `reason` that came with the decline.' })),
  decisionId: nullable(id('decision')),
  call: CallBrief,
  ticket: Type.Object(ticketBrief),
})

export const exampleBrief = {
  number: 10_412,
  issueSummary: 'Deposit of 50 EUR is missing',
  priority: 'high',
  language: 'pt',
  customer: { externalId: 'rui-costa', name: 'Rui Costa' },
  waitedMs: 42_000,
}

export const exampleOffer = {
  id: 'offer_01jqzv5k3mf8tbn2c4d6e7g9ha',
  state: 'pending',
  taskId: 'task_01jqzv5k3mf8tbn2c4d6e7g9ha',
  ticketId: 'ticket_01jqzv5k3mf8tbn2c4d6e7g9ha',
  agentId: 'agent_01jqzv5k3mf8tbn2c4d6e7g9ha',
  kind: 'chat',
  queue: 'payments',
  channel: 'live-chat',
  expiresAt: '2026-11-20T09:00:45.000Z',
  reasons: [
    { code: 'requirements_met', text: 'payments 3, needs 2 · speaks Portuguese' },
    { code: 'ranking', text: 'Longest idle of 4 eligible, 6m 10s' },
  ],
  version: 1,
  createdAt: '2026-11-20T09:00:00.000Z',
  endedAt: null,
  endCode: null,
  endNote: null,
  decisionId: 'dec_01jqzv5k3mf8tbn2c4d6e7g9ha',
  call: null,
  ticket: exampleBrief,
}
