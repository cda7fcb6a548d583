import { useCallback, useMemo, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { Ticket } from '@switchyard/sdk'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useClock } from '../../ui/clock.ts'
import { Bones, Empty, Failure } from '../../ui/states.tsx'
import { useCursor } from '../../ui/use-cursor.ts'
import { plural, t } from '../../ui/words/words.ts'
import { GroupHead } from './group-head.tsx'
import { heldRows, listRows } from './list-rows.ts'
import type { ListRow } from './list-rows.ts'
import type { ListColumn, ListShape } from '../../live/list-shape.ts'
import { ticketListQuery } from './queries.ts'
import type { ListFilter } from './queries.ts'
import { isUnread } from './seen.ts'
import { isChoosing, toggled } from './selection.ts'
import type { Selection } from './selection.ts'
import { RowMark, SelectableRow, useSelectKeys } from './selectable-row.tsx'
import { TableHead, TicketTableRow } from './ticket-table-row.tsx'
import { useQueueLabel } from './use-queue-label.ts'

const [cardPx, tableRowPx, groupPx] = [99, 37, 30]

interface TicketListProps {
  selection: Selection
  onSelect: (change: (selection: Selection) => Selection) => void
  filter: ListFilter
  shape: ListShape
  /** Its columns side by side, instead of cards. */
  isTable: boolean
  openId: string | null
  meId: string | null
  search: object
}

function useRows(filter: ListFilter, { order, groupBy }: ListShape, isHeld: boolean) {
  const query = useInfiniteQuery(ticketListQuery(filter))
  const minute = useClock((nowMs) => Math.floor(nowMs / 60_000))
  const fresh = useMemo(
    () => listRows(query.data?.pages.map((page) => page.data) ?? [], { order, groupBy }, minute * 60_000),
    [query.data, order, groupBy, minute],
  )
  const shown = useRef<ListRow[]>([])
  const filterKey = JSON.stringify([filter, order, groupBy])
  const shownKey = useRef(filterKey)
  const rows = isHeld && shownKey.current === filterKey ? heldRows(shown.current, fresh) : fresh
  shown.current = rows
  shownKey.current = filterKey
  return { query, rows }
}

/** A virtual list of fixed row heights. While the pointer rests on it, live changes keep their places. */
export function TicketList(props: TicketListProps) {
  const { filter, shape, isTable, openId, onSelect } = props
  const [isHeld, setHeld] = useState(false)
  const { query, rows } = useRows(filter, shape, isHeld)
  const queueLabel = useQueueLabel()
  const box = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: (index) => (rows[index]?.kind === 'group' ? groupPx : isTable ? tableRowPx : cardPx),
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
      className="min-h-0 flex-1 overflow-auto"
      onScroll={onScroll}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
    >
      <Rows isTable={isTable} columns={shape.columns} height={virtual.getTotalSize()}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index]
          if (!row) return null
          const isLined = !isTable && row.kind === 'ticket' && rows[item.index - 1]?.kind === 'ticket'
          return (
            <Placed key={item.key} start={item.start} isLined={isLined} role={isTable ? 'presentation' : 'listitem'}>
              {row.kind === 'group' ? (
                <GroupHead row={row} isMore={query.hasNextPage} isTable={isTable} queueLabel={queueLabel} />
              ) : (
                <ShownRow
                  {...props}
                  ticket={row.ticket}
                  queueLabel={queueLabel}
                  isCursor={row.ticket.id === cursor.id}
                  onToggle={(isRange) => toggle(row.ticket.id, isRange)}
                />
              )}
            </Placed>
          )
        })}
      </Rows>
    </div>
  )
}

interface ShownRowProps extends TicketListProps {
  ticket: Ticket
  queueLabel: (slug: string) => string
  isCursor: boolean
  onToggle: (isRange: boolean) => void
}

function ShownRow(props: ShownRowProps) {
  const { ticket, shape, isTable, openId, meId, search, selection, queueLabel, isCursor, onToggle } = props
  const common = { ticket, columns: shape.columns, queueLabel, search, isCursor }
  const isSelected = selection.isAll || selection.ids.has(ticket.id)
  const mark = { isShown: isChoosing(selection), isSelected, onToggle }
  const isNew = ticket.id !== openId && isUnread(ticket)
  if (!isTable)
    return <SelectableRow {...common} {...mark} isOpen={ticket.id === openId} isUnread={isNew} meId={meId} />
  return (
    <TicketTableRow {...common} isUnread={isNew} isSelected={isSelected} mark={<RowMark ticket={ticket} {...mark} />} />
  )
}

interface RowsProps {
  isTable: boolean
  columns: readonly ListColumn[]
  height: number
  children: ReactNode
}

/** A list of cards, or a table as wide as its columns need. */
function Rows({ isTable, columns, height, children }: RowsProps) {
  if (!isTable)
    return (
      <div role="list" className="relative" style={{ height }}>
        {children}
      </div>
    )
  return (
    <div role="table" aria-label={t('area.inbox')} className="min-w-max">
      <TableHead columns={columns} />
      <div role="rowgroup" className="relative" style={{ height }}>
        {children}
      </div>
    </div>
  )
}

interface PlacedProps {
  start: number
  isLined: boolean
  role: 'listitem' | 'presentation'
  children: ReactNode
}

function Placed({ start, isLined, role, children }: PlacedProps) {
  return (
    <div role={role} className="absolute inset-x-0 top-0" style={{ transform: `translateY(${start}px)` }}>
      {isLined && <span className="pointer-events-none absolute start-[46px] end-0 top-0 z-1 border-t border-line" />}
      {children}
    </div>
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
