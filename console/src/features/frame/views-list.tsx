import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { queuesQuery } from '../../live/queues.ts'
import { Icon, isIcon } from '../../ui/icon.tsx'
import type { IconName } from '../../ui/icon-paths.tsx'
import { queueIcon } from '../../ui/queue-icon.ts'
import { Bones, ProblemLine } from '../../ui/states.tsx'
import { t } from '../../ui/words/words.ts'
import { countText, viewCountsQuery, viewKey, viewName, viewsQuery } from '../../live/views.ts'
import type { View } from '@switchyard/sdk'
import type { ReactNode } from 'react'

/** Views whose count says nothing. */
const uncounted = new Set(['solved', 'all'])

const entry =
  'flex h-7 max-pane:h-11 items-center gap-2 rounded-control px-2 text-ink-2 ring-inside hover:bg-hover data-current:bg-ink/7 data-current:font-[550] data-current:text-ink'

interface EntryProps {
  search: { view?: string; queue?: string }
  icon: IconName
  label: string
  count: number | string | null
  isCurrent: boolean
  isLate?: boolean
  /** Stands over the count while the pointer or the focus is here. */
  menu?: ReactNode
  onChosen?: () => void
}

function Entry({ search, icon, label, count, isCurrent, isLate, menu, onChosen }: EntryProps) {
  return (
    <li className="group relative">
      <Link
        to="/"
        search={search}
        className={entry}
        onClick={onChosen}
        data-current={isCurrent || undefined}
        aria-current={isCurrent ? 'true' : undefined}
      >
        <Icon name={icon} tone={isCurrent ? '' : 'text-ink-3'} />
        <span className="min-w-0 truncate">{label}</span>
        <b
          className={`type-label ms-auto min-w-4 text-end ${menu ? 'max-pane:me-9 pane:group-focus-within:invisible pane:group-hover:invisible' : ''} ${isLate ? 'text-breach' : isCurrent ? 'text-ink' : 'text-ink-3'}`}
        >
          {count}
        </b>
      </Link>
      {menu}
    </li>
  )
}

export interface ChosenView {
  view?: string | undefined
  queue?: string | undefined
}

function Queues({ chosen, onChosen }: { chosen: ChosenView; onChosen?: () => void }) {
  const { data, error } = useQuery(queuesQuery)
  if (error && !data)
    return (
      <div className="px-2">
        <ProblemLine error={error} />
      </div>
    )
  return (
    <ul>
      {data?.data.map((queue) => (
        <Entry
          key={queue.slug}
          search={{ queue: queue.slug }}
          icon={queueIcon(queue.slug)}
          label={queue.slug}
          count={queue.waiting}
          isCurrent={chosen.queue === queue.slug}
          {...(onChosen ? { onChosen } : {})}
        />
      ))}
    </ul>
  )
}

interface ViewsListProps {
  chosen: ChosenView
  /** What may be done with a view, where this person may do it. */
  menuOf?: (view: View) => ReactNode
  onChosen?: () => void
}

function Views({
  views,
  first,
  chosen,
  menuOf,
  onChosen,
}: ViewsListProps & { views: View[]; first: View | undefined }) {
  const { data: counts } = useQuery(viewCountsQuery)
  const current = chosen.queue ? undefined : (chosen.view ?? (first && viewKey(first)))
  return (
    <ul>
      {views.map((view) => {
        const counted = counts?.data.find(({ id }) => id === view.id)
        const isSaid = counted !== undefined && counted.count > 0 && !uncounted.has(view.slug ?? '')
        const isCurrent = current === viewKey(view) || current === view.id
        return (
          <Entry
            key={view.id}
            search={view === first ? {} : { view: viewKey(view) }}
            icon={isIcon(view.icon) ? view.icon : 'star'}
            label={viewName(view)}
            count={isSaid ? countText(counted) : null}
            isCurrent={isCurrent}
            isLate={view.slug === 'breaching' && isSaid}
            menu={view.canEdit ? menuOf?.(view) : undefined}
            {...(onChosen ? { onChosen } : {})}
          />
        )
      })}
    </ul>
  )
}

/** Shared views, one's own, then queues, each with its live count; the space of a count is always kept. */
export function ViewsList(props: ViewsListProps) {
  const { chosen, onChosen } = props
  const { data, error } = useQuery(viewsQuery)
  const views = data?.data ?? []
  const own = views.filter((view) => view.sharedWith === 'nobody')
  const shared = views.filter((view) => view.sharedWith !== 'nobody')
  return (
    <nav aria-label={t('frame.views')} className="min-h-0 flex-1 overflow-y-auto">
      {error && <ProblemLine error={error} />}
      {!data && !error && <Bones rows={['h-7', 'h-7', 'h-7', 'h-7']} />}
      <Views {...props} views={shared} first={views[0]} />
      {own.length > 0 && (
        <>
          <h2 className="type-micro px-2 pb-[5px] pt-3.5 text-ink-3">{t('views.own')}</h2>
          <Views {...props} views={own} first={views[0]} />
        </>
      )}
      <h2 className="type-micro px-2 pb-[5px] pt-3.5 text-ink-3">{t('frame.queues')}</h2>
      <Queues chosen={chosen} {...(onChosen ? { onChosen } : {})} />
    </nav>
  )
}
