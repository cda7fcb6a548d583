import { iconPaths } from './icon-paths.tsx'
import type { IconName } from './icon-paths.tsx'

type IconSize = 'xs' | 's' | 'm' | 'l' | 'xl'

/** A drawing beside text (hidden from assistive technology), or a named picture when `label` is given. */
export function Icon({
  name,
  size = 'm',
  tone = '',
  label,
}: {
  name: IconName
  size?: IconSize
  tone?: string
  label?: string
}) {
  return (
    <svg
      className={`i ${size === 'm' ? '' : size} ${tone}`}
      viewBox="0 0 16 16"
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    >
      {iconPaths[name]}
    </svg>
  )
}

/** Whether there is a drawing of this name. */
export const isIcon = (name: string): name is IconName => Object.hasOwn(iconPaths, name)
