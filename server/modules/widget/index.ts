export { answerArticle } from './answer-article.ts'
export { presentWidget } from './present-widget.ts'
export { suggestArticles } from './suggest-articles.ts'
