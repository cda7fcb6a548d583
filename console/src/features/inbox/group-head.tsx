import { t, wordFor } from '../../ui/words/words.ts'
import type { ListRow } from './list-rows.ts'
import { factOf } from './ticket-cell.tsx'

type Group = Extract<ListRow, { kind: 'group' }>

function labelOf({ by, name, first }: Group, queueLabel: (slug: string) => string): string {
  if (by === 'due') return wordFor('inbox.group', name)
  const fact = factOf(first, by, queueLabel)
  return fact === '' ? t(by === 'assignee' ? 'views.group.nobody' : 'views.group.none') : fact
}

interface GroupHeadProps {
  row: Group
  /** There are tickets that are not loaded yet. */
  isMore: boolean
  isTable: boolean
  queueLabel: (slug: string) => string
}

/** What the tickets below have in common, and how many they are. */
export function GroupHead({ row, isMore, isTable, queueLabel }: GroupHeadProps) {
  const head = (
    <h2 className="type-micro num sticky start-0 flex h-[30px] items-end gap-2 px-4 pb-[5px] text-ink-3">
      <bdi className="min-w-0 truncate">{labelOf(row, queueLabel)}</bdi>
      <span className={isTable ? '' : 'ms-auto'}>
        {row.count}
        {isMore && row.by !== 'due' && '+'}
      </span>
    </h2>
  )
  return isTable ? (
    <div role="row" className="border-b border-line">
      <div role="cell">{head}</div>
    </div>
  ) : (
    head
  )
}
