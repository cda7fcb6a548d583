import type { ComponentProps } from 'react'
import { Icon } from './icon.tsx'
import type { IconName } from './icon-paths.tsx'

interface ButtonProps extends ComponentProps<'button'> {
  look?: 'plain' | 'main' | 'solid' | 'bare'
  small?: boolean
  icon?: IconName
  shortcut?: string
  busy?: boolean
}

const looks = { plain: '', main: 'main', solid: 'solid', bare: 'bare' } as const

/** A verb. While busy it keeps its width, shows a spinner in place of the icon and takes no second press. */
export function Button({
  look = 'plain',
  small,
  icon,
  shortcut,
  busy,
  className = '',
  children,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-busy={busy || undefined}
      onClick={busy ? undefined : onClick}
      className={`b ${looks[look]} ${small ? 'sm' : ''} ${className}`}
    >
      {busy ? <span className="spinner" /> : icon && <Icon name={icon} size={small ? 's' : 'm'} />}
      {children}
      {shortcut && (
        <kbd className="key" aria-hidden="true">
          {shortcut}
        </kbd>
      )}
    </button>
  )
}

interface IconButtonProps extends Omit<ButtonProps, 'children' | 'icon'> {
  icon: IconName
  label: string
}

/** An icon without text: named, with a tooltip that tells its shortcut. */
export function IconButton({ icon, label, look = 'bare', small, shortcut, className = '', ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      title={shortcut ? `${label} (${shortcut})` : label}
      className={`b ${looks[look]} icon touch ${small ? 'sm' : ''} ${className}`}
    >
      <Icon name={icon} />
    </button>
  )
}
