import { useState } from 'react'
import type { ReactNode } from 'react'
import { Definition } from '../../ui/definition.tsx'
import { Icon } from '../../ui/icon.tsx'
import { t } from '../../ui/words/words.ts'

interface ChartCardProps {
  title: string
  /** How its figures are counted. */
  definition: string
  /** How many rows it stands on. */
  basis: string
  chart: ReactNode
  table: { columns: readonly string[]; rows: readonly (readonly ReactNode[])[] }
}

/** A chart, and the same figures as a table one press away. */
export function ChartCard({ title, definition, basis, chart, table }: ChartCardProps) {
  const [isTable, showTable] = useState(false)
  return (
    <section
      aria-label={title}
      className="relative rounded-card bg-surface shadow-[0_0_0_1px_var(--line),var(--shadow-1)]"
    >
      <header className="flex min-h-9 items-center gap-2 border-b border-line px-3.5">
        <h2 className="text-[12.5px]/[18px] font-semibold">
          <Definition text={definition}>{title}</Definition>
        </h2>
        <span className="type-meta truncate text-ink-3">{basis}</span>
        <button
          type="button"
          aria-pressed={isTable}
          className="link type-label ms-auto inline-flex min-h-6 items-center gap-1 max-pane:min-h-11"
          onClick={() => showTable(!isTable)}
        >
          <Icon name={isTable ? 'chart' : 'grid'} size="xs" />
          {t(isTable ? 'reports.asChart' : 'reports.asTable')}
        </button>
      </header>
      {isTable ? <Table title={title} {...table} /> : chart}
    </section>
  )
}

/** Figures in rows: the first column names them, the others are numbers. */
export function Table({ title, columns, rows }: ChartCardProps['table'] & { title: string }) {
  return (
    <div
      className="ring-inside max-h-[356px] overflow-auto"
      tabIndex={0}
      role="region"
      aria-label={`${title}: ${t('reports.table')}`}
    >
      <table className="type-small num w-full border-collapse">
        <thead className="sticky top-0 bg-surface">
          <tr className="h-8 border-b border-line">
            {columns.map((column, index) => (
              <th
                key={column}
                scope="col"
                className={`type-micro whitespace-nowrap px-2 text-ink-3 first:ps-3.5 last:pe-3.5 ${index === 0 ? 'text-start' : 'text-end'}`}
              >
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, row) => (
            <tr key={row} className="h-8 border-b border-line last:border-0 hover:bg-hover">
              {cells.map((cell, index) =>
                index === 0 ? (
                  <th key={index} scope="row" className="max-w-64 truncate px-2 ps-3.5 text-start font-medium">
                    {cell}
                  </th>
                ) : (
                  <td key={index} className="whitespace-nowrap px-2 text-end last:pe-3.5">
                    {cell}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
