import { useEffect, useId, useRef } from 'react'
import type { ReactNode } from 'react'
import { IconButton } from './button.tsx'
import { focusOrigin } from './focus-origin.ts'
import { t } from './words/words.ts'

interface DialogProps {
  title: string
  onClose: () => void
  children: ReactNode
  /** `sheet` slides in from the end of the line, `center` is a card, `wide` one with room for two sides, `picture` for pictures. */
  place?: 'center' | 'wide' | 'picture' | 'sheet' | 'top'
  hasHeader?: boolean
  /** Put away, with all that is in it, while what was asked is on its way: it comes back when that is refused. */
  isAway?: boolean
}

const places = {
  center: 'm-auto w-[min(480px,calc(100vw-24px))] max-h-[calc(100dvh-48px)] rounded-sheet enter-rise',
  picture: 'm-auto w-[min(1040px,calc(100vw-24px))] max-h-[calc(100dvh-48px)] rounded-sheet enter-rise',
  wide: 'm-auto w-[min(680px,calc(100vw-24px))] max-h-[calc(100dvh-48px)] rounded-sheet enter-rise',
  sheet: 'ms-auto me-0 my-0 h-dvh max-h-none w-[min(420px,100vw)] enter-slide',
  top: 'mx-auto mt-[12vh] mb-auto w-[min(600px,calc(100vw-24px))] max-h-[70vh] rounded-sheet enter-rise',
} as const

/** A modal on the platform's own dialog: focus stays inside, Esc and the backdrop close it, focus returns. */
export function Dialog({ title, onClose, children, place = 'center', hasHeader = true, isAway = false }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  useEffect(() => {
    const shown = dialog.current
    if (isAway || shown === null) return
    const origin = focusOrigin()
    shown.showModal()
    shown.querySelector<HTMLElement>('input, textarea, select')?.focus()
    return () => {
      // Left open, it would keep the focus.
      if (shown.dataset['away'] !== undefined) shown.close()
      origin?.focus()
    }
  }, [isAway])
  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      data-away={isAway || undefined}
      onClose={isAway ? undefined : onClose}
      onClick={(event) => event.target === dialog.current && onClose()}
      className={`overflow-hidden bg-raised p-0 text-ink shadow-[0_0_0_1px_var(--line-strong),var(--shadow-3)] backdrop:bg-canvas/60 ${places[place]}`}
    >
      <div className="flex h-full max-h-[inherit] flex-col">
        {hasHeader ? (
          <header className="flex h-(--h-bar) flex-none items-center gap-2 border-b border-line ps-4 pe-2">
            <h2 id={titleId} className="type-title min-w-0 flex-1 truncate">
              {title}
            </h2>
            <IconButton icon="x" label={t('action.close')} shortcut="Esc" onClick={onClose} />
          </header>
        ) : (
          <h2 id={titleId} className="sr-only">
            {title}
          </h2>
        )}
        {/* Reached by the keyboard, for what is only to be read may be longer than the screen. */}
        <div tabIndex={0} className="ring-inside min-h-0 flex-1 overflow-y-auto">
          {children}
        </div>
      </div>
    </dialog>
  )
}
