import { useEffect } from 'react'
import type { ComponentProps, RefObject } from 'react'
import type { Ticket } from '@switchyard/sdk'
import { useActions } from '../../ui/actions.ts'
import { isTextField } from '../../ui/shortcut.ts'
import { t } from '../../ui/words/words.ts'
import { TicketRow } from './ticket-row.tsx'

interface SelectKeys {
  /** The row of the cursor. */
  id: string | null
  list: RefObject<HTMLElement | null>
  /** A ticket is open beside the list: then X is the list's only while the focus is in it. */
  isBeside: boolean
  toggle: (id: string, isRange: boolean) => void
}

/** X chooses the row of the cursor, or no longer; with Shift every row from the last one chosen. */
export function useSelectKeys({ id, list, isBeside, toggle }: SelectKeys): void {
  useActions('inbox-select', [
    {
      id: 'select',
      label: t('bulk.selectVerb'),
      group: t('area.inbox'),
      icon: 'check',
      shortcut: 'x',
      isAllowed: id !== null && !isBeside,
      run: () => id !== null && toggle(id, false),
    },
  ])
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && event.key.toLowerCase() === 'x'
      if (!isPlain || id === null || isTextField(event.target) || document.querySelector('dialog[open]')) return
      const isInside = event.target instanceof Node && list.current?.contains(event.target) === true
      if (isBeside && !isInside) return
      // Before the verbs of the screen, which know no Shift.
      event.preventDefault()
      toggle(id, event.shiftKey)
    }
    document.addEventListener('keydown', onKey, true)
    return () => document.removeEventListener('keydown', onKey, true)
  })
}

interface MarkProps {
  ticket: Ticket
  /** Checkboxes stand there without the pointer. */
  isShown: boolean
  isSelected: boolean
  onToggle: (isRange: boolean) => void
  className?: string
}

/** The checkbox of a row, seen under the pointer or while tickets are being chosen. */
export function RowMark({ ticket, isShown, isSelected, onToggle, className = '' }: MarkProps) {
  return (
    <label
      className={`grid size-9 cursor-pointer place-items-center ${className} ${isShown ? '' : 'opacity-0 focus-within:opacity-100 group-hover/select:opacity-100'}`}
    >
      <input
        type="checkbox"
        tabIndex={-1}
        className="size-4 accent-accent"
        aria-label={t('bulk.select', { number: ticket.number })}
        checked={isSelected}
        onChange={() => {}}
        onClick={(event) => onToggle(event.shiftKey)}
      />
    </label>
  )
}

interface SelectableRowProps extends ComponentProps<typeof TicketRow>, Pick<MarkProps, 'isShown' | 'isSelected'> {
  onToggle: (isRange: boolean) => void
}

/** A ticket of the list with its checkbox in the place of the channel. */
export function SelectableRow({ isShown, isSelected, onToggle, ...row }: SelectableRowProps) {
  return (
    <div className={`group/select relative ${isSelected ? 'bg-selected [--under:var(--selected)]' : ''}`}>
      <TicketRow {...row} isChoosing={isShown} />
      <RowMark
        ticket={row.ticket}
        isShown={isShown}
        isSelected={isSelected}
        onToggle={onToggle}
        className="absolute start-1.5 top-0 z-1 max-pane:size-11"
      />
    </div>
  )
}
