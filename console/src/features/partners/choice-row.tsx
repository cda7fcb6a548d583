import type { ReactNode } from 'react'

interface ChoiceRowProps {
  isChosen: boolean
  onChoose: () => void
  children: ReactNode
}

/** A row of a list that opens beside it. */
export function ChoiceRow({ isChosen, onChoose, children }: ChoiceRowProps) {
  return (
    <li>
      <button
        type="button"
        aria-current={isChosen ? 'true' : undefined}
        className="type-small ring-inside grid w-full grid-cols-[minmax(0,1fr)] gap-1 border-b border-line px-4 py-2.5 text-start hover:bg-hover aria-[current]:bg-selected aria-[current]:shadow-[inset_2px_0_0_var(--accent)]"
        onClick={onChoose}
      >
        {children}
      </button>
    </li>
  )
}
