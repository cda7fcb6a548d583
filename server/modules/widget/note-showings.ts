import { refuseField } from '../../platform/errors.ts'
import { requirePermission } from '../access/index.ts'
import type { findWidget } from '../chat/index.ts'
import { currentWorkflow } from '../workflow/index.ts'
import { keepShowings } from './showing-store.ts'
import { visitHash } from './visit-hash.ts'

type FoundWidget = NonNullable<Awaited<ReturnType<typeof findWidget>>>

/**
 * Counts that a visitor was shown articles, or opened them: each once in a visit, however often it is told. Throws
 * `invalid` for an article that the workspace does not have, and then counts none.
 */
export async function noteShowings(
  { context, channel }: FoundWidget,
  { visit, articles, isOpened }: { visit: string; articles: readonly string[]; isOpened: boolean },
): Promise<void> {
  requirePermission(context, 'chat:write')
  const workflow = await currentWorkflow(context)
  const unknown = articles.findIndex((article) => !workflow.articles.has(article))
  if (unknown !== -1) throw refuseField(`/articles/${unknown}`, 'unknown_article', 'There is no such article.')
  const shown = { visit: visitHash(visit), channel, at: context.now(), articles, isOpened }
  // oxlint-disable-next-line switchyard/verb -- how often something was shown is counted; it is no fact about anybody
  await context.transaction((tx) => keepShowings(tx, context.workspace.id, shown))
}
