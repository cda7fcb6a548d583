import { addUpFacts, type FactSums, passScore, type Quality, summariseReviews } from '../../core/quality/index.ts'
import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { scopeLists } from '../../platform/principal.ts'
import { refuseField } from '../../platform/errors.ts'
import { encodeId } from '../../platform/ids.ts'
import { requirePermission } from '../access/index.ts'
import { currentWorkflow } from '../workflow/index.ts'
import { evidenceUrl } from './evidence-url.ts'
import { findNames } from './find-names.ts'
import { groupLabel } from './group-label.ts'
import { factQuestion, findReportRows, type ReportAsked, type ReportRows } from './report-view.ts'
import { rowsUrl } from './rows-url.ts'
import { type FactsOfTime, type FactWork, withFacts } from './ticket-facts.ts'

const dayMs = 86_400_000
const standardSpanMs = 30 * dayMs
const longestSpanMs = 3 * 366 * dayMs

/** What is asked of a report; the last thirty days when no instants are given. */
export type ReportInput = Omit<ReportAsked, 'from' | 'to' | 'channels' | 'queues'> & {
  readonly from: number | null
  readonly to: number | null
}

/** A time by its clock: working time of the tickets that have one, and the share of kept promises. */
export interface TimedFigure {
  readonly n: number
  readonly excluded: number
  readonly p50Seconds: number | null
  readonly p90Seconds: number | null
  readonly met: number
  readonly breached: number
  /** met / (met + breached); null when no promise has come due. */
  readonly attainment: number | null
}

export interface CriterionFigure {
  readonly scorecard: string
  readonly id: string
  readonly label: string
  readonly n: number
  readonly score: number
}

/** The figures of one set of tickets. */
export interface ReportFigures {
  readonly volume: {
    readonly created: number
    readonly closed: number
    readonly open: number
    readonly byChannel: Readonly<Record<string, number>>
  }
  readonly firstResponse: TimedFigure
  readonly resolution: TimedFigure
  readonly escalations: { readonly n: number; readonly rate: number | null }
  readonly reopened: { readonly n: number; readonly rate: number | null }
  readonly quality: Quality & { readonly byCriterion: readonly CriterionFigure[] }
  readonly rowsUrl: string
}

export interface Choice {
  readonly slug: string
  readonly label: string
}

export interface ReportChoices {
  readonly queues: readonly Choice[]
  readonly channels: readonly Choice[]
  readonly serviceLines: readonly Choice[]
}

export interface QaReport extends ReportFigures {
  readonly from: number
  readonly to: number
  readonly filters: Pick<ReportInput, 'queue' | 'channel' | 'serviceLine' | 'agentId' | 'groupBy'>
  readonly checkpoints: readonly {
    readonly name: string
    readonly question: string
    readonly state: 'open'
    readonly evidenceUrl: string
  }[]
  /** What the filters may name: of the workflow in force, as far as the caller may look. */
  readonly choices: ReportChoices
  /** Empty unless the report is split. */
  readonly groups: readonly (ReportFigures & { readonly key: string | null; readonly label: string })[]
}

/**
 * What a caller may ask of a report: the last thirty days unless told otherwise, within the caller's scope. Throws
 * `forbidden` without `qa:read`, `invalid` for a time that does not begin before it ends or is too long.
 */
export function askForReport(context: Context, input: ReportInput): ReportAsked {
  requirePermission(context, 'qa:read')
  const to = input.to ?? context.now()
  const from = input.from ?? to - standardSpanMs
  if (from >= to) throw refuseField('from', 'out_of_range', 'Ask for a time that begins before it ends.')
  if (to - from > longestSpanMs) throw refuseField('from', 'out_of_range', 'Ask for three years at most.')
  return { ...input, from, to, ...scopeLists(context.principal.scope) }
}

/**
 * The quality report: volume and first response of the tickets created in the time, resolution and reopening of those
 * that ended in it, escalations opened and reviews made in it (helpdesk.md 2.6). Times are working time by the tickets'
 * own calendars. Throws `invalid` for a time that does not begin before it ends or is too long.
 */
export async function readQaReport(context: Context, input: ReportInput): Promise<QaReport> {
  const asked = askForReport(context, input)
  const { sums, rows } = await withFacts(context, asked, reportWork(context, asked))
  return writeReport(context, asked, { ...rows, ...sums })
}

/** What the quality report is made of, as `writeReport` takes it. */
export function reportWork({ workspace }: Context, asked: ReportAsked) {
  const question = factQuestion(asked)
  return {
    *addUp(facts: FactsOfTime) {
      return {
        created: yield* addUpFacts(facts.created, question, asked.groupBy),
        ended: yield* addUpFacts(facts.ended, question, asked.groupBy),
      }
    },
    read: (tx: Tx) => findReportRows(tx, workspace.id, asked, passScore),
  } satisfies FactWork<ReportSums, ReportRows>
}

/** The quality report of what was added up and counted for it. */
export async function writeReport(context: Context, asked: ReportAsked, rows: ReportParts): Promise<QaReport> {
  const { from, to, channels, queues, queue, channel, serviceLine, agentId, groupBy } = asked
  const workflow = await currentWorkflow(context)
  const keys = groupBy === null ? [] : keysOf(rows)
  const names = await findNames(context, groupBy === 'agent' ? keys : [])
  return {
    from,
    to,
    filters: { queue, channel, serviceLine, agentId, groupBy },
    ...figuresOf(rows, { isTotal: true, key: null }, { asked, workflow }),
    checkpoints: Object.entries(workflow.document.checkpoints ?? {}).map(([name, { question }]) => ({
      name,
      question,
      state: 'open',
      evidenceUrl: evidenceUrl(name, asked),
    })),
    choices: {
      queues: choicesOf(workflow.queues, queues),
      channels: choicesOf(workflow.channels, channels),
      serviceLines: choicesOf(workflow.serviceLines, null),
    },
    groups: keys.map((key) => ({
      key: groupBy === 'agent' && key !== null ? encodeId('agent', key) : key,
      label: groupLabel(workflow, groupBy, key, names),
      ...figuresOf(rows, { isTotal: false, key }, { asked, workflow }),
    })),
  }
}

interface Part {
  readonly isTotal: boolean
  readonly key: string | null
}

/** What is added up of the tickets created and ended in the time. */
interface ReportSums {
  readonly created: readonly FactSums[]
  readonly ended: readonly FactSums[]
}

/** All that a report is made of. */
type ReportParts = ReportRows & ReportSums

function figuresOf(
  rows: ReportParts,
  part: Part,
  { asked, workflow }: { asked: ReportAsked; workflow: WorkflowSnapshot },
): ReportFigures {
  const isOf = (row: Part) => row.isTotal === part.isTotal && (part.isTotal || row.key === part.key)
  const created = rows.created.find(isOf) ?? nothing
  const ended = rows.ended.find(isOf) ?? nothing
  const escalated = rows.escalated.find(isOf)?.n ?? 0
  const reviews = rows.reviews.find(isOf) ?? { scored: 0, unscored: 0, sum: 0, passed: 0 }
  return {
    volume: {
      created: created.tickets,
      closed: ended.tickets,
      open: rows.open.find(isOf)?.n ?? 0,
      byChannel: Object.fromEntries(created.byChannel.map(({ channel, n }) => [channel, n])),
    },
    firstResponse: timedFigure(created),
    resolution: timedFigure(ended),
    escalations: { n: escalated, rate: share(escalated, created.tickets) },
    reopened: { n: ended.reopened, rate: share(ended.reopened, ended.tickets) },
    quality: {
      ...summariseReviews(reviews),
      byCriterion: rows.criteria.filter(isOf).map(({ scorecard, criterion, n, mean }) => ({
        scorecard,
        id: criterion,
        label: criterionLabel(workflow, scorecard, criterion),
        n,
        score: mean,
      })),
    },
    rowsUrl: rowsUrl(asked, part.isTotal ? null : part),
  }
}

const nothing: Omit<FactSums, keyof Part> = {
  tickets: 0,
  n: 0,
  p50Ms: null,
  p90Ms: null,
  met: 0,
  breached: 0,
  reopened: 0,
  byChannel: [],
}

function timedFigure({ tickets, n, p50Ms, p90Ms, met, breached }: Omit<FactSums, keyof Part>): TimedFigure {
  const seconds = (ms: number | null) => (ms === null ? null : Math.round(ms) / 1_000)
  return {
    n,
    excluded: tickets - n,
    p50Seconds: seconds(p50Ms),
    p90Seconds: seconds(p90Ms),
    met,
    breached,
    attainment: share(met, met + breached),
  }
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole
}

/** Every group that has a row in some part, in order; tickets without the property last. */
function keysOf(rows: ReportParts): (string | null)[] {
  const parts = [rows.created, rows.ended, rows.open, rows.escalated, rows.reviews]
  const keys = new Set(parts.flatMap((part) => part.filter(({ isTotal }) => !isTotal).map(({ key }) => key)))
  const named = [...keys].filter((key) => key !== null).toSorted()
  return keys.has(null) ? [...named, null] : named
}

function choicesOf(known: ReadonlyMap<string, { readonly label: string }>, scope: Iterable<string> | null): Choice[] {
  const allowed = scope === null ? null : new Set(scope)
  return [...known].filter(([slug]) => allowed?.has(slug) ?? true).map(([slug, { label }]) => ({ slug, label }))
}

function criterionLabel(workflow: WorkflowSnapshot, scorecard: string, criterion: string): string {
  return workflow.scorecards.get(scorecard)?.criteria.find(({ id }) => id === criterion)?.label ?? criterion
}
