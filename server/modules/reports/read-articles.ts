import { textIn } from '../../core/automations/index.ts'
import type { Context } from '../../platform/context.ts'
import type { ReportAsked } from '../quality/index.ts'
import { currentWorkflow } from '../workflow/index.ts'
import { countShowings, type ShowingCounts } from './articles-view.ts'

export interface ArticleFigures extends ShowingCounts {
  /** withoutChat / (shown - undecided); null while no visit is over. */
  readonly withoutChatShare: number | null
}

/** What was read before chats: by visits in which anything was shown, and by article. */
export interface ArticleReport extends ArticleFigures {
  readonly byArticle: readonly (ArticleFigures & {
    readonly key: string
    /** In the workspace's language; of an article that is gone its key. */
    readonly title: string
  })[]
}

/** A visit is over then (see `openVisitorChat`). */
const visitMs = 24 * 3_600_000
const nothing: ShowingCounts = { shown: 0, opened: 0, helped: 0, notHelped: 0, undecided: 0, withoutChat: 0 }

/**
 * How often articles were read before a chat, and how often none was begun then. Null where the report is narrowed to
 * what a visit has not: a queue, a service line, an agent.
 */
export async function readArticles(context: Context, asked: ReportAsked): Promise<ArticleReport | null> {
  const { queue, queues, serviceLine, agentId, ...where } = asked
  if (queue !== null || queues !== null || serviceLine !== null || agentId !== null) return null
  const { articles, defaults } = await currentWorkflow(context)
  const question = { ...where, undecidedSince: context.now() - visitMs }
  const rows = await context.read((tx) => countShowings(tx, context.workspace.id, question))
  const titleOf = (key: string) => {
    const titles = articles.get(key)?.title ?? {}
    return textIn(titles, defaults.language, defaults.language)?.text ?? key
  }
  const { article: _all, ...whole } = rows.find(({ article }) => article === null) ?? { ...nothing, article: null }
  return {
    ...withShare(whole),
    byArticle: rows.flatMap(({ article: key, ...counts }) =>
      key === null ? [] : [{ key, title: titleOf(key), ...withShare(counts) }],
    ),
  }
}

function withShare(counts: ShowingCounts): ArticleFigures {
  const decided = counts.shown - counts.undecided
  return { ...counts, withoutChatShare: decided === 0 ? null : counts.withoutChat / decided }
}
