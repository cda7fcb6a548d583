import { type Article, suggestArticles } from '../articles/index.ts'
import type { ClassifyRequest } from './classification.ts'
import { factsOfRequest } from './request-facts.ts'
import type { WorkflowSnapshot } from './snapshot.ts'

/** What a customer who is about to make this request is given to read, the likeliest first. */
export function articlesFor(snapshot: WorkflowSnapshot, request: ClassifyRequest, nowMs: number): readonly Article[] {
  if (snapshot.articles.size === 0) return []
  return suggestArticles(snapshot.articles.values(), factsOfRequest(snapshot, request, nowMs))
}
