import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { queuesQuery } from '../../live/queues.ts'
import { Icon } from '../../ui/icon.tsx'
import type { IconName } from '../../ui/icon-paths.tsx'
import { queueIcon } from '../../ui/queue-icon.ts'
import { Bones, ProblemLine } from '../../ui/states.tsx'
import { t, wordFor } from '../../ui/words/words.ts'
import { viewsQuery } from './queries.ts'

const viewIcons: Record<string, IconName> = {
  mine: 'inbox',
  unassigned: 'dashed',
  breaching: 'alert',
  waiting: 'pause',
  solved: 'check-circle',
  all: 'search',
}
/** Views whose count says nothing. */
const uncounted = new Set(['solved', 'all'])

const entry =
  'flex h-7 max-pane:h-11 items-center gap-2 rounded-control px-2 text-ink-2 ring-inside hover:bg-hover data-current:bg-ink/7 data-current:font-[550] data-current:text-ink'

interface EntryProps {
  search: { view?: string; queue?: string }
  icon: IconName
  label: string
  count: number | null
  isCurrent: boolean
  isLate?: boolean
  onChosen?: () => void
}

function Entry({ search, icon, label, count, isCurrent, isLate, onChosen }: EntryProps) {
  return (
    <li>
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
          className={`type-label ms-auto min-w-4 text-end ${isLate ? 'text-breach' : isCurrent ? 'text-ink' : 'text-ink-3'}`}
        >
          {count}
        </b>
      </Link>
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

/** Views, then queues, each with its live count; the space of a count is always kept. */
export function ViewsList({ chosen, onChosen }: { chosen: ChosenView; onChosen?: () => void }) {
  const { data, error } = useQuery(viewsQuery)
  const first = data?.data[0]?.slug
  const current = chosen.queue ? undefined : (chosen.view ?? first)
  return (
    <nav aria-label={t('frame.views')} className="min-h-0 flex-1 overflow-y-auto">
      {error && <ProblemLine error={error} />}
      {!data && !error && <Bones rows={['h-7', 'h-7', 'h-7', 'h-7']} />}
      <ul>
        {data?.data.map((view) => (
          <Entry
            key={view.slug}
            search={view.slug === first ? {} : { view: view.slug }}
            icon={viewIcons[view.slug] ?? 'star'}
            label={wordFor('view', view.slug)}
            count={uncounted.has(view.slug) || view.count === 0 ? null : view.count}
            isCurrent={current === view.slug}
            isLate={view.slug === 'breaching' && view.count > 0}
            {...(onChosen ? { onChosen } : {})}
          />
        ))}
      </ul>
      <h2 className="type-micro px-2 pb-[5px] pt-3.5 text-ink-3">{t('frame.queues')}</h2>
      <Queues chosen={chosen} {...(onChosen ? { onChosen } : {})} />
    </nav>
  )
}
