import { Type } from 'typebox'
import { issueStates, linkIssue, readRecurring, type RecurringIssue } from '../../modules/reports/index.ts'
import { csvOf } from '../../platform/csv.ts'
import { encodeId } from '../../platform/ids.ts'
import { rawAnswer } from '../answer.ts'
import { prefersCsv } from '../preferred-type.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, instant, instantText, nullable, oneOf } from '../schemas.ts'
import { readReportQuery, reportFilters } from './report-query.ts'

/** Issues that come up again and again. */
export function recurringReportRoutes(): Route[] {
  return [recurringRoute, problemRoute]
}

const standardLeast = 3
const least = Type.Integer({
  minimum: 2,
  maximum: 100,
  default: standardLeast,
  description: 'Tickets that make an issue recurring.',
})

const IssueTicket = component('IssueTicket', {
  id: id('ticket'),
  number: Type.Integer(),
  issueSummary: Type.String(),
  status: Type.String(),
  createdAt: instant(),
})

const RecurringIssueSchema = component('RecurringIssue', {
  key: Type.String({ description: 'The same as long as the same tickets are looked at.' }),
  by: oneOf(['cause', 'words'], {
    description: 'What makes them one: service and cause, or service, category and alike summaries.',
  }),
  service: nullable(Type.String({ description: 'What is affected, else the service line.' })),
  cause: nullable(Type.String()),
  category: nullable(Type.String({ description: 'Null when they have several.' })),
  words: Type.Array(Type.String(), { description: 'What most of the summaries say.' }),
  n: Type.Integer({ description: 'Tickets.' }),
  customers: Type.Integer(),
  customersAgain: Type.Integer({ description: 'Customers who came again within 30 days.' }),
  ticketsAgain: Type.Integer({ description: 'Tickets with which they came again.' }),
  breached: Type.Integer({ description: 'Tickets with a broken promise.' }),
  reopened: Type.Integer(),
  workSeconds: Type.Integer({ description: 'How long agents had them in hand.' }),
  firstAt: instant(),
  lastAt: instant(),
  surge: Type.Object(
    {
      seen: Type.Integer({ description: 'Tickets in the last four hours of the time.' }),
      expected: Type.Number({ description: 'In as long a time at these hours of the week before.' }),
      p: Type.Number({ minimum: 0, maximum: 1, description: 'How likely so many are by chance (Poisson).' }),
      isSurging: Type.Boolean({ description: 'Four or more, and p below 0.01.' }),
    },
    { description: 'Whether it comes up more often just now than usual.' },
  ),
  state: oneOf(issueStates, {
    description:
      'At the end of the time: `active` comes more often than once an hour, `emerging` comes, `hypercare` still comes though ' +
      'its problem is solved; quiet for a day it is `resolved` when its problem is solved, else `stale`.',
  }),
  problem: nullable(
    Type.Object({
      id: id('ticket'),
      number: Type.Integer(),
      issueSummary: Type.String(),
      status: Type.String(),
      linked: Type.Integer({ description: 'Tickets of the issue that are linked to it.' }),
    }),
  ),
  tickets: Type.Array(IssueTicket, { description: 'The latest first, 20 at most; of one `issue` 1,000.' }),
  rowsUrl: Type.String({ description: 'All of its tickets.' }),
})

const RecurringReportSchema = component('RecurringReport', {
  from: instant(),
  to: instant(),
  n: Type.Integer({ description: 'Tickets that were compared.' }),
  excluded: Type.Integer({ description: 'Merged into others, or older than the latest 20,000.' }),
  single: Type.Integer({ description: 'Tickets of none of these issues.' }),
  issues: Type.Array(RecurringIssueSchema, { description: 'Surging ones first, then the largest; 50 at most.' }),
})

const time = { from: '2026-10-21T09:00:00.000Z', to: '2026-11-20T09:00:00.000Z' }
const exampleTicket = 'ticket_01jqzv5k3mf8tbn2c4d6e7g9ha'
const exampleKey = 'cause:checkout:config'

const recurringRoute = defineRoute({
  method: 'GET',
  url: '/v1/reports/recurring',
  operationId: 'readRecurringIssues',
  summary: 'Read which issues come up again and again',
  description:
    'Of the tickets created in the time, the last 30 days unless told otherwise. With `Accept: text/csv` a row for each issue.',
  tag: 'quality',
  permission: 'qa:read',
  load: 'report',
  query: Type.Object({
    ...reportFilters,
    least: Type.Optional(least),
    issue: Type.Optional(
      Type.String({ minLength: 1, maxLength: 400, description: 'The key of one issue: it alone, with its tickets.' }),
    ),
  }),
  answers: { 200: RecurringReportSchema },
  alsoAnswers: ['text/csv'],
  example: {
    query: time,
    answer: {
      ...time,
      n: 400,
      excluded: 3,
      single: 388,
      issues: [
        {
          key: exampleKey,
          by: 'cause',
          service: 'checkout',
          cause: 'config',
          category: 'payment_processing',
          words: ['payment', 'refused'],
          n: 12,
          customers: 10,
          customersAgain: 2,
          ticketsAgain: 2,
          breached: 1,
          reopened: 1,
          workSeconds: 14_400,
          firstAt: '2026-11-01T09:00:00.000Z',
          lastAt: '2026-11-20T08:30:00.000Z',
          surge: { seen: 5, expected: 0.5, p: 0.000_172, isSurging: true },
          state: 'active',
          problem: null,
          tickets: [
            {
              id: exampleTicket,
              number: 10_001,
              issueSummary: 'Payment refused',
              status: 'new',
              createdAt: '2026-11-20T08:30:00.000Z',
            },
          ],
          rowsUrl: `/v1/reports/recurring?least=3&issue=${encodeURIComponent(exampleKey)}`,
        },
      ],
    },
  },
  async handle({ context, query, request }) {
    const { least: wanted = standardLeast, issue = null } = query
    const report = await readRecurring(context, { ...readReportQuery(query), least: wanted, issue })
    const { from, to, n, excluded, single } = report
    const issues = report.issues.map(presentIssue)
    if (!prefersCsv(request.headers))
      return { from: instantText(from), to: instantText(to), n, excluded, single, issues }
    const rows = issues.map((issue) => [
      ...columns.map((column) => issue[column]),
      issue.words.join(' '),
      issue.surge.seen,
      issue.surge.expected,
      issue.surge.p,
      issue.surge.isSurging ? 'yes' : 'no',
      issue.problem?.number ?? null,
      issue.rowsUrl,
    ])
    const header = [...columns, 'words', 'seen', 'expected', 'p', 'isSurging', 'problem', 'rowsUrl']
    return rawAnswer('text/csv; charset=utf-8; header=present', csvOf(header, rows), {
      'content-disposition': 'attachment; filename="recurring.csv"',
    })
  },
})

const columns = [
  'key',
  'by',
  'state',
  'service',
  'cause',
  'category',
  'n',
  'customers',
  'customersAgain',
  'ticketsAgain',
  'breached',
  'reopened',
  'workSeconds',
  'firstAt',
  'lastAt',
] as const

function presentIssue({ firstAt, lastAt, workMs, words, problem, tickets, surge, ...issue }: RecurringIssue) {
  return {
    ...issue,
    words: [...words],
    firstAt: instantText(firstAt),
    lastAt: instantText(lastAt),
    workSeconds: Math.round(workMs / 1000),
    surge: { ...surge },
    problem: problem === null ? null : presentProblem(problem),
    tickets: tickets.map(({ id: ticketId, number, issueSummary, status, createdAt }) => ({
      id: encodeId('ticket', ticketId),
      number,
      issueSummary,
      status,
      createdAt: instantText(createdAt),
    })),
  }
}

function presentProblem({
  id: problemId,
  number,
  issueSummary,
  status,
  linked,
}: NonNullable<RecurringIssue['problem']>) {
  return { id: encodeId('ticket', problemId), number, issueSummary, status, linked }
}

const problemRoute = defineRoute({
  method: 'POST',
  url: '/v1/reports/recurring/problem',
  operationId: 'linkRecurringIssue',
  summary: 'Link a recurring issue to the ticket of its problem',
  description:
    'All tickets of the issue, the latest 500 at most, become linked as `caused_by` that ticket. Asking again links those that came since.',
  tag: 'quality',
  permission: 'ticket:write',
  load: 'report',
  body: Type.Object({
    key: Type.String({ minLength: 1, maxLength: 400, description: 'Of the issue.' }),
    ticketId: id('ticket', { description: 'The ticket that stands for the problem.' }),
    ...reportFilters,
    least: Type.Optional(least),
  }),
  answers: { 200: component('LinkedIssue', { linked: Type.Integer({ description: 'Tickets that are linked now.' }) }) },
  example: { body: { key: exampleKey, ticketId: exampleTicket, ...time }, answer: { linked: 12 } },
  async handle({ context, body }) {
    const { key, ticketId: problemId, least: wanted = standardLeast, ...filters } = body
    return linkIssue(context, { ...readReportQuery(filters), key, problemId, least: wanted })
  },
})
