import { Definition } from '../../ui/definition.tsx'
import { Table } from './chart-card.tsx'

type TableCardProps = Parameters<typeof Table>[0] & {
  /** How its figures are counted. */
  definition?: string
  /** What it stands on. */
  basis?: string
}

/** Figures that are a table from the first. */
export function TableCard({ title, definition, basis, columns, rows }: TableCardProps) {
  return (
    <section
      aria-label={title}
      className="relative rounded-card bg-surface shadow-[0_0_0_1px_var(--line),var(--shadow-1)]"
    >
      <header className="flex min-h-9 items-center gap-2 border-b border-line px-3.5">
        <h2 className="text-[12.5px]/[18px] font-semibold">
          {definition === undefined ? title : <Definition text={definition}>{title}</Definition>}
        </h2>
        {basis !== undefined && <span className="type-meta truncate text-ink-3">{basis}</span>}
      </header>
      <Table title={title} columns={columns} rows={rows} />
    </section>
  )
}
