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
  /** One of those among which one is chosen; true of that one. */
  isChecked?: boolean
  /** Turns something on and off, which is so now. */
  isOn?: boolean
  isDisabled?: boolean
  run: () => void
}
export interface MenuSection {
  label?: string
  items: MenuItem[]
}

/** A key that opens a menu, as the map of keys names it; with sections of its own it opens with those alone. */
export interface MenuVerb {
  id: string
  label: string
  group: string
  icon?: IconName
  sections?: MenuSection[]
}

interface MenuButtonProps {
  label?: string
  title?: string
  className?: string
  sections: MenuSection[]
  side?: 'top' | 'bottom' | 'inline-end'
  align?: 'start' | 'end'
  verbs?: MenuVerb[]
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
  verbs = [],
  children,
}: MenuButtonProps) {
  const anchor = useRef<HTMLButtonElement>(null)
  const [isOpen, setOpen] = useState(false)
  const [wasOpened, setOpened] = useState(false)
  const [by, setBy] = useState<string | null>(null)
  const show = () => {
    setBy(null)
    setOpened(true)
    setOpen((open) => !open)
  }
  const id = useId()
  const openBy = (verb: string | null) => {
    setBy(verb)
    setOpened(true)
    setOpen(true)
  }
  const byKey = (verb: string) => {
    anchor.current?.focus()
    openBy(verb)
  }
  useActions(
    id,
    verbs.map(({ sections: own, ...verb }) => ({
      ...verb,
      isAllowed: own === undefined || own.some(({ items }) => items.length > 0),
      run: () => byKey(verb.id),
    })),
  )
  const shown = verbs.find((verb) => verb.id === by)?.sections ?? sections
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
          openBy(null)
        }}
      >
        {children}
      </button>
      {wasOpened && (
        <Suspense fallback={null}>
          <MenuPopup anchor={anchor} isOpen={isOpen} onOpenChange={setOpen} sections={shown} {...{ side, align }} />
        </Suspense>
      )}
    </>
  )
}
