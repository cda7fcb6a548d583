import { useEffect, useState } from 'react'
import type { ReactNode, RefObject } from 'react'
import { useActions } from '../../ui/actions.ts'
import { Icon } from '../../ui/icon.tsx'
import { clockTime, fullDate } from '../../ui/time.ts'
import { plural, t } from '../../ui/words/words.ts'

/** The line in a history under which everything is new. */
export function UnseenMark({ from, place }: { from: string; place: (at: HTMLLIElement | null) => void }) {
  return (
    <li ref={place} tabIndex={-1} className="!block rounded-chip outline-offset-2">
      <p className="type-meta flex items-center gap-2.5 py-1 text-accent-ink" title={fullDate(from)}>
        <span aria-hidden="true" className="h-px flex-1 bg-accent-line" />
        {t('unread.mark', { time: clockTime(from) })}
        <span aria-hidden="true" className="h-px flex-1 bg-accent-line" />
      </p>
    </li>
  )
}

interface JumpProps {
  box: RefObject<HTMLElement | null>
  /** How much is new. */
  count: number
  from: string
}

/** The way to what is new: a key, and a button while its mark is above what one sees. */
export function useUnseenJump({ box, count, from }: JumpProps): {
  mark: (at: HTMLLIElement | null) => void
  button: ReactNode
} {
  const [mark, setMark] = useState<HTMLLIElement | null>(null)
  const [isAbove, setAbove] = useState(false)
  useEffect(() => {
    if (mark === null) return setAbove(false)
    const watch = new IntersectionObserver(
      ([entry]) => {
        if (entry) setAbove(!entry.isIntersecting && entry.boundingClientRect.top < (entry.rootBounds?.top ?? 0))
      },
      { root: box.current },
    )
    watch.observe(mark)
    return () => watch.disconnect()
  }, [mark, box])
  const jump = () => {
    mark?.scrollIntoView({ block: 'start' })
    mark?.focus({ preventScroll: true })
  }
  useActions('unread', [
    {
      id: 'unread',
      label: t('unread.verb'),
      group: t('ticket.group'),
      icon: 'up',
      isAllowed: mark !== null,
      run: jump,
    },
  ])
  const button = isAbove ? (
    <div className="sticky top-1 z-3 flex h-0 justify-center">
      <button
        type="button"
        onClick={jump}
        className="type-label inline-flex h-7 items-center gap-1.5 rounded-chip bg-raised px-2.5 text-accent-ink shadow-[0_0_0_1px_var(--accent-line),var(--shadow-2)] hover:bg-hover max-pane:h-11"
      >
        <Icon name="arrow-up" size="xs" />
        {plural('unread.jump', count, { time: clockTime(from) })}
      </button>
    </div>
  ) : null
  return { mark: setMark, button }
}
