import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { QaGroupBy, QaReport } from '@switchyard/sdk'
import { Card } from '../../ui/card.tsx'
import { Icon } from '../../ui/icon.tsx'
import { t, wordFor } from '../../ui/words/words.ts'
import { countText, judged, scoreText, secondsText, wholeShare } from '../../ui/figure-text.ts'
import { type Group, sortedGroups } from './group-order.ts'
import { searchOf } from '../../ui/report-time.ts'
import { groupings, sortColumns } from './report-filter.ts'
import type { ReportFilter, SortColumn } from './report-filter.ts'

const cells: Record<Exclude<SortColumn, 'label'>, (group: Group) => ReactNode> = {
  created: ({ volume }) => countText(volume.created),
  closed: ({ volume }) => countText(volume.closed),
  open: ({ volume }) => countText(volume.open),
  firstResponse: ({ firstResponse }) => <Time timed={firstResponse} />,
  resolution: ({ resolution }) => <Time timed={resolution} />,
  escalations: ({ escalations }) => countText(escalations.n),
  reopened: ({ reopened }) => countText(reopened.n),
  score: ({ quality }) => (
    <Pair value={scoreText(quality.score)} note={quality.n > 0 ? t('quality.n', { n: countText(quality.n) }) : ''} />
  ),
}

function Pair({ value, note }: { value: string; note: string }) {
  return (
    <>
      {value}
      {note !== '' && <span className="ms-1.5 text-ink-3">{note}</span>}
    </>
  )
}

/** The median, and the share of promises kept. */
function Time({ timed }: { timed: Group['firstResponse'] }) {
  const title = t('quality.onTime', { share: wholeShare(timed.attainment), n: countText(judged(timed)) })
  return (
    <span title={timed.attainment === null ? '' : title}>
      <Pair
        value={secondsText(timed.p50Seconds)}
        note={timed.attainment === null ? '' : wholeShare(timed.attainment)}
      />
    </span>
  )
}

const columnName = (column: SortColumn, groupBy: QaGroupBy) =>
  column === 'label' ? t(`quality.by.${groupBy}`) : t(`quality.${column}`)

interface BreakdownProps {
  report: QaReport
  filter: ReportFilter
  onFilter: (change: Partial<ReportFilter>) => void
}

function Head({ filter, onFilter }: Omit<BreakdownProps, 'report'>) {
  const { sort, isDescending, groupBy } = filter
  return (
    <thead>
      <tr className="h-8 border-b border-line">
        {sortColumns.map((column) => {
          const isSorted = sort === column
          return (
            <th
              key={column}
              scope="col"
              aria-sort={isSorted ? (isDescending ? 'descending' : 'ascending') : undefined}
              className={`px-2 font-normal first:ps-3.5 last:pe-3.5 ${column === 'label' ? 'text-start' : 'text-end'}`}
            >
              <button
                type="button"
                className={`type-micro inline-flex items-center gap-1 whitespace-nowrap rounded-chip ${isSorted ? 'text-ink' : 'text-ink-3 hover:text-ink'}`}
                onClick={() => onFilter({ sort: column, isDescending: isSorted ? !isDescending : column !== 'label' })}
              >
                {columnName(column, groupBy)}
                {isSorted && <Icon name="down" size="xs" tone={isDescending ? '' : 'rotate-180'} />}
              </button>
            </th>
          )
        })}
      </tr>
    </thead>
  )
}

const labelOf = (group: Group, groupBy: QaGroupBy) =>
  group.key === null ? t('quality.none') : groupBy === 'priority' ? wordFor('priority', group.key) : group.label

function Row({ group, groupBy }: { group: Group; groupBy: QaGroupBy }) {
  const label = labelOf(group, groupBy)
  const hasRows = group.key !== null || groupBy === 'agent'
  return (
    <tr className="h-9 border-b border-line last:border-0 hover:bg-hover">
      <th scope="row" className="max-w-52 truncate px-2 ps-3.5 text-start font-medium">
        {hasRows ? (
          <Link
            to="/"
            search={{ view: 'all', q: searchOf(group.rowsUrl) }}
            title={t('quality.showTickets', { label })}
            className="link hover:underline"
          >
            {label}
          </Link>
        ) : (
          <span className="text-ink-2">{label}</span>
        )}
      </th>
      {sortColumns.map((column) =>
        column === 'label' ? null : (
          <td key={column} className="num whitespace-nowrap px-2 text-end last:pe-3.5">
            {cells[column](group)}
          </td>
        ),
      )}
    </tr>
  )
}

/** The figures split by one property, sortable; each name leads to its tickets. */
export function Breakdown({ report, filter, onFilter }: BreakdownProps) {
  const groups = sortedGroups(report.groups, filter.sort, filter.isDescending)
  return (
    <Card
      icon="sort"
      title={t('quality.breakdown')}
      aside={
        <select
          aria-label={t('quality.groupBy')}
          value={filter.groupBy}
          onChange={(event) => onFilter({ groupBy: event.target.value as QaGroupBy })}
          className="field type-label !min-h-0 !w-auto !py-[3px] max-pane:!text-[16px]"
        >
          {groupings.map((one) => (
            <option key={one} value={one}>
              {t(`quality.by.${one}`)}
            </option>
          ))}
        </select>
      }
    >
      {groups.length === 0 ? (
        <p className="px-3.5 py-4 text-ink-3">{t('quality.noRows')}</p>
      ) : (
        <div className="ring-inside overflow-x-auto" tabIndex={0} role="region" aria-label={t('quality.breakdown')}>
          <table className="type-small w-full border-collapse">
            <Head filter={filter} onFilter={onFilter} />
            <tbody>
              {groups.map((group) => (
                <Row key={group.key ?? ''} group={group} groupBy={filter.groupBy} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  )
}
