import { Type } from 'typebox'
import { component, instant, nullable, oneOf } from '../schemas.ts'
import { exampleSteps, StepSchema } from './step-schemas.ts'
import { estimatedWait, exampleWait, waitBases } from './wait-schemas.ts'

const count = (description?: string) => Type.Integer(description === undefined ? {} : { description })

export const QueueSchema = component('Queue', {
  slug: Type.String(),
  label: Type.String(),
  isOpen: Type.Boolean({ description: 'Within its hours.' }),
  waiting: count(),
  waitingByPriority: Type.Object({ low: count(), normal: count(), high: count(), critical: count() }),
  longestWaitMs: count('0 when nobody waits.'),
  offered: count(),
  active: count('In progress, wrap-up included.'),
  wrapup: count(),
  paused: count('Until somebody else acts.'),
  agents: Type.Object(
    { available: count(), busy: count(), away: count(), draining: count(), offline: count() },
    { description: 'Its members by presence.' },
  ),
  sla: Type.Object({
    nextDueAt: nullable(instant({ description: 'The next target of its open tickets.' })),
    overdue: count('Open tickets with a running target that is over.'),
  }),
  arrivalsLastHour: count('Since the minute in which the last hour began.'),
  today: Type.Object({
    since: instant({ description: 'Midnight where the queue keeps its hours, in UTC when it is always open.' }),
    arrivals: count(),
    accepted: count('Tasks somebody took for the first time.'),
    abandoned: count('Cancelled or abandoned before anybody took them.'),
    waits: Type.Object(
      { n: count(), averageMs: nullable(count()), p90Ms: nullable(count('True to 1 %.')) },
      { description: 'From entry to the first acceptance.' },
    ),
    sla: Type.Object({ met: count(), breached: count() }, { description: 'Targets of its tickets that ended.' }),
    hours: Type.Array(
      Type.Object({
        at: instant({ description: 'When the hour begins.' }),
        arrivals: nullable(count('So far in the present hour; null in one to come.')),
        expected: nullable(
          Type.Number({
            description: 'The mean of this hour of the week over the last eight weeks; null until three are known.',
          }),
        ),
      }),
      { description: 'The hours of the day, those to come included.' },
    ),
  }),
  estimatedWait: estimatedWait(),
  overtakes: Type.Array(
    Type.Object({
      class: Type.String(),
      passes: Type.String(),
      afterMs: nullable(Type.Integer({ description: 'Null = however long it waits, it never does.' })),
      neverPassedAfterMs: nullable(
        Type.Integer({
          description:
            'From this wait on none of `passes` that comes in later goes before it again; null = one always may.',
        }),
      ),
    }),
    { description: 'After which wait a task of the priority `class` goes before a new one of the priority `passes`.' },
  ),
  steps: Type.Array(StepSchema, { description: 'What it does with a task that nobody takes, by the age of the task.' }),
})

export const exampleQueue = {
  slug: 'payments',
  label: 'Payments',
  isOpen: true,
  waiting: 3,
  waitingByPriority: { low: 0, normal: 1, high: 2, critical: 0 },
  longestWaitMs: 184_000,
  offered: 1,
  active: 4,
  wrapup: 1,
  paused: 2,
  agents: { available: 2, busy: 1, away: 0, draining: 0, offline: 3 },
  sla: { nextDueAt: '2026-11-20T09:20:00.000Z', overdue: 0 },
  arrivalsLastHour: 14,
  today: {
    since: '2026-11-20T00:00:00.000Z',
    arrivals: 96,
    accepted: 88,
    abandoned: 2,
    waits: { n: 88, averageMs: 61_000, p90Ms: 190_000 },
    sla: { met: 80, breached: 3 },
    hours: [
      { at: '2026-11-20T08:00:00.000Z', arrivals: 12, expected: 9.5 },
      { at: '2026-11-20T09:00:00.000Z', arrivals: null, expected: 11 },
    ],
  },
  estimatedWait: exampleWait,
  overtakes: [{ class: 'normal', passes: 'high', afterMs: 1_800_000, neverPassedAfterMs: 2_400_000 }],
  steps: exampleSteps,
}

const accuracy = {
  n: Type.Integer({ description: 'Estimates whose wait ended in acceptance.' }),
  coverageP50: nullable(Type.Number({ description: 'The share that ended within p50; 0.5 is right.' })),
  coverageP90: nullable(Type.Number({ description: 'The share that ended within p90; 0.9 is right.' })),
  meanAbsoluteErrorSeconds: nullable(Type.Number({ description: 'Of p50.' })),
}

export const WaitAccuracySchema = component('WaitAccuracy', {
  from: instant(),
  to: instant(),
  excluded: Type.Integer({ description: 'Estimates to tasks that left before anybody took them.' }),
  ...accuracy,
  byBasis: Type.Array(Type.Object({ basis: oneOf(waitBases), excluded: Type.Integer(), ...accuracy })),
})

const share = { n: 412, coverageP50: 0.52, coverageP90: 0.91, meanAbsoluteErrorSeconds: 37.4 }

export const exampleAccuracy = {
  from: '2026-11-13T09:00:00.000Z',
  to: '2026-11-20T09:00:00.000Z',
  excluded: 31,
  ...share,
  byBasis: [{ basis: 'pace', excluded: 31, ...share }],
}
