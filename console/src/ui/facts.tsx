import type { ReactNode } from 'react'

/** Terms and what they are, in the narrow column beside a ticket. */
export function Facts({ rows }: { rows: [string, ReactNode][] }) {
  return (
    <dl className="num grid grid-cols-[82px_minmax(0,1fr)] gap-x-2.5 gap-y-[5px] text-[12.5px]/[18px]">
      {rows.map(([term, value]) => (
        <div key={term} className="contents">
          <dt className="text-ink-3">{term}</dt>
          <dd className="min-w-0 break-words">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
