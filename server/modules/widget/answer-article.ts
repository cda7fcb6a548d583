import { AppError } from '../../platform/errors.ts'
import { requirePermission } from '../access/index.ts'
import type { findWidget } from '../chat/index.ts'
import { appendWorkspaceEvent } from '../events/index.ts'
import { currentWorkflow } from '../workflow/index.ts'
import { keepAnswer } from './showing-store.ts'
import { visitHash } from './visit-hash.ts'

type FoundWidget = NonNullable<Awaited<ReturnType<typeof findWidget>>>

/**
 * Records whether an article was what a visitor needed, without a word of who that was; where it says in which visit, it
 * is counted once there. Throws `not_found` for an article that the workspace does not have.
 */
export async function answerArticle(
  { context, channel }: FoundWidget,
  { article, helped, visit }: { article: string; helped: boolean; visit: string | null },
): Promise<void> {
  requirePermission(context, 'chat:write')
  const { articles } = await currentWorkflow(context)
  if (!articles.has(article)) throw new AppError('not_found', 'There is no such article.')
  await context.transaction(async (tx) => {
    await appendWorkspaceEvent(tx, context, { type: 'article.answered', data: { article, channel, helped } })
    if (visit === null) return
    const shown = { visit: visitHash(visit), channel, at: context.now() }
    await keepAnswer(tx, context.workspace.id, { ...shown, article, helped })
  })
}
