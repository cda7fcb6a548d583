export type { Article } from './article.ts'
export { type Block, readMarkdown, refusedLinksIn, type Span } from './read-markdown.ts'
export { keywordOf, mostSuggested, suggestArticles, titleWordsOf } from './suggest-articles.ts'
