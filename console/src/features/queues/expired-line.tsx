import { Link } from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import { Icon } from '../../ui/icon.tsx'
import { plural, t } from '../../ui/words/words.ts'
import { expiredQuery, expiredSearch } from './queries.ts'

/** Open tickets whose wait ended without anybody: they wait in no queue any more, so somebody has to see them here. */
export function ExpiredLine() {
  const { data } = useQuery(expiredQuery)
  const count = data?.data.length ?? 0
  return (
    <div role="status" className="flex-none empty:hidden">
      {count > 0 && (
        <p className="enter-fade type-label flex items-center gap-2 rounded-md bg-breach-tint px-3 py-1.5 text-breach">
          <Icon name="alert" size="s" />
          <span className="min-w-0 flex-1">
            {plural('board.expired', count)}
            {data?.page.next && '+'}
          </span>
          <Link to="/" search={{ view: 'all', q: expiredSearch }} className="flex-none underline underline-offset-2">
            {t('board.expiredShow')}
          </Link>
        </p>
      )}
    </div>
  )
}
