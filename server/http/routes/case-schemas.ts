import { Type } from 'typebox'
import {
  caseOutcomes,
  caseStatuses,
  checkResults,
  evidenceKinds,
  reviewObstacles,
  waitedFor,
} from '../../modules/cases/index.ts'
import { clockUnit } from '../clock-unit.ts'
import { component, id, instant, nullable, oneOf, spokenText } from '../schemas.ts'
import { AttachmentSchema } from './file-schemas.ts'

const Facts = Type.Record(Type.String(), Type.Unknown())
const severities = ['low', 'normal', 'high', 'critical'] as const
const clockStates = ['running', 'paused', 'met', 'breached', 'cancelled', 'not_applicable'] as const

export const EvidenceCreate = component(
  'EvidenceCreate',
  {
    kind: oneOf(evidenceKinds),
    text: Type.Optional(spokenText(4000)),
    url: Type.Optional(Type.String({ minLength: 1, maxLength: 2048, description: 'Of a link: where it leads.' })),
    ticketId: Type.Optional(id('ticket', { description: 'Of a link: a ticket, which becomes one of the case’s.' })),
    fileId: Type.Optional(id('file', { description: 'Of a file you uploaded; it becomes part of the evidence.' })),
    eventId: Type.Optional(id('event', { description: 'Of an event of the case or of one of its tickets.' })),
  },
  { description: 'A note needs `text`, a link `url` or `ticketId`, a file `fileId`, an event `eventId` or `text`.' },
)

export const note = Type.Optional(nullable(spokenText(4000)))
export const pieces = Type.Optional(Type.Array(EvidenceCreate, { maxItems: 20 }))

export const CaseEscalation = component(
  'CaseEscalation',
  {
    ticketId: Type.Optional(id('ticket')),
    ticketNumber: Type.Optional(Type.Integer({ minimum: 1, maximum: 2 ** 52 })),
    externalId: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'The ticket’s.' })),
    caseId: Type.Optional(id('case', { description: 'An open case, which is raised to its next level.' })),
    reason: Type.Optional(spokenText(200)),
    severity: Type.Optional(
      Type.String({ maxLength: 20, description: 'A word of priorities; the reason’s own when left out.' }),
    ),
    lane: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 63,
        description: 'The queue where it waits; the reason’s own when left out.',
      }),
    ),
    note,
    evidence: pieces,
  },
  {
    description:
      'One of `ticketId`, `ticketNumber`, `externalId` and `caseId`. A ticket needs a `reason`: a slug of the workflow, or ' +
      'free text, which is kept as `other` with the text.',
  },
)

const Person = Type.Object({ kind: Type.String(), id: Type.String(), name: nullable(Type.String()) })

const Decision = Type.Object({
  outcome: oneOf(caseOutcomes),
  level: Type.Integer(),
  note: Type.String(),
  by: Person,
  at: instant(),
})

const Check = Type.Object({
  name: Type.String(),
  label: Type.String(),
  isAsked: Type.Boolean({ description: 'A decision needs an answer to it.' }),
  result: nullable(oneOf(checkResults)),
  note: nullable(Type.String()),
  by: nullable(Person),
  at: nullable(instant()),
})

const Evidence = Type.Object({
  id: id('evidence'),
  kind: oneOf(evidenceKinds),
  text: nullable(Type.String()),
  url: nullable(Type.String()),
  ticketId: nullable(id('ticket')),
  fileId: nullable(Type.String({ description: 'Of a file.' })),
  file: nullable(AttachmentSchema),
  eventId: nullable(id('event')),
  check: nullable(Type.String({ description: 'The check it belongs to.' })),
  by: Person,
  at: instant(),
})

const Clock = Type.Object({
  state: oneOf(clockStates),
  unit: clockUnit(),
  targetSeconds: Type.Integer({ description: 'From the opening to the decision.' }),
  remainingSeconds: nullable(Type.Integer({ description: 'What is left of it while it stands still.' })),
  breachedAt: nullable(instant()),
  metAt: nullable(instant()),
})

const members = {
  id: id('case'),
  number: Type.Integer(),
  version: Type.Integer(),
  status: oneOf(caseStatuses),
  statusSince: instant({ description: 'Since when it stands in this lane.' }),
  level: Type.Integer(),
  maxLevel: Type.Integer(),
  reason: Type.String(),
  reasonLabel: Type.String(),
  reasonText: nullable(Type.String({ description: 'Free text, where the reason is `other`.' })),
  severity: oneOf(severities),
  riskClass: nullable(Type.String()),
  queue: nullable(Type.String({ description: 'Where its work waits; null = it is offered to nobody.' })),
  taskId: nullable(id('task', { description: 'Its work: pull, transfer or return it to change the owner.' })),
  tickets: Type.Array(
    Type.Object({ id: id('ticket'), number: Type.Integer(), issueSummary: Type.String(), status: Type.String() }),
    { description: 'The one it was opened for comes first.' },
  ),
  owner: nullable(Type.Object({ id: id('agent'), name: Type.String() }, { description: 'Who has its work in hand.' })),
  openedBy: Person,
  trigger: nullable(Type.String({ description: 'What opened it, when nobody did.' })),
  putForwardBy: nullable(Person),
  decision: nullable(Decision),
  referrals: Type.Array(Decision, { description: 'Decisions left to the next level, oldest first.' }),
  dueAt: nullable(instant({ description: 'Null while the clock stands still, and where there is none.' })),
  clock: nullable(Clock),
  waitsFor: nullable(oneOf(waitedFor)),
  checks: Type.Array(Check),
  checksAsked: Type.Integer(),
  checksAnswered: Type.Integer(),
  evidence: Type.Array(Evidence),
  review: Type.Object(
    {
      mayDecide: Type.Boolean(),
      why: nullable(oneOf(reviewObstacles, { description: 'What stands against it.' })),
    },
    { description: 'Whether you are a second pair of eyes for it.' },
  ),
  legal: Type.Array(oneOf(caseStatuses), { description: 'Where it may be moved to now.' }),
  createdAt: instant(),
  updatedAt: instant(),
  closedAt: nullable(instant()),
}

export const CaseSchema = component('Case', members, {
  description: 'Who may escalate but not read cases sees of a case no checks, evidence and decisions.',
})

export const CaseDetail = component('CaseDetail', {
  ...members,
  history: Type.Array(
    Type.Object({
      id: id('event'),
      at: instant(),
      type: Type.String(),
      actor: Person,
      cause: nullable(Facts),
      data: Facts,
      note: nullable(Type.String({ description: 'What was said to it.' })),
    }),
    { description: 'The audit trail, oldest first.' },
  ),
})

export const CaseLane = component('CaseLane', {
  status: oneOf(caseStatuses),
  cases: Type.Integer(),
  late: Type.Integer({ description: 'Past their due time.' }),
  paused: Type.Integer(),
  critical: Type.Integer(),
})

export const CaseReasonWords = component('CaseReason', {
  slug: Type.String(),
  label: Type.String(),
  severity: oneOf(severities, { description: 'Of its cases, unless the escalation names another.' }),
  riskClass: nullable(Type.String()),
  checks: Type.Array(Type.Object({ name: Type.String(), label: Type.String() }), {
    description: 'What a decision needs an answer to.',
  }),
  dueUnit: clockUnit(),
  dueSeconds: nullable(Type.Integer({ description: 'From the opening to the decision; null = never due.' })),
  queue: nullable(Type.String()),
})
