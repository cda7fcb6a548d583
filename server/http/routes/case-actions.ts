import { Type } from 'typebox'
import {
  addEvidence,
  caseOutcomes,
  caseStatuses,
  caseWords,
  checkResults,
  decideCase,
  moveCase,
  pauseCase,
  presentCase,
  resumeCase,
  setCheck,
  type ShownCase,
  waitedFor,
} from '../../modules/cases/index.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { encodeId } from '../../platform/ids.ts'
import type { Answer } from '../answer.ts'
import { expectedVersion, versionedAnswer } from '../etag.ts'
import type { IncomingHttpHeaders } from '../http-types.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, oneOf, spokenText } from '../schemas.ts'
import { exampleCase, exampleDecision } from './case-example.ts'
import { CaseSchema, EvidenceCreate, note, pieces } from './case-schemas.ts'

/** What people do with a case: move it, look into it, decide it. All honour `If-Match`. */
export function caseActionRoutes(): Route[] {
  return [transitionRoute, evidenceRoute, checkRoute, decisionRoute, pauseRoute, resumeRoute]
}

const params = Type.Object({ id: id('case') })
const example = { params: { id: exampleCase.id }, answer: exampleCase }
const byInvestigator = {
  method: 'POST',
  tag: 'cases',
  permission: 'case:write',
  params,
  answers: { 200: CaseSchema },
} as const

/** The case a call names, at the version the caller has seen. */
function seen(headers: IncomingHttpHeaders, caseId: string) {
  return { caseId, expectedVersion: expectedVersion(headers, encodeId('case', caseId)) }
}

async function show(context: Context, found: ShownCase | null, status = 200): Promise<Answer> {
  if (found === null) throw new AppError('not_found', 'There is no such case.')
  return versionedAnswer({}, presentCase(found, await caseWords(context), context.principal), status)
}

const transitionRoute = defineRoute({
  ...byInvestigator,
  url: '/v1/cases/:id/transitions',
  operationId: 'moveCase',
  summary: 'Move a case to another lane',
  description:
    'opened → triage → investigating → decision, and back one lane; follow_up is reached by a decision alone, then closed. ' +
    '409 names the lanes that are next. From follow_up back to investigating takes the decision back; closing ends the work.',
  body: component('CaseTransition', {
    to: oneOf(caseStatuses),
    note,
    expectedVersion: Type.Optional(Type.Integer({ minimum: 1 })),
  }),
  example: { ...example, body: { to: 'triage', note: 'Three accounts, one device.' } },
  async handle({ context, params: { id: caseId }, body, request }) {
    const named = seen(request.headers, caseId)
    const version = body.expectedVersion ?? named.expectedVersion
    return show(
      context,
      await moveCase(context, { caseId, to: body.to, note: body.note ?? null, expectedVersion: version }),
    )
  },
})

const evidenceRoute = defineRoute({
  ...byInvestigator,
  url: '/v1/cases/:id/evidence',
  operationId: 'addCaseEvidence',
  summary: 'Add evidence to a case',
  description: 'What is there is never changed or taken away. A link to a ticket makes it one of the case’s.',
  body: EvidenceCreate,
  answers: { 201: CaseSchema },
  example: { ...example, body: { kind: 'note', text: exampleCase.evidence[0]?.text }, status: 201 },
  async handle({ context, params: { id: caseId }, body: evidence, request }) {
    return show(context, await addEvidence(context, { ...seen(request.headers, caseId), evidence }), 201)
  },
})

const checkRoute = defineRoute({
  ...byInvestigator,
  url: '/v1/cases/:id/checks/:name',
  operationId: 'setCaseCheck',
  summary: 'Answer a risk check',
  description: 'Answering anew replaces the answer; the earlier one stays in the audit trail.',
  params: Type.Object({ id: id('case'), name: Type.String({ pattern: '^[a-z0-9][a-z0-9_-]*$', maxLength: 63 }) }),
  body: component('CaseCheckAnswer', { result: oneOf(checkResults), note, evidence: pieces }),
  example: {
    ...example,
    params: { id: exampleCase.id, name: 'payment_match' },
    body: { result: 'pass', note: 'The processor’s log agrees.' },
  },
  async handle({ context, params: { id: caseId, name }, body, request }) {
    const { result, note: said = null, evidence = [] } = body
    return show(
      context,
      await setCheck(context, { ...seen(request.headers, caseId), name, result, note: said, evidence }),
    )
  },
})

const decisionRoute = defineRoute({
  ...byInvestigator,
  url: '/v1/cases/:id/decision',
  operationId: 'decideCase',
  summary: 'Decide a case',
  description:
    'By somebody else than whoever opened it (403 `four_eyes`), with every check answered. `confirmed` and `rejected` lead ' +
    'to follow_up; `referred` leaves it to the next level, which is decided by somebody else again.',
  permission: 'case:decide',
  body: component('CaseDecision', { outcome: oneOf(caseOutcomes), note: spokenText(4000) }),
  example: {
    ...example,
    body: { outcome: exampleDecision.outcome, note: exampleDecision.note },
    answer: { ...exampleCase, status: 'follow_up', decision: exampleDecision, legal: ['closed', 'investigating'] },
  },
  handle: async ({ context, params: { id: caseId }, body: { outcome, note: said }, request }) =>
    show(context, await decideCase(context, { ...seen(request.headers, caseId), outcome, note: said })),
})

const pauseRoute = defineRoute({
  ...byInvestigator,
  url: '/v1/cases/:id/pause',
  operationId: 'pauseCase',
  summary: 'Let a case wait for somebody outside',
  description: 'Its clock stands still until it is resumed, moved or decided.',
  body: component('CasePause', { waitsFor: oneOf(waitedFor), note }),
  example: {
    ...example,
    body: { waitsFor: 'partner', note: 'Asked for the settlement file.' },
    answer: {
      ...exampleCase,
      waitsFor: 'partner',
      dueAt: null,
      clock: { ...exampleCase.clock, state: 'paused', remainingSeconds: 79_200 },
    },
  },
  handle: async ({ context, params: { id: caseId }, body: { waitsFor, note: said = null }, request }) =>
    show(context, await pauseCase(context, { ...seen(request.headers, caseId), waitsFor, note: said })),
})

const resumeRoute = defineRoute({
  ...byInvestigator,
  url: '/v1/cases/:id/resume',
  operationId: 'resumeCase',
  summary: 'Let a paused case go on',
  description: 'What was left of its time is left; one that is not paused stays as it is.',
  body: component('CaseResume', { note }),
  example: { ...example, body: { note: 'The settlement file is here.' } },
  handle: async ({ context, params: { id: caseId }, body, request }) =>
    show(context, await resumeCase(context, { ...seen(request.headers, caseId), note: body.note ?? null })),
})
