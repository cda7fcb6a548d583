import { useState } from 'react'
import type { ReactNode } from 'react'
import { useActions } from '../../ui/actions.ts'
import { IconButton } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { MenuButton } from '../../ui/menu.tsx'
import { t } from '../../ui/words/words.ts'
import { BulkFoot, SelectButton, useChoice } from './bulk-foot.tsx'
import { Consults } from './consults.tsx'
import { Mentions } from './mentions.tsx'
import type { ListOrder, ListShape } from '../../live/list-shape.ts'
import type { ListFilter } from './queries.ts'
import { SearchBox } from './search-box.tsx'
import { TicketList, useListCount } from './ticket-list.tsx'

interface InboxListProps {
  title: string
  filter: ListFilter
  shape: ListShape
  /** The columns of the shape side by side: there is room for them. */
  isTable: boolean
  openId: string | null
  meId: string | null
  search: object
  onSearch: (q: string) => void
  /** Keeps the search under a name. */
  onSave: () => void
  onOrder: (order: ListOrder) => void
  /** Opens the views where there is no column for them. */
  viewsButton: ReactNode
}

function OrderMenu({ order, onOrder }: { order: ListOrder; onOrder: InboxListProps['onOrder'] }) {
  return (
    <MenuButton
      className="b bare sm ms-auto"
      align="end"
      sections={[
        {
          label: t('inbox.order'),
          items: (['due', 'newest'] as const).map((choice) => ({
            id: choice,
            label: t(`inbox.order.${choice}`),
            isChecked: order === choice,
            run: () => onOrder(choice),
          })),
        },
      ]}
    >
      <Icon name="sort" size="s" /> {t(`inbox.order.${order}`)}
    </MenuButton>
  )
}

/** The list column: heading with count, order, search, rows. */
export function InboxList({
  title,
  filter,
  shape,
  isTable,
  openId,
  meId,
  search,
  onSearch,
  onSave,
  onOrder,
  viewsButton,
}: InboxListProps) {
  const [isSearching, setSearching] = useState(Boolean(filter.q))
  const filterKey = JSON.stringify(filter)
  const choice = useChoice(filterKey)
  const count = useListCount(filter)
  useActions('inbox-list', [
    {
      id: 'search',
      label: t('search.label'),
      group: t('area.inbox'),
      icon: 'search',
      shortcut: '/',
      isAllowed: true,
      run: () => setSearching(true),
    },
  ])
  const leaveSearch = () => {
    setSearching(false)
    if (filter.q) onSearch('')
  }
  return (
    <section
      aria-label={`${title}, ${count.words}`}
      className="flex h-full min-h-0 min-w-0 flex-col border-e border-line bg-surface"
    >
      <header className="flex h-(--h-bar) flex-none items-center gap-2 border-b border-line ps-4 pe-3">
        <h1 className="type-title truncate">{title}</h1>
        <span className="num min-w-5 text-ink-3">{count.text}</span>
        {viewsButton}
        <OrderMenu order={shape.order} onOrder={onOrder} />
        <SelectButton choice={choice} />
        <IconButton
          small
          icon="filter"
          label={t('search.label')}
          shortcut="/"
          aria-expanded={isSearching}
          onClick={() => (isSearching ? leaveSearch() : setSearching(true))}
        />
      </header>
      {isSearching && <SearchBox value={filter.q ?? ''} onSearch={onSearch} onClose={leaveSearch} onSave={onSave} />}
      {meId !== null && <Consults meId={meId} search={search} />}
      {meId !== null && <Mentions openId={openId} search={search} />}
      <TicketList
        key={filterKey}
        selection={choice.selection}
        onSelect={choice.select}
        filter={filter}
        shape={shape}
        isTable={isTable}
        openId={openId}
        meId={meId}
        search={search}
      />
      <BulkFoot choice={choice} filter={filter} />
    </section>
  )
}
