import { Type } from 'typebox'
import { automationEvents, controlLevels, runOutcomes } from '../../modules/automations/index.ts'
import { component, id, instant, nullable, oneOf } from '../schemas.ts'

const words = Type.Array(Type.String())

export const SomeControls = Type.Object({
  firstResponse: Type.Optional(oneOf(controlLevels.firstResponse)),
  steps: Type.Optional(oneOf(controlLevels.steps)),
  guidance: Type.Optional(oneOf(controlLevels.guidance)),
  classify: Type.Optional(oneOf(controlLevels.classify)),
})

export const AutomationSchema = component('Automation', {
  key: Type.String(),
  name: Type.String(),
  line: nullable(Type.Integer({ description: 'In the workflow document.' })),
  on: Type.Array(oneOf(automationEvents)),
  after: nullable(
    Type.Object({
      seconds: Type.Integer(),
      since: oneOf(['status', 'unchanged', 'created']),
      in: words,
      calendar: nullable(Type.String()),
    }),
  ),
  when: nullable(Type.String({ description: 'CEL; null = always.' })),
  does: words,
  stops: Type.Boolean({ description: 'No later rule is asked about an event that this one acted on.' }),
  off: Type.Boolean(),
  runs: Type.Object({
    done: Type.Integer(),
    failed: Type.Integer(),
    stopped: Type.Integer(),
    lastAt: nullable(instant()),
  }),
})

export const exampleAutomation = {
  key: 'gold-customers-first',
  name: 'Gold customers do not wait as normal ones',
  line: 397,
  on: ['ticket.created' as const],
  after: null,
  when: 'customer.tier == "gold" && ticket.priority in ["low", "normal"]',
  does: ['priority high', 'tag gold'],
  stops: false,
  off: false,
  runs: { done: 12, failed: 0, stopped: 0, lastAt: '2026-11-20T09:00:00.000Z' },
}

export const AutomationRunSchema = component('AutomationRun', {
  id: id('automationRun'),
  automation: Type.String(),
  ticket: Type.Object({ id: id('ticket'), number: Type.Integer() }),
  on: oneOf([...automationEvents, 'time']),
  eventId: nullable(id('event')),
  outcome: oneOf(runOutcomes, {
    description:
      '`done`: it acted. `failed`: it wanted to and could not; nothing of it stayed. `stopped`: it wanted to and was kept from it, as by the guard against loops.',
  }),
  code: Type.String(),
  reason: Type.String({ description: 'The condition that held, or what was in the way.' }),
  did: words,
  chain: Type.Array(Type.String(), { description: 'The automations that led here, the first one first.' }),
  workflowVersion: Type.Integer(),
  at: instant(),
})

export const exampleRun = {
  id: 'run_01jqzv5k3mf8tbn2c4d6e7g9ha',
  automation: 'gold-customers-first',
  ticket: { id: 'ticket_01jqzv5k3mf8tbn2c4d6e7g9ha', number: 10001 },
  on: 'ticket.created' as const,
  eventId: 'evt_01jqzv5k3mf8tbn2c4d6e7g9ha',
  outcome: 'done' as const,
  code: 'matched',
  reason: 'customer.tier == "gold" && ticket.priority in ["low", "normal"]',
  did: ['priority high', 'tag gold'],
  chain: [],
  workflowVersion: 3,
  at: '2026-11-20T09:00:00.000Z',
}
