import { lazy, Suspense, useId, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { useActions } from './actions.ts'
import type { IconName } from './icon-paths.tsx'

const MenuPopup = lazy(async () => ({ default: (await import('./menu-popup.tsx')).MenuPopup }))

export interface MenuItem {
  id: string
  label: string
  icon?: IconName
  /** Second words at the end: a shortcut, a count, the reason why it is disabled. */
  hint?: string
  isChecked?: boolean
  isDisabled?: boolean
  run: () => void
}
export interface MenuSection {
  label?: string
  items: MenuItem[]
}

interface MenuButtonProps {
  label?: string
  title?: string
  className?: string
  sections: MenuSection[]
  side?: 'top' | 'bottom' | 'inline-end'
  align?: 'start' | 'end'
  /** A key that opens it, as the sheet of keys names it. */
  verb?: { shortcut: string; label: string; group: string }
  children: ReactNode
}

/** A button that opens a list of verbs; the list's code loads on first use. */
export function MenuButton({
  label,
  title,
  className,
  sections,
  side = 'bottom',
  align = 'start',
  verb,
  children,
}: MenuButtonProps) {
  const anchor = useRef<HTMLButtonElement>(null)
  const [isOpen, setOpen] = useState(false)
  const [wasOpened, setOpened] = useState(false)
  const show = () => {
    setOpened(true)
    setOpen((open) => !open)
  }
  const id = useId()
  const byKey = () => {
    anchor.current?.focus()
    setOpened(true)
    setOpen(true)
  }
  useActions(id, verb === undefined ? [] : [{ id, ...verb, isAllowed: true, run: byKey }])
  return (
    <>
      <button
        ref={anchor}
        type="button"
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-label={label}
        title={title}
        className={className}
        onClick={show}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return
          event.preventDefault()
          setOpened(true)
          setOpen(true)
        }}
      >
        {children}
      </button>
      {wasOpened && (
        <Suspense fallback={null}>
          <MenuPopup anchor={anchor} isOpen={isOpen} onOpenChange={setOpen} {...{ sections, side, align }} />
        </Suspense>
      )}
    </>
  )
}
