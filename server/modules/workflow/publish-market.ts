import { checkMarket } from '../../core/market/index.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { requirePermission } from '../access/index.ts'
import { appendWorkspaceEvent } from '../events/index.ts'
import { insertMarketVersion } from './workflow-store.ts'

/** Puts a market document in force; gives its slug and version. */
export async function publishMarket(
  context: Context,
  input: { document: string },
): Promise<{ slug: string; version: number }> {
  requirePermission(context, 'workflow:write')
  const check = checkMarket(input.document)
  if (check.slug === null) {
    throw new AppError('workflow_invalid', 'The market document has errors or failing tests.', {
      problems: check.problems,
    })
  }
  const { slug } = check
  const { kind, id, name } = context.principal
  const version = await context.transaction(async (tx) => {
    const made = await insertMarketVersion(tx, context.workspace.id, {
      slug,
      document: input.document,
      publishedBy: { kind, id, name },
    })
    await appendWorkspaceEvent(tx, context, { type: 'market.published', data: { slug, version: made } })
    return made
  })
  return { slug, version }
}
