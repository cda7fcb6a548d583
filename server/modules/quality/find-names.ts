import type { Context } from '../../platform/context.ts'
import { findAgentNames } from './report-view.ts'

/** Names of the agents among the keys of a report that is split by them. */
export async function findNames(
  context: Context,
  keys: readonly (string | null)[],
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(keys)].filter((key) => key !== null)
  if (ids.length === 0) return new Map()
  const agents = await context.read((tx) => findAgentNames(tx, context.workspace.id, ids))
  return new Map(agents.map(({ id, name }) => [id, name]))
}
