import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'
import type { IconName } from './icon-paths.tsx'

/** A titled panel on a canvas. */
export function Card({
  icon,
  title,
  aside,
  children,
}: {
  icon: IconName
  title: string
  aside?: ReactNode
  children: ReactNode
}) {
  return (
    <section className="flex-none overflow-hidden rounded-card bg-raised shadow-[0_0_0_1px_var(--line),var(--shadow-1)]">
      <header className="flex min-h-9 items-center gap-2 border-b border-line px-3.5">
        <Icon name={icon} size="s" tone="text-ink-3" />
        <h2 className="text-[12.5px]/[18px] font-semibold">{title}</h2>
        <span className="ms-auto flex items-center gap-1.5">{aside}</span>
      </header>
      {children}
    </section>
  )
}
