import { Type } from 'typebox'
import { monitorModes } from '../../modules/routing/index.ts'
import { component, id, instant, nullable, oneOf } from '../schemas.ts'
import { CallBrief } from './call-schemas.ts'
import { estimatedWait, exampleWait } from './wait-schemas.ts'
import { exampleSteps, StepSchema } from './step-schemas.ts'
import { exampleBrief, Reason, ticketBrief } from './offer-schemas.ts'

const taskStates = ['waiting', 'offered', 'active', 'wrapup', 'paused', 'done', 'cancelled', 'abandoned'] as const

export const MonitorSchema = component('Monitor', {
  id: id('monitor'),
  mode: oneOf(monitorModes, {
    description:
      '`listen` only watches, `whisper` speaks to the agent alone, `barge` speaks with customer and agent alike.',
  }),
  supervisor: Type.Object({
    kind: oneOf(['member', 'token']),
    id: Type.String(),
    name: nullable(Type.String()),
    agentId: nullable(id('agent', { description: 'The agent that they are.' })),
  }),
  since: instant(),
})

export const TaskSchema = component('Task', {
  id: id('task'),
  ticketId: id('ticket'),
  kind: Type.String(),
  queue: Type.String(),
  channel: Type.String(),
  priority: Type.String(),
  state: oneOf(taskStates),
  agentId: nullable(id('agent')),
  agentName: nullable(Type.String({ description: 'Of who has it, or is being asked.' })),
  position: nullable(
    Type.Integer({
      minimum: 1,
      description: 'Among all that wait in its queue, by their rank now; null unless it waits.',
    }),
  ),
  estimatedWait: estimatedWait(),
  steps: Type.Array(StepSchema, {
    description: 'What its queue still does with it while nobody takes it, nearest first; empty unless it waits.',
  }),
  sla: nullable(
    Type.Object(
      {
        metric: Type.String(),
        dueAt: nullable(instant()),
        state: oneOf(['running', 'paused', 'breached']),
      },
      { description: 'The target of its ticket that is due next.' },
    ),
  ),
  requirements: Type.Object({
    skills: Type.Record(Type.String(), Type.Integer()),
    languages: Type.Array(Type.String()),
    search: nullable(
      Type.Object(
        {
          name: nullable(Type.String()),
          rating: nullable(Type.String()),
          languages: Type.Array(Type.String()),
          skills: Type.Array(Type.String()),
        },
        {
          description:
            'Who was asked for: by name, by a rating expression, by languages and skills that no step of the queue relaxes.',
        },
      ),
    ),
  }),
  offer: nullable(Type.Object({ id: id('offer'), agentId: id('agent'), expiresAt: instant() })),
  consult: nullable(
    Type.Object(
      { agentId: id('agent'), fromAgentId: id('agent'), since: instant() },
      {
        description: 'Who is asked about it by the agent who keeps it.',
      },
    ),
  ),
  monitors: Type.Array(MonitorSchema, { description: 'The supervisors who watch it, in the order they began.' }),
  partner: nullable(Type.String({ description: 'While it waits it is offered to this partner alone.' })),
  parkedAt: nullable(instant({ description: 'Since then it is not offered to anybody, until it is unparked.' })),
  wrapupUntil: nullable(instant({ description: 'When its wrap-up ends by itself.' })),
  disposition: nullable(Type.String({ description: 'How the work ended, as said at the end of the wrap-up.' })),
  excluded: Type.Array(Type.Object({ agentId: id('agent'), until: instant() }), {
    description: 'Who turned it down or let it run out, and is not asked again before then.',
  }),
  version: Type.Integer(),
  enteredAt: instant({ description: 'Its rank: kept by decline, expiry, transfer and the loss of an agent.' }),
  createdAt: instant(),
  endedAt: nullable(instant()),
  call: CallBrief,
  ticket: Type.Object(ticketBrief),
})

export const exampleMonitor = {
  id: 'monitor_01jqzv5k3mf8tbn2c4d6e7g9ha',
  mode: 'whisper',
  supervisor: { kind: 'member', id: 'member_01jqzv5k3mf8tbn2c4d6e7g9ha', name: 'Helena Prado', agentId: null },
  since: '2026-11-20T09:03:00.000Z',
}

export const exampleTask = {
  id: 'task_01jqzv5k3mf8tbn2c4d6e7g9ha',
  ticketId: 'ticket_01jqzv5k3mf8tbn2c4d6e7g9ha',
  kind: 'ticket',
  queue: 'payments',
  channel: 'email',
  priority: 'high',
  state: 'waiting',
  agentId: null,
  agentName: null,
  position: 2,
  estimatedWait: exampleWait,
  steps: exampleSteps.map((step) => ({ ...step, at: '2026-11-20T09:19:18.000Z' })).slice(-1),
  sla: { metric: 'firstResponse', dueAt: '2026-11-20T09:29:18.000Z', state: 'running' },
  requirements: { skills: { payments: 2 }, languages: ['pt'], search: null },
  offer: null,
  consult: null,
  monitors: [],
  partner: null,
  parkedAt: null,
  wrapupUntil: null,
  disposition: null,
  excluded: [],
  version: 1,
  enteredAt: '2026-11-20T08:59:18.000Z',
  createdAt: '2026-11-20T08:59:18.000Z',
  endedAt: null,
  call: null,
  ticket: exampleBrief,
}

export const DecisionSchema = component('Decision', {
  id: id('decision'),
  taskId: id('task'),
  agentId: nullable(id('agent')),
  outcome: oneOf(['offered', 'exhausted', 'unroutable', 'overflowed', 'expired']),
  step: nullable(
    Type.String({
      description: 'Of an overflow: the step by queue, condition and target, such as payments/after-1200s/backend.',
    }),
  ),
  queue: Type.String(),
  at: instant(),
  inputSequence: Type.Integer({ description: 'The last event that was taken into account.' }),
  workflowVersion: Type.Integer(),
  termsVersion: Type.Integer({
    description: 'The version by whose queues the task waited: an earlier one while a change is rolled out to others.',
  }),
  rules: Type.Array(Type.String(), { description: 'The rules that put the task into its queue.' }),
  ranking: Type.String(),
  best: Type.Array(
    Type.Object({
      agentId: id('agent'),
      name: nullable(Type.String()),
      value: Type.Number(),
      idleMs: Type.Number(),
      load: Type.Number({ description: 'Used units as a share of all.' }),
    }),
    { description: 'The best ranked agents who could have taken it, the chosen one first.' },
  ),
  rejects: Type.Record(Type.String(), Type.Integer(), {
    description: 'Every other agent, counted under the first reason that applies.',
  }),
  reasons: Type.Array(Reason),
})

export const exampleDecision = {
  id: 'dec_01jqzv5k3mf8tbn2c4d6e7g9ha',
  taskId: exampleTask.id,
  agentId: 'agent_01jqzv5k3mf8tbn2c4d6e7g9ha',
  outcome: 'offered',
  step: null,
  queue: 'payments',
  at: '2026-11-20T09:00:00.000Z',
  inputSequence: 48_110,
  workflowVersion: 3,
  termsVersion: 3,
  rules: ['payments'],
  ranking: 'best-match',
  best: [{ agentId: 'agent_01jqzv5k3mf8tbn2c4d6e7g9ha', name: 'Inês Duarte', value: 0.33, idleMs: 370_000, load: 0.1 }],
  rejects: { not_member: 5, level_low: 1 },
  reasons: [{ code: 'ranking', text: 'Best match of 4 eligible, 33 % above the need' }],
}
