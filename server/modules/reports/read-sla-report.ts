import type { Context } from '../../platform/context.ts'
import { askForReport, type ReportAsked, type ReportInput, rowsUrl } from '../quality/index.ts'
import { type BreachRow, countVerdicts, listWorstBreaches, type VerdictRow } from './sla-report-view.ts'

const worstShown = 20
const dayMs = 86_400_000
/** Read by one statement, to begin with; as many more or fewer as bring some tens of thousands of clocks. */
const firstDays = 2
const [fewClocks, manyClocks] = [20_000, 80_000]

export interface SlaReport {
  readonly from: number
  readonly to: number
  readonly attainment: readonly {
    readonly split: VerdictRow['split']
    readonly metric: string
    readonly key: string | null
    /** Clocks with a verdict, and those without: all of them, and by what became of them. */
    readonly n: number
    readonly excluded: number
    readonly excludedBy: VerdictRow['excludedBy']
    readonly met: number
    readonly breached: number
    /** met / n; null before the first verdict. */
    readonly attainment: number | null
    /** The tickets whose clocks these are; null where a list cannot be asked for them alone. */
    readonly rowsUrl: string | null
  }[]
  /** The longest first. */
  readonly worst: readonly BreachRow[]
}

/** Promises kept and broken, of the tickets created in the time. Throws as `askForReport` does. */
export async function readSlaReport(context: Context, input: Omit<ReportInput, 'groupBy'>): Promise<SlaReport> {
  const asked = askForReport(context, { ...input, groupBy: null })
  const { rows, worst } = await readVerdicts(context, asked)
  return {
    from: asked.from,
    to: asked.to,
    attainment: rows.map(({ split, metric, key, met, breached, excludedBy }) => {
      const n = met + breached
      const attainment = n === 0 ? null : met / n
      return {
        split,
        metric,
        key,
        n,
        excluded: excludedOf(excludedBy),
        excludedBy,
        met,
        breached,
        attainment,
        rowsUrl: ticketsOf(asked, { split, key }),
      }
    }),
    worst,
  }
}

/** Part by part of the time: no statement takes long, however many tickets there are. */
async function readVerdicts(
  context: Context,
  asked: ReportAsked,
): Promise<{ rows: readonly VerdictRow[]; worst: readonly BreachRow[] }> {
  const sums = new Map<string, VerdictRow>()
  let worst: BreachRow[] = []
  await context.readAsOne(async (tx) => {
    let days = firstDays
    for (let from = asked.from; from < asked.to;) {
      const part = { ...asked, from, to: Math.min(asked.to, from + days * dayMs) }
      const verdicts = await countVerdicts(tx, context.workspace.id, part)
      for (const row of verdicts) addVerdicts(sums, row)
      const late = await listWorstBreaches(tx, context.workspace.id, {
        asked: part,
        now: context.now(),
        limit: worstShown,
      })
      worst = [...worst, ...late].toSorted(byLateness).slice(0, worstShown)
      const clocks = verdicts.reduce((sum, row) => sum + (row.split === 'metric' ? clocksOf(row) : 0), 0)
      if (clocks < fewClocks) days *= 2
      else if (clocks > manyClocks) days = Math.max(1, days >> 1)
      from = part.to
    }
  })
  return { rows: [...sums.values()].toSorted(byPlace), worst }
}

function addVerdicts(sums: Map<string, VerdictRow>, row: VerdictRow): void {
  const name = JSON.stringify([row.split, row.metric, row.key])
  const before = sums.get(name)
  if (before === undefined) return void sums.set(name, row)
  const { excludedBy } = before
  sums.set(name, {
    ...row,
    met: row.met + before.met,
    breached: row.breached + before.breached,
    excludedBy: addCounts(row.excludedBy, excludedBy),
  })
}

function addCounts(one: VerdictRow['excludedBy'], other: VerdictRow['excludedBy']): VerdictRow['excludedBy'] {
  return {
    running: one.running + other.running,
    paused: one.paused + other.paused,
    cancelled: one.cancelled + other.cancelled,
    not_applicable: one.not_applicable + other.not_applicable,
  }
}

const excludedOf = (excludedBy: VerdictRow['excludedBy']) =>
  Object.values(excludedBy).reduce((sum, count) => sum + count, 0)
const clocksOf = ({ met, breached, excludedBy }: VerdictRow) => met + breached + excludedOf(excludedBy)

const byLateness = (one: BreachRow, other: BreachRow) =>
  other.lateMs - one.lateMs || compare(one.ticketId, other.ticketId)

const byPlace = (one: VerdictRow, other: VerdictRow) =>
  compare(one.split, other.split) ||
  compare(one.metric, other.metric) ||
  Number(one.key === null) - Number(other.key === null) ||
  compare(one.key ?? '', other.key ?? '')

const compare = (one: string, other: string) => (one < other ? -1 : Number(one > other))

function ticketsOf(asked: ReportAsked, { split, key }: Pick<VerdictRow, 'split' | 'key'>): string | null {
  if (split === 'metric') return rowsUrl(asked, null)
  return split === 'policy' || key === null ? null : rowsUrl({ ...asked, groupBy: split }, { key })
}
