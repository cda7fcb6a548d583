import { Type } from 'typebox'
import type { ArticleReport } from '../../modules/reports/index.ts'
import { component, nullable } from '../schemas.ts'

const figures = {
  shown: Type.Integer({ description: 'Visits in which it was shown: a browser’s, for a day.' }),
  opened: Type.Integer(),
  helped: Type.Integer({ description: 'Visits that said so.' }),
  notHelped: Type.Integer(),
  undecided: Type.Integer({ description: 'Visits that have not asked, and whose day is not over.' }),
  withoutChat: Type.Integer({ description: 'Visits that asked nothing within a day: no chat, message or call back.' }),
  withoutChatShare: nullable(Type.Number({ minimum: 0, maximum: 1, description: 'withoutChat / (shown - undecided)' })),
}

/** What was read before chats, as the overview tells it. */
export const articleFigures = component('ArticleFigures', {
  ...figures,
  byArticle: Type.Array(Type.Object({ key: Type.String(), title: Type.String(), ...figures }), {
    description: 'The one shown most first.',
  }),
})

const exampleCounts = {
  shown: 120,
  opened: 64,
  helped: 31,
  notHelped: 12,
  undecided: 4,
  withoutChat: 58,
  withoutChatShare: 0.5,
}

export const exampleArticles = {
  ...exampleCounts,
  byArticle: [{ key: 'missing-deposit', title: 'A deposit has not arrived', ...exampleCounts }],
}

/** The same, as an answer has it. */
export function presentArticles({ byArticle, ...whole }: ArticleReport) {
  return { ...whole, byArticle: byArticle.map((one) => ({ ...one })) }
}
