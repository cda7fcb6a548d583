import { useCallback, useMemo, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useClock } from '../../ui/clock.ts'
import { Bones, Empty, Failure } from '../../ui/states.tsx'
import { useCursor } from '../../ui/use-cursor.ts'
import { plural, t } from '../../ui/words/words.ts'
import { heldRows, listRows } from './list-rows.ts'
import type { ListOrder, ListRow } from './list-rows.ts'
import { ticketListQuery } from './queries.ts'
import type { ListFilter } from './queries.ts'
import { isUnread } from './seen.ts'
import { isChoosing, toggled } from './selection.ts'
import type { Selection } from './selection.ts'
import { SelectableRow, useSelectKeys } from './selectable-row.tsx'

const rowPx = 99
const groupPx = 30

interface TicketListProps {
  selection: Selection
  onSelect: (change: (selection: Selection) => Selection) => void
  filter: ListFilter
  order: ListOrder
  openId: string | null
  meId: string | null
  search: object
}

function useRows(filter: ListFilter, order: ListOrder, isHeld: boolean) {
  const query = useInfiniteQuery(ticketListQuery(filter))
  const minute = useClock((nowMs) => Math.floor(nowMs / 60_000))
  const fresh = useMemo(
    () => listRows(query.data?.pages.map((page) => page.data) ?? [], order, minute * 60_000),
    [query.data, order, minute],
  )
  const shown = useRef<ListRow[]>([])
  const filterKey = JSON.stringify([filter, order])
  const shownKey = useRef(filterKey)
  const rows = isHeld && shownKey.current === filterKey ? heldRows(shown.current, fresh) : fresh
  shown.current = rows
  shownKey.current = filterKey
  return { query, rows }
}

/** A virtual list of fixed row heights. While the pointer rests on it, live changes keep their places. */
export function TicketList({ filter, order, openId, meId, search, selection, onSelect }: TicketListProps) {
  const [isHeld, setHeld] = useState(false)
  const { query, rows } = useRows(filter, order, isHeld)
  const box = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: (index) => (rows[index]?.kind === 'group' ? groupPx : rowPx),
    getItemKey: (index) => {
      const row = rows[index]
      return row?.kind === 'ticket' ? row.ticket.id : `group ${row?.name}`
    },
    overscan: 6,
  })
  const scrollTo = useCallback((index: number) => virtual.scrollToIndex(index), [virtual])
  const ids = rows.map((row) => (row.kind === 'ticket' ? row.ticket.id : null))
  const cursor = useCursor({ ids, openId, list: box, scrollTo })
  const toggle = (id: string, isRange: boolean) =>
    onSelect((known) => toggled(known, { id, order: ids.filter((one) => one !== null), isRange }))
  useSelectKeys({ id: cursor.id, list: box, isBeside: openId !== null, toggle })
  const onScroll = () => {
    const last = virtual.getVirtualItems().at(-1)?.index ?? 0
    if (last >= rows.length - 8 && query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage()
  }
  if (query.error && rows.length === 0) return <Failure error={query.error} onRetry={() => void query.refetch()} />
  if (query.isPending) return <Bones className="p-4" rows={Array.from({ length: 7 }, () => 'h-20')} />
  if (rows.length === 0) return <EmptyList filter={filter} />
  return (
    <div
      ref={box}
      className="min-h-0 flex-1 overflow-y-auto"
      onScroll={onScroll}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
    >
      <div role="list" className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index]
          if (!row) return null
          const isAfterTicket = rows[item.index - 1]?.kind === 'ticket'
          return (
            <Placed key={item.key} start={item.start} isLined={row.kind === 'ticket' && isAfterTicket}>
              {row.kind === 'group' ? (
                <GroupHead row={row} />
              ) : (
                <SelectableRow
                  ticket={row.ticket}
                  isShown={isChoosing(selection)}
                  isSelected={selection.isAll || selection.ids.has(row.ticket.id)}
                  onToggle={(isRange) => toggle(row.ticket.id, isRange)}
                  search={search}
                  isOpen={row.ticket.id === openId}
                  isCursor={row.ticket.id === cursor.id}
                  isUnread={row.ticket.id !== openId && isUnread(row.ticket)}
                  meId={meId}
                />
              )}
            </Placed>
          )
        })}
      </div>
    </div>
  )
}

function Placed({ start, isLined, children }: { start: number; isLined: boolean; children: ReactNode }) {
  return (
    <div role="listitem" className="absolute inset-x-0 top-0" style={{ transform: `translateY(${start}px)` }}>
      {isLined && <span className="pointer-events-none absolute start-[46px] end-0 top-0 z-1 border-t border-line" />}
      {children}
    </div>
  )
}

function GroupHead({ row }: { row: Extract<ListRow, { kind: 'group' }> }) {
  return (
    <h2 className="type-micro num flex h-[30px] items-end justify-between px-4 pb-[5px] text-ink-3">
      {t(`inbox.group.${row.name}`)} <span>{row.count}</span>
    </h2>
  )
}

function EmptyList({ filter }: { filter: ListFilter }) {
  if (filter.q) return <Empty icon="search" title={t('inbox.noHits')} text={t('inbox.noHitsText')} />
  return (
    <Empty
      icon="inbox"
      title={t('inbox.empty')}
      text={filter.queue ? t('inbox.emptyQueue', { queue: filter.queue }) : t('inbox.emptyText')}
    />
  )
}

/** How many tickets of a list are known, for its heading: `7`, or `100+` while more pages wait. */
export function useListCount(filter: ListFilter, isKnown = true): { text: string; words: string; isEmpty: boolean } {
  const { data, hasNextPage, isSuccess } = useInfiniteQuery({ ...ticketListQuery(filter), enabled: isKnown })
  const count = data?.pages.reduce((sum, page) => sum + page.data.length, 0) ?? 0
  return {
    text: isSuccess ? `${count}${hasNextPage ? '+' : ''}` : '',
    words: plural('inbox.tickets', count),
    isEmpty: isSuccess && count === 0,
  }
}
