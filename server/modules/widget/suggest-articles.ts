import { type Block, readMarkdown } from '../../core/articles/index.ts'
import { textIn } from '../../core/automations/index.ts'
import { articlesFor } from '../../core/workflow/index.ts'
import type { findWidget } from '../chat/index.ts'
import { currentWorkflow } from '../workflow/index.ts'

/** What a customer is given to read before it asks, in its language. */
export interface SuggestedArticle {
  readonly key: string
  /** In which it is, where the workspace has it in none that was asked for. */
  readonly language: string
  readonly title: string
  readonly body: Block[]
}

type FoundWidget = NonNullable<Awaited<ReturnType<typeof findWidget>>>

/** The articles for what a visitor is about to ask on a channel. Nothing of it is kept. */
export async function suggestArticles(
  { context, channel, widget }: FoundWidget,
  { text, language }: { text: string; language: string | null },
): Promise<SuggestedArticle[]> {
  const workflow = await currentWorkflow(context)
  const { serviceLine } = widget
  const request = { channel, summary: text, text, language, serviceLine, kind: 'chat' } as const
  const standard = workflow.defaults.language
  return articlesFor(workflow, request, context.now()).map(({ slug, title, body }) => {
    const { text: words, language: spoken } = textIn(body, language ?? standard, standard) ?? {
      text: '',
      language: standard,
    }
    return {
      key: slug,
      language: spoken,
      title: textIn(title, spoken, standard)?.text ?? slug,
      body: readMarkdown(words),
    }
  })
}
