import { Type } from 'typebox'
import { fairnessGroups, type FairnessReport, readFairness } from '../../modules/reports/index.ts'
import { csvOf } from '../../platform/csv.ts'
import { encodeId } from '../../platform/ids.ts'
import { rawAnswer } from '../answer.ts'
import { prefersCsv } from '../preferred-type.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, instant, instantText, nullable, oneOf } from '../schemas.ts'
import { readReportQuery, reportFilters } from './report-query.ts'

/** How evenly work is shared among people. */
export function fairnessReportRoutes(): Route[] {
  return [fairnessRoute]
}

const share = (description: string) => nullable(Type.Number({ minimum: 0, maximum: 1, description }))

const counts = {
  offered: Type.Integer({ description: 'Offers made, work that was pulled too; not what was assigned by hand.' }),
  accepted: Type.Integer(),
  declined: Type.Integer(),
  missed: Type.Integer({ description: 'Offers that ran out.' }),
  declineRate: share('declined / (accepted + declined + missed)'),
  missRate: share('missed / (accepted + declined + missed)'),
  taken: Type.Integer({ description: 'Tasks accepted or assigned by hand.' }),
  hard: Type.Integer({ description: 'Of those: priority `high` or `critical`, or a skill asked at level 3 or above.' }),
  hardShare: share('hard / taken'),
}

const evenness = {
  n: Type.Integer({ description: 'People with an occupancy.' }),
  excluded: Type.Integer({ description: 'People who were there for less than five minutes.' }),
  meanOccupancy: share('Of these people, each counted once.'),
  gini: share('Of their occupancies; 0 = all the same. Null for fewer than two.'),
  maxMin: nullable(Type.Number({ minimum: 1, description: 'The highest by the lowest; null while the lowest is 0.' })),
  gap: share('The highest less the lowest.'),
  ...counts,
}

const team = nullable(Type.String({ description: 'Null for who has none.' }))

const FairnessSchema = component('FairnessReport', {
  from: instant(),
  to: instant(),
  filters: Type.Object({
    queue: nullable(Type.String()),
    channel: nullable(Type.String()),
    team: nullable(Type.String()),
    groupBy: nullable(oneOf(fairnessGroups)),
  }),
  whole: Type.Object(evenness),
  agents: Type.Array(
    Type.Object({
      agent: Type.Object({ id: id('agent'), name: Type.String() }),
      team,
      presentSeconds: Type.Integer({ description: 'Available, busy or draining.' }),
      workSeconds: Type.Integer({ description: 'Of that time, with work in hand.' }),
      occupancy: share('Null for who was there for less than five minutes.'),
      ...counts,
    }),
    { description: 'Everybody who was there or was offered something, by team and name.' },
  ),
  groups: Type.Array(
    Type.Object({
      team,
      hour: nullable(instant({ description: 'Its beginning; null when split by team alone.' })),
      ...evenness,
    }),
    { description: 'Empty unless the report is split.' },
  ),
})

const slug = () => Type.Optional(Type.String({ minLength: 1, maxLength: 100 }))
const { from, to, queue, channel } = reportFilters
const time = { from: '2026-11-19T09:00:00.000Z', to: '2026-11-20T09:00:00.000Z' }
const exampleCounts = {
  offered: 48,
  accepted: 42,
  declined: 4,
  missed: 2,
  declineRate: 0.083,
  missRate: 0.042,
  taken: 43,
  hard: 9,
  hardShare: 0.209,
}
const exampleEvenness = { n: 4, excluded: 1, meanOccupancy: 0.71, gini: 0.06, maxMin: 1.3, gap: 0.19, ...exampleCounts }

const fairnessRoute = defineRoute({
  method: 'GET',
  url: '/v1/reports/fairness',
  operationId: 'readFairnessReport',
  summary: 'Read how evenly work is shared among people',
  description:
    'Occupancy of each person (time with work in hand / time present), its spread as Gini, max/min and gap, and what each was offered, declined, missed and took; the last 30 days unless told otherwise, 93 at most. `groupBy=team` adds a row for each team, `groupBy=hour` one for each team in each hour, for 31 days at most. With a queue or channel only offers from there count, and only people who had one. With `Accept: text/csv` the rows of the groups, else of the people.',
  tag: 'quality',
  permission: 'qa:read',
  load: 'report',
  query: Type.Object({ from, to, queue, channel, team: slug(), groupBy: Type.Optional(oneOf(fairnessGroups)) }),
  answers: { 200: FairnessSchema },
  alsoAnswers: ['text/csv'],
  example: {
    query: { ...time, groupBy: 'team' },
    answer: {
      ...time,
      filters: { queue: null, channel: null, team: null, groupBy: 'team' },
      whole: exampleEvenness,
      agents: [
        {
          agent: { id: 'agent_01jqzv5k3mf8tbn2c4d6e7g9ha', name: 'Ana' },
          team: 'technical-support',
          presentSeconds: 28_800,
          workSeconds: 20_160,
          occupancy: 0.7,
          ...exampleCounts,
        },
      ],
      groups: [{ team: 'technical-support', hour: null, ...exampleEvenness }],
    },
  },
  async handle({ context, query, request }) {
    const { team: onlyTeam = null, groupBy = null, ...filters } = query
    const asked = readReportQuery(filters)
    const report = await readFairness(context, {
      from: asked.from,
      to: asked.to,
      queue: asked.queue,
      channel: asked.channel,
      team: onlyTeam,
      groupBy,
    })
    const answer = presentFairness(report)
    if (!prefersCsv(request.headers)) return answer
    return rawAnswer(
      'text/csv; charset=utf-8; header=present',
      groupBy === null ? agentRows(answer) : groupRows(answer),
      {
        'content-disposition': 'attachment; filename="fairness.csv"',
      },
    )
  },
})

type Answer = ReturnType<typeof presentFairness>

function presentFairness({ from, to, filters, whole, agents, groups }: FairnessReport) {
  return {
    from: instantText(from),
    to: instantText(to),
    filters: { ...filters },
    whole: presentEvenness(whole),
    agents: agents.map((one) => ({
      agent: { id: encodeId('agent', one.id), name: one.name },
      team: one.team,
      presentSeconds: Math.round(one.presentMs / 1000),
      workSeconds: Math.round(one.workMs / 1000),
      occupancy: one.occupancy,
      ...presentCounts(one),
    })),
    groups: groups.map(({ team: ofTeam, hour, ...evennessOfTeam }) => ({
      team: ofTeam,
      hour: hour === null ? null : instantText(hour),
      ...presentEvenness(evennessOfTeam),
    })),
  }
}

function presentEvenness({ n, excluded, mean, gini, maxMin, gap, ...offers }: FairnessReport['whole']) {
  return { n, excluded, meanOccupancy: mean, gini, maxMin, gap, ...presentCounts(offers) }
}

type Counts = Pick<FairnessReport['whole'], 'offered' | 'accepted' | 'declined' | 'missed' | 'taken' | 'hard'>

function presentCounts({ offered, accepted, declined, missed, taken, hard }: Counts) {
  const answered = accepted + declined + missed
  const rate = (part: number, all: number) => (all === 0 ? null : part / all)
  return {
    offered,
    accepted,
    declined,
    missed,
    declineRate: rate(declined, answered),
    missRate: rate(missed, answered),
    taken,
    hard,
    hardShare: rate(hard, taken),
  }
}

const countColumns = [
  'offered',
  'accepted',
  'declined',
  'missed',
  'declineRate',
  'missRate',
  'taken',
  'hard',
  'hardShare',
] as const
const agentColumns = ['team', 'presentSeconds', 'workSeconds', 'occupancy', ...countColumns] as const
const groupColumns = [
  'team',
  'hour',
  'n',
  'excluded',
  'meanOccupancy',
  'gini',
  'maxMin',
  'gap',
  ...countColumns,
] as const

const agentRows = ({ agents }: Answer) =>
  csvOf(
    ['agent', 'name', ...agentColumns],
    agents.map(({ agent, ...row }) => [agent.id, agent.name, ...agentColumns.map((column) => row[column])]),
  )

const groupRows = ({ groups }: Answer) =>
  csvOf(
    [...groupColumns],
    groups.map((row) => groupColumns.map((column) => row[column])),
  )
