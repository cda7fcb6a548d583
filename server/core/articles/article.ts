import type { Expression } from '../expressions/expression.ts'
import type { RoutingFacts } from '../expressions/routing-facts.ts'

/** What customers may read instead of waiting for an answer: texts by language, and what it is found by. */
export interface Article {
  readonly slug: string
  readonly title: Readonly<Record<string, string>>
  /** Markdown, as far as `readMarkdown` reads it. */
  readonly body: Readonly<Record<string, string>>
  /** Those it is for; none named = all. */
  readonly serviceLines: readonly string[]
  /** Null = whatever is asked. */
  readonly when: Expression<RoutingFacts> | null
  /** The words of each of its keywords: one of them is said when all its words are. */
  readonly keywords: readonly (readonly string[])[]
  /** The words of each of its titles that say what it is about. */
  readonly titles: readonly (readonly string[])[]
}
