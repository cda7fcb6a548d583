import { Type } from 'typebox'
import { clockMetrics, ledgerKinds } from '../../modules/tickets/index.ts'
import { clockUnit } from '../clock-unit.ts'
import { component, id, instant, nullable, oneOf } from '../schemas.ts'

const Segment = Type.Object({
  from: instant(),
  to: instant(),
  counted: Type.Boolean(),
  reason: Type.String(),
  policy: Type.String({ description: 'In force then.' }),
  calendar: Type.String({ description: 'By whose hours it was counted.' }),
  isForecast: Type.Boolean({ description: 'Will be counted if nothing happens.' }),
})

const Author = Type.Object({ kind: Type.String(), id: Type.String(), name: nullable(Type.String()) })

const ClockLedgerEntry = Type.Object({
  at: instant(),
  kind: oneOf(ledgerKinds),
  reason: nullable(
    Type.String({
      description:
        'A status category, `priority`, `policy`, `merged`, `reopened`...; of an `override` what its author wrote, told to ' +
        'the workspace’s own people only.',
    }),
  ),
  policy: Type.String(),
  calendar: Type.String(),
  unit: clockUnit(),
  targetMs: Type.Integer(),
  dueAt: nullable(instant({ description: 'The due time set by hand that counts from then on.' })),
  by: nullable(Author),
})

const ClockStep = Type.Object({
  kind: oneOf(['warning', 'breach', 'escalation']),
  percent: nullable(Type.Integer({ description: 'Share of the target; 100 is the due time.' })),
  offsetMs: nullable(
    Type.Integer({ description: 'Open time from the due time instead, negative before it; null with a share.' }),
  ),
  at: instant({ description: 'When it is reached if nothing happens.' }),
  hasFired: Type.Boolean(),
  notify: Type.Array(Type.String()),
  priority: nullable(Type.String()),
  queue: nullable(Type.String()),
  openCase: nullable(Type.String()),
})

const BreachRisk = Type.Object(
  {
    probability: Type.Number({ minimum: 0, maximum: 1, description: 'That it is not fulfilled before it is due.' }),
    basis: Type.Object({
      sample: Type.Integer({ description: 'Clocks like it that had taken as long as it has so far.' }),
      stratum: Type.Object(
        {
          queue: nullable(Type.String()),
          priority: nullable(Type.String()),
          serviceLine: nullable(Type.String()),
        },
        { description: 'What like it means: what their tickets were when the clock began; null = whatever it was.' },
      ),
      medianMs: nullable(
        Type.Integer({
          description:
            'By when half of those had been fulfilled, in what the clock counts; null when that was not seen.',
        }),
      ),
      knownUntil: instant({ description: 'Nothing that happened later is in it.' }),
    }),
    text: Type.String(),
  },
  {
    description:
      'How likely the clock is late (`GET /v1/reports/forecast` says how good that is); null unless it runs now and at least ' +
      '20 like it are known, and for customers and partners.',
  },
)

export const ExplainedClock = component('ExplainedClock', {
  id: id('clock'),
  metric: oneOf([...clockMetrics]),
  instance: Type.Integer(),
  queue: nullable(Type.String({ description: 'Of an ownership: the queue that has or had the ticket.' })),
  policy: Type.String(),
  policyLabel: Type.String(),
  calendar: Type.String(),
  zone: nullable(Type.String({ description: 'Of the calendar.' })),
  unit: clockUnit(),
  targetMs: Type.Integer(),
  attachedLate: Type.Boolean({
    description: 'The policy came after the ticket; it counts from creation all the same.',
  }),
  state: Type.String(),
  startedAt: nullable(instant()),
  asOf: nullable(instant()),
  dueAt: nullable(instant()),
  metAt: nullable(instant()),
  breachedAt: nullable(instant()),
  override: nullable(
    Type.Object(
      {
        dueAt: instant(),
        at: instant({ description: 'When it was set.' }),
        by: nullable(Author),
        reason: nullable(Type.String()),
      },
      {
        description:
          'The due time set by hand; by whom and why is told to the workspace’s own people only. Null where the policy ' +
          'says when it is due.',
      },
    ),
  ),
  breachRisk: nullable(BreachRisk),
  elapsedMs: Type.Integer(),
  remainingMs: Type.Integer(),
  segments: Type.Array(Segment, {
    description: 'Of a target of hours the counted ones sum to `elapsedMs`, with the forecast to the target.',
  }),
  ledger: Type.Array(ClockLedgerEntry, { description: 'Everything that happened to it, the earliest first.' }),
  steps: Type.Array(ClockStep, {
    description: 'Warnings, breach and escalations of a clock that runs; none for a past instant.',
  }),
})

export const ClockList = component('ClockList', { clocks: Type.Array(ExplainedClock) })

export const exampleClock = {
  id: 'clock_01jqzv5k3mf8tbn2c4d6e7g9ha',
  metric: 'firstResponse',
  instance: 1,
  queue: null,
  policy: 'always-on',
  policyLabel: 'Always on',
  calendar: 'always',
  zone: 'UTC',
  unit: 'hours',
  targetMs: 900_000,
  attachedLate: false,
  state: 'running',
  startedAt: '2026-11-20T09:00:00.000Z',
  asOf: '2026-11-20T09:05:00.000Z',
  dueAt: '2026-11-20T09:15:00.000Z',
  metAt: null,
  breachedAt: null,
  override: null,
  breachRisk: {
    probability: 0.64,
    basis: {
      sample: 212,
      stratum: { queue: 'payments', priority: 'high', serviceLine: null },
      medianMs: 1_140_000,
      knownUntil: '2026-11-20T00:00:00.000Z',
    },
    text: 'About 64 % likely to be late: of 212 in payments, high that had taken as long, half took longer than 19 min.',
  },
  elapsedMs: 300_000,
  remainingMs: 600_000,
  segments: [
    {
      from: '2026-11-20T09:00:00.000Z',
      to: '2026-11-20T09:05:00.000Z',
      counted: true,
      reason: 'open',
      policy: 'always-on',
      calendar: 'always',
      isForecast: false,
    },
  ],
  ledger: [
    {
      at: '2026-11-20T09:00:00.000Z',
      kind: 'start',
      reason: null,
      policy: 'always-on',
      calendar: 'always',
      unit: 'hours',
      targetMs: 900_000,
      dueAt: null,
      by: null,
    },
  ],
  steps: [
    {
      kind: 'breach',
      percent: 100,
      offsetMs: null,
      at: '2026-11-20T09:15:00.000Z',
      hasFired: false,
      notify: [],
      priority: null,
      queue: null,
      openCase: null,
    },
  ],
} as const
