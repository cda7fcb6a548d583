import type { Context } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { currentWorkflow } from '../workflow/index.ts'
import { groupLabel } from './group-label.ts'
import { findAgentNames, type ReportAsked } from './report-view.ts'
import { rowsUrl } from './rows-url.ts'
import { findVolumeRows, type VolumeRow } from './volume-view.ts'

/** One group's part of the volume of a time. */
export interface VolumeShare extends VolumeRow {
  readonly label: string
  readonly rowsUrl: string
}

/** Volume by queue, channel and assignee, counted as the quality report counts it. Takes what `askForReport` gave. */
export async function readVolumeShares(context: Context, asked: ReportAsked): Promise<VolumeShare[]> {
  const workflow = await currentWorkflow(context)
  const { rows, names } = await context.read(async (tx) => {
    const found = await findVolumeRows(tx, context.workspace.id, asked)
    const ids = found.flatMap(({ split, key }) => (split === 'agent' && key !== null ? [key] : []))
    const agents = ids.length === 0 ? [] : await findAgentNames(tx, context.workspace.id, ids)
    return { rows: found, names: new Map(agents.map(({ id, name }) => [id, name])) }
  })
  return rows.map((row) => ({
    ...row,
    key: row.split === 'agent' && row.key !== null ? encodeId('agent', row.key) : row.key,
    label: groupLabel(workflow, row.split, row.key, names),
    rowsUrl: rowsUrl({ ...asked, groupBy: row.split }, row),
  }))
}
