import type { QaReport, ReportFigures } from '../../modules/quality/index.ts'
import { csvOf } from '../../platform/csv.ts'
import { instantText } from '../schemas.ts'

type Column = readonly [name: string, read: (part: ReportFigures) => number | string | null]

const timedColumns = (metric: 'firstResponse' | 'resolution'): Column[] => [
  [`${metric}_n`, (part) => part[metric].n],
  [`${metric}_excluded`, (part) => part[metric].excluded],
  [`${metric}_p50_seconds`, (part) => part[metric].p50Seconds],
  [`${metric}_p90_seconds`, (part) => part[metric].p90Seconds],
  [`${metric}_met`, (part) => part[metric].met],
  [`${metric}_breached`, (part) => part[metric].breached],
  [`${metric}_attainment`, (part) => part[metric].attainment],
]

const qualityColumns: readonly Column[] = [
  ['reviews', ({ quality }) => quality.n],
  ['reviews_excluded', ({ quality }) => quality.excluded],
  ['quality_score', ({ quality }) => quality.score],
  ['quality_ci95_low', ({ quality }) => quality.ci95?.low ?? null],
  ['quality_ci95_high', ({ quality }) => quality.ci95?.high ?? null],
  ['pass_rate', ({ quality }) => quality.passRate],
  ['pass_rate_ci95_low', ({ quality }) => quality.passRateCi95?.low ?? null],
  ['pass_rate_ci95_high', ({ quality }) => quality.passRateCi95?.high ?? null],
]

const columns: readonly Column[] = [
  ['created', ({ volume }) => volume.created],
  ['closed', ({ volume }) => volume.closed],
  ['open', ({ volume }) => volume.open],
  ...timedColumns('firstResponse'),
  ...timedColumns('resolution'),
  ['escalations', ({ escalations }) => escalations.n],
  ['escalation_rate', ({ escalations }) => escalations.rate],
  ['reopened', ({ reopened }) => reopened.n],
  ['reopen_rate', ({ reopened }) => reopened.rate],
  ...qualityColumns,
  ['rows_url', ({ rowsUrl }) => rowsUrl],
]

/** Channels and criteria are what the time has: a column for each, after those that every report has. */
function columnsOf({ volume, quality }: ReportFigures): Column[] {
  const channels = Object.keys(volume.byChannel).map((channel): Column => [
    `created_${channel}`,
    (part) => part.volume.byChannel[channel] ?? 0,
  ])
  const criteria = quality.byCriterion.flatMap(({ scorecard, id }): Column[] => {
    const of = (part: ReportFigures) =>
      part.quality.byCriterion.find((one) => one.scorecard === scorecard && one.id === id)
    const name = `criterion_${scorecard}_${id}`
    return [
      [`${name}_n`, (part) => of(part)?.n ?? 0],
      [`${name}_score`, (part) => of(part)?.score ?? null],
    ]
  })
  return [...columns, ...channels, ...criteria]
}

/** The quality report as a file: a row for the whole and one for each group, with every figure of the answer. */
export function reportCsv(report: QaReport): string {
  const own = columnsOf(report)
  const header = ['from', 'to', 'group', 'label', ...own.map(([name]) => name)]
  const row = (key: string | null, label: string, part: ReportFigures) => [
    instantText(report.from),
    instantText(report.to),
    key,
    label,
    ...own.map(([, read]) => read(part)),
  ]
  return csvOf(header, [row(null, 'all', report), ...report.groups.map((part) => row(part.key, part.label, part))])
}
