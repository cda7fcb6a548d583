import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'
import type { IconName } from './icon-paths.tsx'

type ChipTone = 'quiet' | 'met' | 'near' | 'breach' | 'paused' | 'accent' | 'note' | 'partner' | 'outlined'

/** A fact (quiet), an editable property (outlined) or a state (tinted, always with its icon or words). */
export function Chip({
  tone = 'quiet',
  icon,
  title,
  children,
}: {
  tone?: ChipTone
  icon?: IconName
  title?: string
  children: ReactNode
}) {
  return (
    <span className={`chip ${tone === 'quiet' ? '' : tone}`} title={title}>
      {icon && <Icon name={icon} size="xs" />}
      {children}
    </span>
  )
}
