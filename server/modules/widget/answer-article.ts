import { AppError } from '../../platform/errors.ts'
import { requirePermission } from '../access/index.ts'
import type { findWidget } from '../chat/index.ts'
import { appendWorkspaceEvent } from '../events/index.ts'
import { currentWorkflow } from '../workflow/index.ts'

type FoundWidget = NonNullable<Awaited<ReturnType<typeof findWidget>>>

/**
 * Records whether an article was what a visitor needed, without a word of who that was. Throws `not_found` for an article
 * that the workspace does not have.
 */
export async function answerArticle(
  { context, channel }: FoundWidget,
  { article, helped }: { article: string; helped: boolean },
): Promise<void> {
  requirePermission(context, 'chat:write')
  const { articles } = await currentWorkflow(context)
  if (!articles.has(article)) throw new AppError('not_found', 'There is no such article.')
  await context.transaction((tx) =>
    appendWorkspaceEvent(tx, context, { type: 'article.answered', data: { article, channel, helped } }),
  )
}
