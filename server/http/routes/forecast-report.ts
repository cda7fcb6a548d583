import { type Static, Type } from 'typebox'
import { type ForecastReport, judgedPoints, readForecastReport } from '../../modules/forecast/index.ts'
import { csvOf } from '../../platform/csv.ts'
import { rawAnswer } from '../answer.ts'
import { prefersCsv } from '../preferred-type.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, instant, instantText, nullable } from '../schemas.ts'
import { readReportQuery, reportFilters } from './report-query.ts'

/** How good the breach risks of clocks were. */
export function forecastReportRoutes(): Route[] {
  return [forecastRoute]
}

const share = (description: string) => nullable(Type.Number({ minimum: 0, maximum: 1, description }))

const Bin = Type.Object({
  from: Type.Number({ description: 'Predictions of this probability and above.' }),
  to: Type.Number({ description: 'And below this one; the last with 1.' }),
  n: Type.Integer({ description: 'Predictions.' }),
  clocks: Type.Integer({ description: 'Clocks they were made of.' }),
  predicted: share('Mean probability.'),
  observed: share('Of those, what was late.'),
  ci95: nullable(
    Type.Object(
      { low: Type.Number(), high: Type.Number() },
      { description: 'Wilson’s interval of the share that was late, of as many trials as there are clocks.' },
    ),
  ),
})

const ForecastSchema = component('ForecastReport', {
  from: instant(),
  to: instant(),
  points: Type.Array(Type.Integer(), { description: 'Per cent of the target at which each clock is asked.' }),
  sample: Type.Object({
    tickets: Type.Integer({ description: 'Whose clocks are judged: all of them, or 10,000 evenly over the time.' }),
    of: Type.Integer({ description: 'Created in the time.' }),
  }),
  metrics: Type.Array(
    Type.Object({
      metric: Type.String(),
      n: Type.Integer({ description: 'Predictions with a verdict.' }),
      clocks: Type.Integer({ description: 'Clocks they were made of.' }),
      excluded: Type.Integer({ description: 'Predictions without one.' }),
      excludedBy: Type.Object(
        {
          notDue: Type.Integer({ description: 'What was to fall due after now, whatever came of it.' }),
          undecided: Type.Integer({ description: 'Clocks that were called off, or stand still.' }),
          noEstimate: Type.Integer({ description: 'Too little was known then to say anything.' }),
        },
        { description: 'Why they have none.' },
      ),
      predicted: share('Mean probability.'),
      observed: share('What was late.'),
      brier: share('Mean squared error; 0 at best.'),
      baseBrier: share('Of saying `observed` of every clock, which nobody knows before.'),
      skill: nullable(Type.Number({ description: '1 - brier / baseBrier; null where nothing differed.' })),
      bins: Type.Array(Bin, { description: 'The reliability table: tenths of the probability.' }),
    }),
  ),
  rowsUrl: Type.String({ description: 'The tickets created in the time.' }),
})

const time = { from: '2026-10-21T09:00:00.000Z', to: '2026-11-20T09:00:00.000Z' }
const exampleBins: Static<typeof Bin>[] = [...Array(10).keys()].map((place) => {
  const tenth = { from: place / 10, to: (place + 1) / 10 }
  return place === 6
    ? { ...tenth, n: 240, clocks: 180, predicted: 0.62, observed: 0.6, ci95: { low: 0.527, high: 0.669 } }
    : { ...tenth, n: 0, clocks: 0, predicted: null, observed: null, ci95: null }
})

const forecastRoute = defineRoute({
  method: 'GET',
  url: '/v1/reports/forecast',
  operationId: 'readForecastReport',
  summary: 'Read how good the breach risks were',
  description:
    'What was to be expected of the clocks of the tickets created in the time, the last 30 days unless told otherwise, at 25, ' +
    '50 and 75 % of their targets, by what was known on that day, held against what came of them: Brier score, skill and a ' +
    'reliability table by metric. With `Accept: text/csv` a row for each metric, and one for each tenth of it.',
  tag: 'quality',
  permission: 'qa:read',
  load: 'report',
  query: Type.Object(reportFilters),
  answers: { 200: ForecastSchema },
  alsoAnswers: ['text/csv'],
  example: {
    query: time,
    answer: {
      ...time,
      points: [...judgedPoints],
      sample: { tickets: 420, of: 420 },
      metrics: [
        {
          metric: 'firstResponse',
          n: 240,
          clocks: 180,
          excluded: 12,
          excludedBy: { notDue: 3, undecided: 4, noEstimate: 5 },
          predicted: 0.62,
          observed: 0.6,
          brier: 0.16,
          baseBrier: 0.24,
          skill: 0.333,
          bins: exampleBins,
        },
      ],
      rowsUrl: '/v1/tickets?q=created%3A2026-10-21T09%3A00%3A00.000Z..2026-11-20T09%3A00%3A00.000Z',
    },
  },
  async handle({ context, query, request }) {
    const answer = presentForecast(await readForecastReport(context, readReportQuery(query)))
    if (!prefersCsv(request.headers)) return answer
    return rawAnswer('text/csv; charset=utf-8; header=present', rowsOf(answer), {
      'content-disposition': 'attachment; filename="forecast.csv"',
    })
  },
})

type Answer = ReturnType<typeof presentForecast>

function presentForecast({ from, to, tickets, of, scores, rowsUrl }: ForecastReport) {
  return {
    from: instantText(from),
    to: instantText(to),
    points: [...judgedPoints],
    sample: { tickets, of },
    metrics: scores.map(({ excludedBy, bins, ...score }) => ({
      ...score,
      excludedBy: { ...excludedBy },
      bins: bins.map(({ interval, ...bin }) => ({ ...bin, ci95: interval === null ? null : { ...interval } })),
    })),
    rowsUrl,
  }
}

const binColumns = ['from', 'to', 'n', 'clocks', 'predicted', 'observed'] as const
const wholeColumns = ['excluded', 'brier', 'baseBrier', 'skill'] as const

function rowsOf({ metrics }: Answer): string {
  const header = ['metric', ...binColumns, 'low', 'high', ...wholeColumns]
  const rows = metrics.flatMap((one) => [
    [one.metric, null, null, one.n, one.clocks, one.predicted, one.observed, null, null].concat(
      wholeColumns.map((column) => one[column]),
    ),
    ...one.bins.map((bin) => [
      one.metric,
      ...binColumns.map((column) => bin[column]),
      bin.ci95?.low ?? null,
      bin.ci95?.high ?? null,
      ...wholeColumns.map(() => null),
    ]),
  ])
  return csvOf(header, rows)
}
