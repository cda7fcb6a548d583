import type { ReportOverview } from '@switchyard/sdk'
import { countText, wholeShare } from '../../ui/figure-text.ts'
import { read } from './article-words.ts'
import { TableCard } from './table-card.tsx'

type Figures = NonNullable<ReportOverview['articles']>

const cellsOf = ({ shown, opened, helped, notHelped, withoutChat, withoutChatShare }: Omit<Figures, 'byArticle'>) => [
  countText(shown),
  countText(opened),
  countText(helped),
  countText(notHelped),
  <span key="without">
    {countText(withoutChat)} <span className="text-ink-3">{wholeShare(withoutChatShare)}</span>
  </span>,
]

/** What was read before chats, and after how much of it nobody asked; nothing while nothing was shown. */
export function Articles({ articles }: { articles: ReportOverview['articles'] }) {
  if (articles === null || articles.shown === 0) return null
  const { byArticle, shown, undecided } = articles
  return (
    <TableCard
      title={read('title')}
      definition={read('titleText')}
      basis={read(undecided === 0 ? 'basis' : 'basisUndecided', {
        n: countText(shown),
        undecided: countText(undecided),
      })}
      columns={[read('article'), read('shown'), read('opened'), read('helped'), read('notHelped'), read('withoutChat')]}
      rows={[[read('all'), ...cellsOf(articles)], ...byArticle.map((one) => [one.title, ...cellsOf(one)])]}
    />
  )
}
