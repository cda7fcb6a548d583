import { Type } from 'typebox'
import {
  type CaseListFilter,
  caseReasonPolicy,
  caseWords,
  countLanes,
  escalateCase,
  getCase,
  listCases,
  presentCase,
  presentHistory,
  presentLane,
  presentReasons,
} from '../../modules/cases/index.ts'
import { AppError, refuseField } from '../../platform/errors.ts'
import { decodeId, encodeId } from '../../platform/ids.ts'
import { answer } from '../answer.ts'
import { defineCursor, pageFrom } from '../cursor.ts'
import { etagOf, expectedVersion, versionedAnswer } from '../etag.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, instant, listQuery, oneOf, pageOf, type Static } from '../schemas.ts'
import { exampleCase } from './case-example.ts'
import { CaseDetail, CaseEscalation, CaseLane, CaseReasonWords, CaseSchema } from './case-schemas.ts'

/** Cases of Risk Review: opened, listed, counted by lane and read. */
export function caseRoutes(): Route[] {
  return [escalateRoute, listRoute, lanesRoute, reasonsRoute, getRoute]
}

const cursor = defineCursor('cases', Type.String())

const escalateRoute = defineRoute({
  method: 'POST',
  url: '/v1/cases',
  aliases: ['/v1/case/escalate'],
  operationId: 'escalateCase',
  summary: 'Escalate a ticket or a case',
  description:
    'A ticket gets a case in Risk Review (201), or answers the open one it has for this reason (200), which keeps note and ' +
    'evidence that come with that, once, and while it is under review takes a higher severity and another lane. A case is raised to its next level (200) and its work waits anew; at the top that ' +
    'is refused with 409. The ticket keeps its assignee and stage; its callback hears `ticket.escalated`.',
  tag: 'cases',
  permission: 'case:open',
  body: CaseEscalation,
  answers: { 201: CaseSchema, 200: CaseSchema },
  example: {
    body: {
      ticketId: exampleCase.tickets[0]?.id,
      reason: exampleCase.reason,
      note: 'Looks like one retry window.',
      evidence: [{ kind: 'note', text: exampleCase.evidence[0]?.text }],
    },
    status: 201,
    answer: exampleCase,
  },
  async handle({ context, body, request }) {
    const { caseId = null, ticketId = null, ticketNumber = null, externalId = null } = body
    const { reason = null, severity = null, lane = null, note = null, evidence = [] } = body
    const version = caseId === null ? null : expectedVersion(request.headers, encodeId('case', caseId))
    const why = { reason, severity, lane, note, evidence, expectedVersion: version }
    const escalated = await escalateCase(context, { caseId, ticketId, ticketNumber, externalId, ...why })
    if (escalated === null) throw new AppError('not_found', `There is no such ${caseId === null ? 'ticket' : 'case'}.`)
    const shown = presentCase(escalated.found, await caseWords(context), context.principal)
    const etag = etagOf(shown.id, shown.version)
    return escalated.isNew
      ? answer(201, shown, { location: `/v1/cases/${shown.id}`, etag })
      : answer(200, shown, { etag })
  },
})

const words = (description: string) => Type.Optional(Type.String({ minLength: 1, maxLength: 400, description }))

const filters = {
  status: words('Lanes, separated by commas; `open` stands for all but closed.'),
  reason: words('Reasons, separated by commas.'),
  riskClass: words('Risk classes, separated by commas.'),
  severity: words('Severities, separated by commas.'),
  owner: words('`me`, `none` or an agent’s id.'),
  queue: words('The queue where the work waits.'),
  ticketId: Type.Optional(id('ticket')),
  dueBefore: Type.Optional(instant({ description: 'Due before this instant; paused ones are not due.' })),
  late: Type.Optional(oneOf(['true', 'false'], { description: 'Past their due time, or not.' })),
}

const Filters = Type.Object(filters)

function filterOf(query: Static<typeof Filters>): CaseListFilter {
  const { status, reason, riskClass, severity, owner, queue, ticketId, dueBefore, late } = query
  return {
    statuses: status?.split(',') ?? null,
    reasons: reason?.split(',') ?? null,
    riskClasses: riskClass?.split(',') ?? null,
    severities: severity?.split(',') ?? null,
    owner: ownerOf(owner),
    queue: queue ?? null,
    ticketId: ticketId ?? null,
    dueBefore: dueBefore === undefined ? null : Date.parse(dueBefore),
    isLate: late === undefined ? null : late === 'true',
  }
}

function ownerOf(owner: string | undefined): string | null {
  if (owner === undefined || owner === 'me' || owner === 'none') return owner ?? null
  const agentId = decodeId('agent', owner)
  if (agentId === null) throw refuseField('owner', 'wrong_form', 'Use `me`, `none` or an agent’s id.')
  return agentId
}

const listRoute = defineRoute({
  method: 'GET',
  url: '/v1/cases',
  operationId: 'listCases',
  summary: 'List cases',
  description: 'Newest first. A lane of the board is `status=`; what is on the board altogether is `status=open`.',
  tag: 'cases',
  permission: 'case:read',
  query: listQuery(filters),
  answers: { 200: pageOf('CasePage', CaseSchema) },
  example: {
    query: { status: 'open', severity: 'high,critical', limit: '20' },
    answer: { data: [exampleCase], page: { next: null } },
  },
  async handle({ context, query: { after, limit = 50, ...asked } }) {
    const filter = filterOf(asked)
    const cases = await listCases(context, { filter, before: cursor.read(after), limit: limit + 1 })
    const policy = await caseWords(context)
    return pageFrom(cases, limit, {
      next: (last) => cursor.write(last.id),
      item: (found) => presentCase(found, policy, context.principal),
    })
  },
})

const lanesRoute = defineRoute({
  method: 'GET',
  url: '/v1/cases/lanes',
  operationId: 'listCaseLanes',
  summary: 'The lanes of the board with their counts',
  description: 'Every lane in its order, narrowed by the filters of the list.',
  tag: 'cases',
  permission: 'case:read',
  query: Filters,
  answers: { 200: component('CaseLaneList', { data: Type.Array(CaseLane) }) },
  example: {
    query: { status: 'open' },
    answer: { data: [{ status: 'opened', cases: 2, late: 0, paused: 0, critical: 1 }] },
  },
  async handle({ context, query }) {
    const lanes = await countLanes(context, { filter: filterOf(query) })
    return { data: lanes.map(presentLane) }
  },
})

const reasonsRoute = defineRoute({
  method: 'GET',
  url: '/v1/cases/reasons',
  operationId: 'listCaseReasons',
  summary: 'The reasons a case may be opened for',
  description: 'As the workflow has them now, with what each asks for.',
  tag: 'cases',
  permission: 'case:open',
  answers: { 200: component('CaseReasonList', { data: Type.Array(CaseReasonWords) }) },
  example: {
    answer: {
      data: [
        {
          slug: 'payment_dispute',
          label: 'Payment dispute',
          severity: 'high',
          riskClass: 'financial',
          checks: [{ name: 'payment_match', label: 'Payment matches the account' }],
          dueUnit: 'hours',
          dueSeconds: 86_400,
          queue: 'risk-review',
        },
      ],
    },
  },
  handle: async ({ context }) => ({ data: presentReasons(await caseReasonPolicy(context)) }),
})

const getRoute = defineRoute({
  method: 'GET',
  url: '/v1/cases/:id',
  operationId: 'getCase',
  summary: 'Read a case',
  description: 'With its audit trail.',
  tag: 'cases',
  permission: 'case:read',
  params: Type.Object({ id: id('case') }),
  answers: { 200: CaseDetail, 304: null },
  example: {
    params: { id: exampleCase.id },
    answer: {
      ...exampleCase,
      history: [
        {
          id: 'evt_01jqzv5k3mf8tbn2c4d6e7g9ha',
          at: exampleCase.createdAt,
          type: 'case.opened',
          actor: exampleCase.openedBy,
          cause: null,
          data: { caseId: exampleCase.id, number: 192, reason: 'payment_dispute' },
          note: 'Looks like one retry window.',
        },
      ],
    },
  },
  async handle({ context, params: { id: caseId }, request }) {
    const read = await getCase(context, { caseId })
    if (read === null) throw new AppError('not_found', 'There is no such case.')
    const shown = presentCase(read.found, await caseWords(context), context.principal)
    const detail = { ...shown, history: read.history.map(presentHistory) }
    return versionedAnswer(request.headers, detail)
  },
})
