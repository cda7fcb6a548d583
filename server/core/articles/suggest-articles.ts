import { wordsOf } from '../similarity/index.ts'
import type { RoutingFacts } from '../expressions/routing-facts.ts'
import type { Article } from './article.ts'
import { type SaidWords, saidWords } from './said-words.ts'

/** A choice of more is no help. */
export const mostSuggested = 3

/** Words of a title that are shorter say little of what it is about. */
const shortestTitleWord = 4

/** The words by which a text of an article is found, as `wordsOf` gives them. */
export function keywordOf(text: string): readonly string[] {
  return [...wordsOf(text)]
}

/** The words of a title that say what it is about. */
export function titleWordsOf(title: string): readonly string[] {
  return keywordOf(title).filter((word) => word.length >= shortestTitleWord)
}

/**
 * The articles for what a customer is about to ask, at most three, the likeliest first: those of its service line whose
 * rule holds, and of which a keyword is said or most of the title. Where a rule is all that an article is found by, it
 * comes before what words find.
 */
export function suggestArticles(articles: Iterable<Article>, facts: RoutingFacts): readonly Article[] {
  const { summary, text, serviceLine } = facts.request
  const said = saidWords(`${summary} ${text}`)
  return [...articles]
    .filter(({ serviceLines }) => serviceLines.length === 0 || serviceLines.includes(serviceLine))
    .filter(({ when }) => when === null || when.holds(facts))
    .map((article) => ({ article, weight: weightOf(article, said) }))
    .filter(({ weight }) => weight > 0)
    .toSorted((one, other) => other.weight - one.weight)
    .slice(0, mostSuggested)
    .map(({ article }) => article)
}

/** How likely it is what was asked for; 0 = not at all. Equal ones stay in the order of the document. */
function weightOf({ when, keywords, titles }: Article, said: SaidWords): number {
  if (when !== null && keywords.length === 0) return Number.MAX_SAFE_INTEGER
  const keywordsSaid = keywords.filter((words) => words.every((word) => said.has(word))).length
  const ofTitle = Math.max(0, ...titles.map((words) => shareOf(words, said)))
  return keywordsSaid + (keywordsSaid > 0 || ofTitle > 1 / 2 ? ofTitle : 0)
}

function shareOf(words: readonly string[], said: SaidWords): number {
  return words.length === 0 ? 0 : words.filter((word) => said.has(word)).length / words.length
}
