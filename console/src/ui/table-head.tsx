interface Column {
  label: string
  /** Where it stands otherwise, and below which width it goes. */
  className?: string
}

/** The names of the columns over a list of rows; the first begins where the screen's own text does. */
export function TableHead({ columns }: { columns: readonly Column[] }) {
  return (
    <thead>
      <tr className="h-7 border-b border-line">
        {columns.map(({ label, className = '' }, index) => (
          <th
            key={label}
            scope="col"
            className={`type-micro px-2 text-start font-normal text-ink-3 ${index === 0 ? 'ps-5 max-pane:ps-3.5' : ''} ${className}`}
          >
            {label}
          </th>
        ))}
      </tr>
    </thead>
  )
}
