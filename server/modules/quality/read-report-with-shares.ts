import { countFacts, type FactCounts } from '../../core/quality/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { currentWorkflow } from '../workflow/index.ts'
import { groupLabel } from './group-label.ts'
import { findNames } from './find-names.ts'
import { askForReport, type QaReport, type ReportInput, reportWork, writeReport } from './read-qa-report.ts'
import { factQuestion, type ReportAsked } from './report-view.ts'
import { rowsUrl } from './rows-url.ts'
import { withFacts } from './ticket-facts.ts'
import { findOpenShares, type OpenShareRow, volumeSplits } from './volume-view.ts'

/** One group's part of the volume of a time. */
export interface VolumeShare {
  readonly split: OpenShareRow['split']
  /** Null for tickets without that property. */
  readonly key: string | null
  readonly label: string
  readonly created: number
  readonly closed: number
  readonly open: number
  readonly rowsUrl: string
}

/** Tickets created and ended on the days (UTC, numbered since 1970) that had one. */
export interface VolumeDays {
  readonly created: ReadonlyMap<number, number>
  readonly closed: ReadonlyMap<number, number>
}

/**
 * The quality report of a time, with its volume by queue, channel and assignee, and by day: all of one moment, so that
 * the parts add up to the whole whatever is committed meanwhile. Throws as `askForReport` does.
 */
export async function readReportWithShares(
  context: Context,
  input: Omit<ReportInput, 'groupBy'>,
): Promise<{ report: QaReport; shares: VolumeShare[]; days: VolumeDays }> {
  const asked = askForReport(context, { ...input, groupBy: null })
  const [figures, question] = [reportWork(context, asked), factQuestion(asked)]
  const { sums, rows } = await withFacts(context, asked, {
    *addUp(facts) {
      return {
        figures: yield* figures.addUp(facts),
        created: yield* countFacts(facts.created, question, volumeSplits),
        closed: yield* countFacts(facts.ended, question, volumeSplits),
      }
    },
    read: async (tx) => ({
      figures: await figures.read(tx),
      open: await findOpenShares(tx, context.workspace.id, asked),
    }),
  })
  const { created, closed } = sums
  return {
    report: await writeReport(context, asked, { ...rows.figures, ...sums.figures }),
    shares: await sharesOf(context, asked, { created, closed, open: rows.open }),
    days: { created: created.byDay, closed: closed.byDay },
  }
}

interface VolumeCounts {
  readonly created: FactCounts<VolumeShare['split']>
  readonly closed: FactCounts<VolumeShare['split']>
  readonly open: readonly OpenShareRow[]
}

async function sharesOf(
  context: Context,
  asked: ReportAsked,
  { created, closed, open }: VolumeCounts,
): Promise<VolumeShare[]> {
  const workflow = await currentWorkflow(context)
  const openAgents = open.flatMap(({ split, key }) => (split === 'agent' ? [key] : []))
  const names = await findNames(context, [
    ...keysOf(created.by.get('agent')),
    ...keysOf(closed.by.get('agent')),
    ...openAgents,
  ])
  return volumeSplits.flatMap((split) => {
    const openOf = new Map(open.flatMap((row) => (row.split === split ? [[row.key, row.open] as const] : [])))
    const keys = new Set([...keysOf(created.by.get(split)), ...keysOf(closed.by.get(split)), ...openOf.keys()])
    return [...keys].toSorted(lastNull).map((key) => ({
      split,
      key: split === 'agent' && key !== null ? encodeId('agent', key) : key,
      label: groupLabel(workflow, split, key, names),
      created: created.by.get(split)?.get(key) ?? 0,
      closed: closed.by.get(split)?.get(key) ?? 0,
      open: openOf.get(key) ?? 0,
      rowsUrl: rowsUrl({ ...asked, groupBy: split }, { key }),
    }))
  })
}

/**
 * Tickets created on each day (UTC, numbered since 1970) of a time that had one, and what `read` finds in the same moment,
 * knowing these. Takes what `askForReport` gave.
 */
export async function readWithCreatedByDay<Rows>(
  context: Context,
  asked: ReportAsked,
  read: (tx: Tx, created: ReadonlyMap<number, number>) => Promise<Rows>,
): Promise<{ created: ReadonlyMap<number, number>; rows: Rows }> {
  const { sums, rows } = await withFacts(context, asked, {
    addUp: ({ created }) => countFacts(created, factQuestion(asked), []),
    read: async (tx, counting) => read(tx, (await counting).byDay),
  })
  return { created: sums.byDay, rows }
}

const keysOf = (counts: ReadonlyMap<string | null, number> | undefined) => counts?.keys() ?? []

function lastNull(one: string | null, other: string | null): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null)
  return one < other ? -1 : Number(one > other)
}
