import type { Context } from '../../platform/context.ts'
import {
  askForReport,
  readPromises,
  type ReportAsked,
  type ReportInput,
  rowsUrl,
  type VerdictSums,
} from '../quality/index.ts'
import { type BreachRow, listWorstBreaches } from './sla-report-view.ts'

const worstShown = 20

export interface SlaReport {
  readonly from: number
  readonly to: number
  readonly attainment: readonly {
    readonly split: VerdictSums['split']
    readonly metric: string
    readonly key: string | null
    /** Clocks with a verdict, and those without: all of them, and by what became of them. */
    readonly n: number
    readonly excluded: number
    readonly excludedBy: VerdictSums['excludedBy']
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
  const now = context.now()
  const { verdicts, rows: worst } = await readPromises(context, asked, {
    now,
    most: worstShown,
    read: (tx, numbers) => listWorstBreaches(tx, context.workspace.id, { numbers, now, limit: worstShown }),
  })
  return {
    from: asked.from,
    to: asked.to,
    attainment: verdicts.map(({ split, metric, key, met, breached, excludedBy }) => {
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
        rowsUrl: ticketsOf(asked, { split, metric, key }),
      }
    }),
    worst,
  }
}

const excludedOf = (excludedBy: VerdictSums['excludedBy']) =>
  Object.values(excludedBy).reduce((sum, count) => sum + count, 0)

function ticketsOf(
  asked: ReportAsked,
  { split, metric, key }: Pick<VerdictSums, 'split' | 'metric' | 'key'>,
): string | null {
  if (split === 'metric') return rowsUrl(asked, null)
  // The queues that had a ticket are more than the one that has it.
  if (split === 'queue' && metric === 'ownership') return null
  return split === 'policy' || key === null ? null : rowsUrl({ ...asked, groupBy: split }, { key })
}
