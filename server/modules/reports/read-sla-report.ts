import type { Context } from '../../platform/context.ts'
import { askForReport, type ReportAsked, type ReportInput, rowsUrl } from '../quality/index.ts'
import { type BreachRow, countVerdicts, listWorstBreaches, type VerdictRow } from './sla-report-view.ts'

const worstShown = 20

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
  const [rows, worst] = await context.read(async (tx) => [
    await countVerdicts(tx, context.workspace.id, asked),
    await listWorstBreaches(tx, context.workspace.id, { asked, now: context.now(), limit: worstShown }),
  ])
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
        excluded: Object.values(excludedBy).reduce((sum, count) => sum + count, 0),
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

function ticketsOf(asked: ReportAsked, { split, key }: Pick<VerdictRow, 'split' | 'key'>): string | null {
  if (split === 'metric') return rowsUrl(asked, null)
  return split === 'policy' || key === null ? null : rowsUrl({ ...asked, groupBy: split }, { key })
}
