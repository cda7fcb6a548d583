import { useId } from 'react'
import type { ReactNode } from 'react'

/** A label over its control; `children` receives the id that joins them. */
export function Field({
  label,
  hint,
  children,
}: {
  label: string
  hint?: string
  children: (id: string) => ReactNode
}) {
  const id = useId()
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="text-[13px]/[18px] font-medium">
        {label}
        {hint && <span className="ms-1.5 font-normal text-ink-3">{hint}</span>}
      </label>
      {children(id)}
    </div>
  )
}
