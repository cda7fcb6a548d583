import { Type } from 'typebox'
import { type QaReport, readQaReport, type ReportFigures, reportGroups } from '../../modules/quality/index.ts'
import { encodeId } from '../../platform/ids.ts'
import { rawAnswer } from '../answer.ts'
import { prefersCsv } from '../preferred-type.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, instant, instantText, nullable, oneOf } from '../schemas.ts'
import { reportCsv } from './qa-report-csv.ts'
import { readReportQuery, reportFilters } from './report-query.ts'

/** The figures of service quality over a time. */
export function qaReportRoutes(): Route[] {
  return [reportRoute]
}

const share = (description: string) => nullable(Type.Number({ minimum: 0, maximum: 1, description }))
const seconds = () => nullable(Type.Number())

const Timed = (cohort: string) =>
  Type.Object(
    {
      n: Type.Integer({ description: 'Tickets with a time.' }),
      excluded: Type.Integer({ description: 'Tickets without one: not yet, not applicable, or no policy.' }),
      p50Seconds: seconds(),
      p90Seconds: seconds(),
      met: Type.Integer(),
      breached: Type.Integer(),
      attainment: share('met / (met + breached)'),
    },
    { description: `${cohort} Working time by the ticket’s own calendar; quantiles interpolate.` },
  )

const Interval = nullable(Type.Object({ low: Type.Number(), high: Type.Number() }, { description: 'Wilson, 95 %.' }))

/** The figures of a set of tickets, as answers hold them. */
export const reportFigures = {
  volume: Type.Object({
    created: Type.Integer(),
    closed: Type.Integer({ description: 'Solved, or closed without it.' }),
    open: Type.Integer({ description: 'Not solved at the end of the time.' }),
    byChannel: Type.Record(Type.String(), Type.Integer(), { description: 'Of those created.' }),
  }),
  firstResponse: Timed('Of the tickets created in the time.'),
  resolution: Timed('Of the tickets that ended in the time.'),
  escalations: Type.Object({ n: Type.Integer(), rate: nullable(Type.Number({ description: 'Per ticket created.' })) }),
  reopened: Type.Object({ n: Type.Integer(), rate: share('Of the tickets that ended.') }),
  quality: Type.Object({
    n: Type.Integer(),
    excluded: Type.Integer({ description: 'Reviews where nothing applied.' }),
    score: nullable(Type.Number({ description: 'Mean of the reviews’ scores, 0..100.' })),
    ci95: Interval,
    passRate: share('Reviews from 80 on.'),
    passRateCi95: Interval,
    byCriterion: Type.Array(
      Type.Object({
        scorecard: Type.String(),
        id: Type.String(),
        label: Type.String(),
        n: Type.Integer(),
        score: Type.Number({ description: 'Mean points, 0..100; a missed critical one does not zero them.' }),
      }),
    ),
  }),
  rowsUrl: Type.String({ description: 'The tickets created in the time.' }),
}

const Group = Type.Object({ key: nullable(Type.String()), label: Type.String(), ...reportFigures })

const Choices = (description: string) =>
  Type.Array(Type.Object({ slug: Type.String(), label: Type.String() }), { description })

export const reportChoices = Type.Object(
  {
    queues: Choices('Those the caller may see.'),
    channels: Choices('Those the caller may see.'),
    serviceLines: Choices('All of them.'),
  },
  { description: 'What the filters may name, by the workflow in force.' },
)

const Report = component('QaReport', {
  from: instant(),
  to: instant(),
  filters: Type.Object({
    queue: nullable(Type.String()),
    channel: nullable(Type.String()),
    serviceLine: nullable(Type.String()),
    agent: nullable(id('agent')),
    groupBy: nullable(oneOf(reportGroups)),
  }),
  ...reportFigures,
  checkpoints: Type.Array(
    Type.Object({
      name: Type.String(),
      question: Type.String(),
      state: oneOf(['open', 'passed', 'failed', 'waived']),
      evidenceUrl: Type.String({ description: 'Where the rows are by which it is judged.' }),
    }),
  ),
  choices: reportChoices,
  groups: Type.Array(Group, { description: 'By `groupBy`; tickets without that property last, with the key null.' }),
})

export const exampleChoices = {
  queues: [{ slug: 'payments', label: 'Payments' }],
  channels: [{ slug: 'live-chat', label: 'Live chat' }],
  serviceLines: [{ slug: 'platform-support', label: 'Platform support' }],
}
const timed = { n: 40, excluded: 2, p50Seconds: 310.5, p90Seconds: 840, met: 38, breached: 2, attainment: 0.95 }
export const exampleFigures = {
  volume: { created: 42, closed: 40, open: 7, byChannel: { 'live-chat': 20, ticket: 22 } },
  firstResponse: timed,
  resolution: timed,
  escalations: { n: 2, rate: 0.047_619 },
  reopened: { n: 1, rate: 0.025 },
  quality: {
    n: 6,
    excluded: 0,
    score: 84.5,
    ci95: { low: 45.1, high: 97.3 },
    passRate: 0.833_333,
    passRateCi95: { low: 0.436_5, high: 0.97 },
    byCriterion: [
      { scorecard: 'standard', id: 'solved', label: 'Solved it or named the next step', n: 6, score: 79.2 },
    ],
  },
  rowsUrl: '/v1/tickets?q=created%3A2026-10-21T09%3A00%3A00.000Z..2026-11-20T09%3A00%3A00.000Z',
}

const reportRoute = defineRoute({
  method: 'GET',
  url: '/v1/qa/report',
  operationId: 'readQaReport',
  summary: 'Read the quality report',
  description:
    'The last 30 days unless told otherwise. `from` and `to` are days (UTC; `to` is the last one) or instants (`to` is outside). ' +
    'Every figure says on how many rows it stands and how many it leaves out. With `Accept: text/csv` a row for the whole and one for each group.',
  tag: 'quality',
  permission: 'qa:read',
  load: 'report',
  query: Type.Object({
    ...reportFilters,
    groupBy: Type.Optional(oneOf(reportGroups)),
  }),
  answers: { 200: Report },
  alsoAnswers: ['text/csv'],
  example: {
    query: { from: '2026-10-21T09:00:00.000Z', to: '2026-11-20T09:00:00.000Z' },
    answer: {
      from: '2026-10-21T09:00:00.000Z',
      to: '2026-11-20T09:00:00.000Z',
      filters: { queue: null, channel: null, serviceLine: null, agent: null, groupBy: null },
      ...exampleFigures,
      checkpoints: [
        {
          name: 'intake',
          question: 'Does every channel create a ticket?',
          state: 'open',
          evidenceUrl: exampleFigures.rowsUrl,
        },
      ],
      choices: exampleChoices,
      groups: [],
    },
  },
  async handle({ context, query, request }) {
    const report = await readQaReport(context, { ...readReportQuery(query), groupBy: query.groupBy ?? null })
    if (!prefersCsv(request.headers)) return present(report)
    return rawAnswer('text/csv; charset=utf-8; header=present', reportCsv(report), {
      'content-disposition': 'attachment; filename="quality-report.csv"',
    })
  },
})

function present(report: QaReport) {
  const { from, to, filters, checkpoints, choices, groups, ...whole } = report
  const { agentId, ...others } = filters
  return {
    from: instantText(from),
    to: instantText(to),
    filters: { ...others, agent: agentId === null ? null : encodeId('agent', agentId) },
    ...presentFigures(whole),
    checkpoints: [...checkpoints],
    choices: presentChoices(choices),
    groups: groups.map(({ key, label, ...rest }) => ({ key, label, ...presentFigures(rest) })),
  }
}

/** What filters may name, as the API writes it. */
export function presentChoices({ queues, channels, serviceLines }: QaReport['choices']) {
  return { queues: [...queues], channels: [...channels], serviceLines: [...serviceLines] }
}

/** Figures as the API writes them. */
export function presentFigures({ volume, quality, ...figuresOfPart }: ReportFigures) {
  return {
    ...figuresOfPart,
    volume: { ...volume, byChannel: { ...volume.byChannel } },
    quality: { ...quality, byCriterion: [...quality.byCriterion] },
  }
}
