import type { ReactNode } from 'react'

/** A part of a case under its small title. */
export function Section({
  title,
  count,
  aside,
  children,
}: {
  title: string
  count?: string | number
  aside?: ReactNode
  children: ReactNode
}) {
  return (
    <section aria-label={title}>
      <h3 className="type-micro flex items-center gap-1.5 pb-[7px] pt-4 text-ink-3">
        {title}
        {count !== undefined && <span className="num">{count}</span>}
        {aside !== undefined && <span className="ms-auto flex items-center">{aside}</span>}
      </h3>
      {children}
    </section>
  )
}
