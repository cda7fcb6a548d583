import { type Article, keywordOf, titleWordsOf } from '../articles/index.ts'
import { routingExpression } from './compile-expressions.ts'
import type { WorkflowDocument } from './document.ts'

/** The articles of a document, in its order. Throws for one the linter refuses. */
export function compileArticles({ articles = {}, macros = {} }: WorkflowDocument): ReadonlyMap<string, Article> {
  return new Map(
    Object.entries(articles).map(([slug, article]): [string, Article] => [
      slug,
      {
        slug,
        title: article.title,
        body: article.body ?? macros[article.macro ?? '']?.body ?? {},
        serviceLines: article.serviceLines ?? [],
        when: article.when === undefined ? null : routingExpression(article.when),
        keywords: (article.keywords ?? []).map(keywordOf),
        titles: Object.values(article.title).map(titleWordsOf),
      },
    ]),
  )
}
