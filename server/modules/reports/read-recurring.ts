import {
  clusterIssues,
  countReturns,
  type IssueState,
  issueStateOf,
  type IssueCluster,
  type Returns,
  type Surge,
  surgeOf,
} from '../../core/recurring/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { inSlices } from '../../platform/in-slices.ts'
import { askForReport, figuresUrl, readWithCreatedByDay, type ReportAsked, type ReportInput } from '../quality/index.ts'
import { findCosts, findIssues, findProblems, type IssueCost, type IssueRow, type Problem } from './recurring-view.ts'

export interface RecurringInput extends Omit<ReportInput, 'groupBy'> {
  /** Tickets that make an issue a recurring one, 2 or more. */
  readonly least: number
  /** The key of one issue, of which all tickets are wanted. */
  readonly issue?: string | null
}

/** An issue that more than one ticket tells of, and what it has cost. */
export interface RecurringIssue extends Omit<IssueCluster<IssueRow>, 'tickets'>, Returns {
  readonly n: number
  readonly firstAt: number
  readonly lastAt: number
  readonly surge: Surge
  /** At the end of the time, at most now. */
  readonly state: IssueState
  readonly breached: number
  readonly reopened: number
  readonly workMs: number
  /** The ticket most of them were caused by, as far as somebody has linked them. */
  readonly problem: (Problem & { readonly linked: number }) | null
  /** The latest first, `ticketsShown` at most; of one issue that is asked for, `mostOfOneIssue`. */
  readonly tickets: readonly IssueRow[]
  /** Where all of its tickets are. */
  readonly rowsUrl: string
}

export interface RecurringReport {
  readonly from: number
  readonly to: number
  /** Tickets looked at, and those that were not: merged into others, or older than the latest `mostTickets`. */
  readonly n: number
  readonly excluded: number
  /** Tickets that belong to no issue of this list. */
  readonly single: number
  readonly issues: readonly RecurringIssue[]
}

/** More tickets than this are not compared: the latest ones count. */
const mostTickets = 20_000
/** Compared before others are served: some milliseconds' work. */
const ticketsInARow = 100
/** One in five may be merged before the last days hold too few. */
const leeway = 1.25
const dayMs = 24 * 3_600_000
const mostIssues = 50
const ticketsShown = 20
const mostOfOneIssue = 1_000
/** Whoever comes again with the same issue within a month has not been helped. */
const againWithinMs = 30 * 24 * 3_600_000

/**
 * Issues that come up again and again among the tickets created in the time (helpdesk.md 2.8): those that surge just now
 * first, then those with the most tickets; or the one that is asked for, with its tickets. Throws as `askForReport` does.
 */
export async function readRecurring(context: Context, input: RecurringInput): Promise<RecurringReport> {
  const { least, issue: wanted = null, ...filters } = input
  const asked = askForReport(context, { ...filters, groupBy: null })
  const { created, rows } = await readWithCreatedByDay(context, asked, (tx, byDay) =>
    findLatest(tx, context, { asked, created: byDay }),
  )
  const all = [...created.values()].reduce((sum, n) => sum + n, 0)
  const clusters = await inSlices(clusterIssues(rows, { least }), ticketsInARow)
  // What is asked for may end later than now: up to midnight of the running day, for one.
  const seenSoFar = { from: asked.from, to: Math.min(asked.to, context.now()) }
  const issues = clusters
    .filter(({ key }) => wanted === null || key === wanted)
    .map((cluster) => ({ cluster, surge: surgeOf(timesOf(cluster), seenSoFar) }))
    .toSorted(
      (one, other) =>
        Number(other.surge.isSurging) - Number(one.surge.isSurging) ||
        other.cluster.tickets.length - one.cluster.tickets.length ||
        (one.cluster.key < other.cluster.key ? -1 : 1),
    )
    .slice(0, mostIssues)
  const shown = issues.flatMap(({ cluster }) => cluster.tickets.map(({ id }) => id))
  const known = await context.readAsOne((tx) => readWhatIsKnown(tx, context, shown))
  const most = wanted === null ? ticketsShown : mostOfOneIssue
  return {
    from: asked.from,
    to: asked.to,
    n: rows.length,
    excluded: all - rows.length,
    single: rows.length - issues.reduce((sum, { cluster }) => sum + cluster.tickets.length, 0),
    issues: issues.map(({ cluster, surge }) => ({
      ...issueOf(cluster, { surge, known, at: seenSoFar.to }),
      tickets: cluster.tickets.slice(-most).toReversed(),
      rowsUrl: figuresUrl('/v1/reports/recurring', asked, { least: String(least), issue: cluster.key }),
    })),
  }
}

/** Of a long time only its last days are read, as many as hold enough tickets that are not merged. */
async function findLatest(
  tx: Tx,
  context: Context,
  { asked, created }: { asked: ReportAsked; created: ReadonlyMap<number, number> },
): Promise<IssueRow[]> {
  let tickets = 0
  let from = asked.from
  for (const [day, n] of [...created].toSorted(([one], [other]) => other - one)) {
    tickets += n
    if (tickets < mostTickets * leeway) continue
    from = Math.max(asked.from, day * dayMs)
    break
  }
  const found = await findIssues(tx, context.workspace.id, { asked: { ...asked, from }, limit: mostTickets })
  if (found.length === mostTickets || from === asked.from) return found
  return findIssues(tx, context.workspace.id, { asked, limit: mostTickets })
}

/** All tickets of one issue of that report, by its key. Null when there is none by now. */
export async function readIssueTickets(
  tx: Tx,
  context: Context,
  { key, asked, least }: { key: string; asked: ReportAsked; least: number },
): Promise<readonly IssueRow[] | null> {
  const rows = await findIssues(tx, context.workspace.id, { asked, limit: mostTickets })
  const clusters = await inSlices(clusterIssues(rows, { least }), ticketsInARow)
  return clusters.find((cluster) => cluster.key === key)?.tickets ?? null
}

const timesOf = ({ tickets }: IssueCluster<IssueRow>) => tickets.map(({ createdAt }) => createdAt)

interface Known {
  readonly costs: ReadonlyMap<string, IssueCost>
  readonly problems: ReadonlyMap<string, readonly Problem[]>
}

async function readWhatIsKnown(tx: Tx, context: Context, ticketIds: readonly string[]): Promise<Known> {
  const costs = await findCosts(tx, context.workspace.id, { ticketIds, now: context.now() })
  const links = await findProblems(tx, context.workspace.id, ticketIds)
  const byTicket = Map.groupBy(links, ({ ticketId }) => ticketId)
  return {
    costs: new Map(costs.map((cost) => [cost.ticketId, cost])),
    problems: new Map([...byTicket].map(([ticketId, own]) => [ticketId, own.map(({ problem }) => problem)])),
  }
}

function issueOf(
  cluster: IssueCluster<IssueRow>,
  { surge, known, at }: { surge: Surge; known: Known; at: number },
): Omit<RecurringIssue, 'tickets' | 'rowsUrl'> {
  const { tickets, ...what } = cluster
  const costs = tickets.flatMap(({ id }) => known.costs.get(id) ?? [])
  const times = timesOf(cluster)
  const problem = problemOf(tickets.flatMap(({ id }) => known.problems.get(id) ?? []))
  return {
    ...what,
    ...countReturns(tickets, { withinMs: againWithinMs }),
    n: tickets.length,
    firstAt: times[0] ?? 0,
    lastAt: times.at(-1) ?? 0,
    surge,
    state: issueStateOf(times, { at, isProblemSolved: problem?.isSolved ?? false }),
    breached: costs.filter(({ isBreached }) => isBreached).length,
    reopened: tickets.filter(({ reopened }) => reopened > 0).length,
    workMs: costs.reduce((sum, { workMs }) => sum + workMs, 0),
    problem,
  }
}

/** The one named most often, and how often. */
export function problemOf(named: readonly Problem[]): RecurringIssue['problem'] {
  const [most] = [...Map.groupBy(named, ({ id }) => id).values()].toSorted((one, other) => other.length - one.length)
  return most?.[0] === undefined ? null : { ...most[0], linked: most.length }
}
