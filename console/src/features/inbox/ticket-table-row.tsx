import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Ticket } from '@switchyard/sdk'
import { SlaButton } from '../../ui/sla-button.tsx'
import { subjectOf } from '../../ui/subject-of.ts'
import { t } from '../../ui/words/words.ts'
import type { ListColumn } from '../../live/list-shape.ts'
import { TicketCell } from './ticket-cell.tsx'

const widths: Readonly<Record<ListColumn, string>> = {
  number: '72px',
  summary: 'minmax(220px,3fr)',
  customer: 'minmax(110px,1fr)',
  status: '124px',
  priority: '68px',
  queue: 'minmax(96px,140px)',
  assignee: '132px',
  due: '148px',
  channel: '104px',
  language: '88px',
  category: '136px',
  type: '96px',
  tags: 'minmax(110px,1fr)',
  created: '72px',
  updated: '72px',
}

/** The grid of a table with these columns; the first track holds the checkbox. */
const tableGrid = (columns: readonly ListColumn[]): string =>
  `36px ${columns.map((column) => widths[column]).join(' ')}`

const row = 'grid items-center gap-x-3 pe-4'

/** The names of the columns, above all rows. */
export function TableHead({ columns }: { columns: readonly ListColumn[] }) {
  return (
    <div
      role="row"
      className={`sticky top-0 z-2 h-7 border-b border-line bg-surface ${row}`}
      style={{ gridTemplateColumns: tableGrid(columns) }}
    >
      <span role="columnheader" className="sr-only">
        {t('bulk.selectVerb')}
      </span>
      {columns.map((column, place) => (
        <span
          key={column}
          role="columnheader"
          className={`type-micro truncate text-ink-3 ${place === 0 ? 'col-start-2' : ''}`}
        >
          {t(`views.column.${column}`)}
        </span>
      ))}
    </div>
  )
}

interface TableRowProps {
  ticket: Ticket
  columns: readonly ListColumn[]
  queueLabel: (slug: string) => string
  search: object
  isCursor: boolean
  isUnread: boolean
  isSelected: boolean
  /** The checkbox of the row. */
  mark: ReactNode
}

/** One ticket of a table: a cell for each column, one of them its link over the whole row. */
export function TicketTableRow(props: TableRowProps) {
  const { ticket, columns, queueLabel, search, isCursor, isUnread, isSelected, mark } = props
  // The clock is a button of its own, which a link may not hold.
  const linked = columns.find((column) => column !== 'due')
  return (
    <div
      role="row"
      className={`group/select relative h-[37px] border-b border-line hover:bg-hover ${row} ${isUnread ? 'font-semibold' : ''} ${isSelected ? 'bg-selected [--under:var(--selected)]' : ''}`}
      style={{ gridTemplateColumns: tableGrid(columns) }}
    >
      <span role="cell" className="relative z-1">
        {mark}
      </span>
      {columns.map((column) => (
        <span key={column} role="cell" className="flex min-w-0 items-center text-[12.5px]/[18px]">
          {column === linked ? (
            <Link
              to="/tickets/$ticketId"
              params={{ ticketId: ticket.id }}
              search={search}
              data-row={ticket.id}
              tabIndex={isCursor ? 0 : -1}
              aria-label={`#${ticket.number} ${subjectOf(ticket)}`}
              className="ring-inside flex min-w-0 items-center after:absolute after:inset-0"
            >
              <TicketCell ticket={ticket} column={column} queueLabel={queueLabel} />
            </Link>
          ) : column === 'due' ? (
            <SlaButton ticketId={ticket.id} clocks={ticket.sla} tabIndex={isCursor ? 0 : -1} className="relative z-1" />
          ) : (
            <TicketCell ticket={ticket} column={column} queueLabel={queueLabel} />
          )}
        </span>
      ))}
    </div>
  )
}
