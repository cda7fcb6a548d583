import { countFactsBy, countFactsByDay } from '../../core/quality/index.ts'
import type { Context } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { currentWorkflow } from '../workflow/index.ts'
import { groupLabel } from './group-label.ts'
import { factQuestion, findAgentNames, type ReportAsked } from './report-view.ts'
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
 * Volume by queue, channel and assignee, and by day, counted as the quality report counts it. Takes what `askForReport`
 * gave.
 */
export async function readVolumeShares(
  context: Context,
  asked: ReportAsked,
): Promise<{ shares: VolumeShare[]; days: VolumeDays }> {
  const workflow = await currentWorkflow(context)
  const question = factQuestion(asked)
  const { created, closed, days } = await withFacts(context, asked, (facts) => ({
    created: countFactsBy(facts.created, question, volumeSplits),
    closed: countFactsBy(facts.ended, question, volumeSplits),
    days: { created: countFactsByDay(facts.created, question), closed: countFactsByDay(facts.ended, question) },
  }))
  const { open, names } = await context.read(async (tx) => {
    const found = await findOpenShares(tx, context.workspace.id, asked)
    const openAgents = found.flatMap(({ split, key }) => (split === 'agent' ? [key] : []))
    const known = new Set([...keysOf(created.get('agent')), ...keysOf(closed.get('agent')), ...openAgents])
    const ids = [...known].filter((id) => id !== null)
    const agents = ids.length === 0 ? [] : await findAgentNames(tx, context.workspace.id, ids)
    return { open: found, names: new Map(agents.map(({ id, name }) => [id, name])) }
  })
  const shares = volumeSplits.flatMap((split) => {
    const openOf = new Map(open.flatMap((row) => (row.split === split ? [[row.key, row.open] as const] : [])))
    const keys = new Set([...keysOf(created.get(split)), ...keysOf(closed.get(split)), ...openOf.keys()])
    return [...keys].toSorted(lastNull).map((key) => ({
      split,
      key: split === 'agent' && key !== null ? encodeId('agent', key) : key,
      label: groupLabel(workflow, split, key, names),
      created: created.get(split)?.get(key) ?? 0,
      closed: closed.get(split)?.get(key) ?? 0,
      open: openOf.get(key) ?? 0,
      rowsUrl: rowsUrl({ ...asked, groupBy: split }, { key }),
    }))
  })
  return { shares, days }
}

/** Tickets created on each day (UTC, numbered since 1970) of a time that had one. Takes what `askForReport` gave. */
export function countCreatedByDay(context: Context, asked: ReportAsked): Promise<ReadonlyMap<number, number>> {
  return withFacts(context, asked, ({ created }) => countFactsByDay(created, factQuestion(asked)))
}

const keysOf = (counts: ReadonlyMap<string | null, number> | undefined) => counts?.keys() ?? []

function lastNull(one: string | null, other: string | null): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null)
  return one < other ? -1 : Number(one > other)
}
