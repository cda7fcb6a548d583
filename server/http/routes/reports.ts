import { Type } from 'typebox'
import {
  type Overview,
  type OverviewShare,
  readOverview,
  readSlaReport,
  type SlaReport,
  slaSplits,
  undecidedStates,
} from '../../modules/reports/index.ts'
import { csvOf } from '../../platform/csv.ts'
import { encodeId } from '../../platform/ids.ts'
import { rawAnswer } from '../answer.ts'
import { prefersCsv } from '../preferred-type.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, instant, instantText, nullable, oneOf } from '../schemas.ts'
import { articleFigures, exampleArticles, presentArticles } from './article-figures.ts'
import {
  exampleChoices,
  exampleFigures,
  presentChoices,
  presentFigures,
  reportChoices,
  reportFigures,
} from './qa-report.ts'
import { readReportQuery, reportFilters } from './report-query.ts'

/** Reports for running the operation. */
export function reportRoutes(): Route[] {
  return [overviewRoute, slaRoute]
}

const csvType = 'text/csv; charset=utf-8; header=present'
const asFile = (name: string) => ({ 'content-disposition': `attachment; filename="${name}.csv"` })
const share = (description: string) => nullable(Type.Number({ minimum: 0, maximum: 1, description }))
const time = { from: '2026-10-21T09:00:00.000Z', to: '2026-11-20T09:00:00.000Z' }

const Share = component('ReportShare', {
  key: nullable(Type.String()),
  label: Type.String(),
  created: Type.Integer(),
  closed: Type.Integer(),
  open: Type.Integer(),
  closedShare: share('Of all that ended.'),
  rowsUrl: Type.String({ description: 'The tickets created in the time.' }),
})

const OverviewSchema = component('ReportOverview', {
  from: instant(),
  to: instant(),
  figures: Type.Object(reportFigures),
  days: Type.Array(
    Type.Object({
      day: Type.String({ description: 'In UTC.' }),
      created: Type.Integer(),
      closed: Type.Integer(),
      open: Type.Integer({ description: 'The backlog at its end.' }),
    }),
    { description: 'Every day of the time.' },
  ),
  byQueue: Type.Array(Share),
  byChannel: Type.Array(Share),
  byAgent: Type.Array(Share, { description: 'By who has the ticket.' }),
  articles: nullable(articleFigures),
  choices: reportChoices,
})

const overviewRoute = defineRoute({
  method: 'GET',
  url: '/v1/reports/overview',
  operationId: 'readReportOverview',
  summary: 'Read volumes, backlog and shares',
  description:
    'The last 30 days unless told otherwise; time and filters as in the quality report, and its figures. `articles` tells what was read before chats: null where a filter, or what the caller may see, names what a visit has not (queue, service line, agent). With `Accept: text/csv` a row for each day.',
  tag: 'quality',
  permission: 'qa:read',
  load: 'report',
  query: Type.Object(reportFilters),
  answers: { 200: OverviewSchema },
  alsoAnswers: ['text/csv'],
  example: {
    query: time,
    answer: {
      ...time,
      figures: exampleFigures,
      days: [{ day: '2026-11-20', created: 3, closed: 2, open: 7 }],
      byQueue: [
        {
          key: 'payments',
          label: 'Payments',
          created: 12,
          closed: 10,
          open: 2,
          closedShare: 0.25,
          rowsUrl: '/v1/tickets?q=queue%3Apayments',
        },
      ],
      byChannel: [],
      byAgent: [],
      articles: exampleArticles,
      choices: exampleChoices,
    },
  },
  async handle({ context, query, request }) {
    const overview = await readOverview(context, readReportQuery(query))
    if (!prefersCsv(request.headers)) return presentOverview(overview)
    const rows = overview.days.map(({ day, created, closed, open }) => [day, created, closed, open])
    return rawAnswer(csvType, csvOf(['day', 'created', 'closed', 'open'], rows), asFile('overview'))
  },
})

function presentOverview({ from, to, figures, days, byQueue, byChannel, byAgent, articles, choices }: Overview) {
  const shares = (parts: readonly OverviewShare[]) => parts.map((part) => ({ ...part }))
  return {
    from: instantText(from),
    to: instantText(to),
    figures: presentFigures(figures),
    days: days.map((day) => ({ ...day })),
    byQueue: shares(byQueue),
    byChannel: shares(byChannel),
    byAgent: shares(byAgent),
    articles: articles === null ? null : presentArticles(articles),
    choices: presentChoices(choices),
  }
}

const SlaReportSchema = component('SlaReport', {
  from: instant(),
  to: instant(),
  attainment: Type.Array(
    Type.Object({
      split: oneOf(slaSplits, { description: 'By the metric alone, or by the metric and this.' }),
      metric: Type.String(),
      key: nullable(Type.String({ description: 'Of the split.' })),
      n: Type.Integer({ description: 'Clocks with a verdict.' }),
      excluded: Type.Integer({ description: 'Clocks without one.' }),
      excludedBy: Type.Object(
        { running: Type.Integer(), paused: Type.Integer(), cancelled: Type.Integer(), not_applicable: Type.Integer() },
        { description: 'Why they have none.' },
      ),
      met: Type.Integer(),
      breached: Type.Integer(),
      attainment: share('met / n'),
      rowsUrl: nullable(
        Type.String({ description: 'The tickets whose clocks these are; null by policy, which no list is asked for.' }),
      ),
    }),
  ),
  worst: Type.Array(
    Type.Object({
      ticket: Type.Object({ id: id('ticket'), number: Type.Integer() }),
      queue: nullable(Type.String()),
      priority: Type.String(),
      metric: Type.String(),
      policy: Type.String(),
      breachedAt: instant(),
      metAt: nullable(instant()),
      lateSeconds: Type.Number({ description: 'From the breach until it was kept after all, or until now.' }),
      url: Type.String(),
    }),
    { description: 'The longest broken first, 20 at most.' },
  ),
})

const slaColumns = ['split', 'metric', 'key', 'n', 'excluded']

const slaRoute = defineRoute({
  method: 'GET',
  url: '/v1/reports/sla',
  operationId: 'readSlaReport',
  summary: 'Read which promises were kept',
  description:
    'Clocks of the tickets created in the time, the last 30 days unless told otherwise: by metric, and by metric with policy, ' +
    'queue and priority. One that is not settled counts in neither `met` nor `breached`, and its verdict counts in the time ' +
    'its ticket was created, whenever it falls. With `Accept: text/csv` a row for each.',
  tag: 'quality',
  permission: 'qa:read',
  load: 'report',
  query: Type.Object(reportFilters),
  answers: { 200: SlaReportSchema },
  alsoAnswers: ['text/csv'],
  example: {
    query: time,
    answer: {
      ...time,
      attainment: [
        {
          split: 'queue',
          metric: 'firstResponse',
          key: 'payments',
          n: 40,
          excluded: 2,
          excludedBy: { running: 1, paused: 0, cancelled: 0, not_applicable: 1 },
          met: 38,
          breached: 2,
          attainment: 0.95,
          rowsUrl: '/v1/tickets?q=queue%3Apayments',
        },
      ],
      worst: [
        {
          ticket: { id: 'ticket_01jqzv5k3mf8tbn2c4d6e7g9ha', number: 10001 },
          queue: 'payments',
          priority: 'high',
          metric: 'firstResponse',
          policy: 'standard',
          breachedAt: '2026-11-19T09:00:00.000Z',
          metAt: '2026-11-19T09:12:00.000Z',
          lateSeconds: 720,
          url: '/v1/tickets/ticket_01jqzv5k3mf8tbn2c4d6e7g9ha',
        },
      ],
    },
  },
  async handle({ context, query, request }) {
    const report = await readSlaReport(context, readReportQuery(query))
    if (!prefersCsv(request.headers)) return presentSla(report)
    const header = [...slaColumns, ...undecidedStates, 'met', 'breached', 'attainment', 'rowsUrl']
    const rows = report.attainment.map((row) => [
      row.split,
      row.metric,
      row.key,
      row.n,
      row.excluded,
      ...undecidedStates.map((state) => row.excludedBy[state]),
      row.met,
      row.breached,
      row.attainment,
      row.rowsUrl,
    ])
    return rawAnswer(csvType, csvOf(header, rows), asFile('sla'))
  },
})

function presentSla({ from, to, attainment, worst }: SlaReport) {
  return {
    from: instantText(from),
    to: instantText(to),
    attainment: attainment.map((row) => ({ ...row, excludedBy: { ...row.excludedBy } })),
    worst: worst.map(({ ticketId, number, breachedAt, metAt, lateMs, ...rest }) => {
      const ticket = { id: encodeId('ticket', ticketId), number }
      return {
        ...rest,
        ticket,
        breachedAt: instantText(breachedAt),
        metAt: metAt === null ? null : instantText(metAt),
        lateSeconds: lateMs / 1000,
        url: `/v1/tickets/${ticket.id}`,
      }
    }),
  }
}
