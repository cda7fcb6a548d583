import { expect, it } from 'vitest'
import { exampleChoices, exampleFigures } from './qa-report.ts'
import { reportCsv } from './qa-report-csv.ts'

const none = { n: 0, excluded: 0, p50Seconds: null, p90Seconds: null, met: 0, breached: 0, attainment: null }
const quiet = {
  volume: { created: 0, closed: 0, open: 1, byChannel: {} },
  firstResponse: none,
  resolution: none,
  escalations: { n: 0, rate: null },
  reopened: { n: 0, rate: null },
  quality: { n: 0, excluded: 1, score: null, ci95: null, passRate: null, passRateCi95: null, byCriterion: [] },
  rowsUrl: '/v1/tickets?q=queue%3Asecurity',
}
const report = {
  from: Date.parse('2026-10-21T09:00:00.000Z'),
  to: Date.parse('2026-11-20T09:00:00.000Z'),
  filters: { queue: null, channel: null, serviceLine: null, agentId: null, groupBy: 'queue' },
  ...exampleFigures,
  checkpoints: [],
  choices: exampleChoices,
  groups: [
    { key: 'payments', label: 'Payments', ...exampleFigures },
    { key: 'security', label: 'Security', ...quiet },
  ],
} as const

/** Rows as objects: no cell of these has a comma in it. */
const rowsOf = (text: string) => {
  const [header = [], ...rows] = text
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','))
  return rows.map((cells) => Object.fromEntries(header.map((name, place) => [name, cells[place]])))
}

it('has every figure of the answer, for the whole and for each group', () => {
  const [whole, payments] = rowsOf(reportCsv(report))
  const { firstResponse, quality, volume, rowsUrl } = exampleFigures
  expect(whole).toMatchObject({
    from: '2026-10-21T09:00:00.000Z',
    group: '',
    label: 'all',
    created: String(volume.created),
    firstResponse_met: String(firstResponse.met),
    firstResponse_breached: String(firstResponse.breached),
    firstResponse_attainment: String(firstResponse.attainment),
    reviews_excluded: String(quality.excluded),
    pass_rate: String(quality.passRate),
    pass_rate_ci95_low: String(quality.passRateCi95.low),
    'created_live-chat': String(volume.byChannel['live-chat']),
    criterion_standard_solved_n: '6',
    criterion_standard_solved_score: '79.2',
    rows_url: rowsUrl,
  })
  expect(payments).toMatchObject({ group: 'payments', label: 'Payments', pass_rate: String(quality.passRate) })
})

it('leaves empty what a group has no figure for, and counts nothing as 0', () => {
  expect(rowsOf(reportCsv(report))[2]).toMatchObject({
    group: 'security',
    open: '1',
    firstResponse_n: '0',
    firstResponse_p50_seconds: '',
    quality_score: '',
    pass_rate: '',
    created_ticket: '0',
    criterion_standard_solved_n: '0',
    criterion_standard_solved_score: '',
  })
})
