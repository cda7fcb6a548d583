import type { ReactNode } from 'react'
import { Icon } from '../../ui/icon.tsx'
import type { IconName } from '../../ui/icon-paths.tsx'

/** A line over the timeline that says something of the whole ticket. */
export function TicketBar({ icon, tone, children }: { icon: IconName; tone: string; children: ReactNode }) {
  return (
    <div
      role="note"
      className={`flex flex-none items-center gap-x-2 gap-y-1 border-b border-line px-5 py-1.5 text-[12.5px]/[18px] max-pane:flex-wrap max-pane:px-3.5 ${tone}`}
    >
      <Icon name={icon} size="s" />
      {children}
    </div>
  )
}
