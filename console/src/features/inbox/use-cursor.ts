import { useEffect, useState } from 'react'
import type { RefObject } from 'react'
import { isTextField } from '../../ui/shortcut.ts'
import type { ListRow } from './list-rows.ts'

interface Cursor {
  /** The ticket that Tab reaches and J and K move from. */
  id: string | null
  setId: (id: string) => void
}

const idAt = (rows: readonly ListRow[], index: number) => {
  const row = rows[index]
  return row?.kind === 'ticket' ? row.ticket.id : null
}

function neighbour(rows: readonly ListRow[], from: number, step: 1 | -1): number {
  let index = from + step
  while (index >= 0 && index < rows.length && idAt(rows, index) === null) index += step
  return index >= 0 && index < rows.length ? index : from
}

interface CursorInput {
  rows: readonly ListRow[]
  openId: string | null
  list: RefObject<HTMLElement | null>
  scrollTo: (index: number) => void
}

/** J and K (or the arrows inside the list) move a roving focus over virtual rows; Enter is the row's own link. */
export function useCursor({ rows, openId, list, scrollTo }: CursorInput): Cursor {
  const [chosen, setChosen] = useState<string | null>(null)
  const ids = rows.map((_row, index) => idAt(rows, index))
  const id =
    [chosen, openId].find((candidate) => candidate !== null && ids.includes(candidate)) ??
    ids.find((known) => known !== null) ??
    null
  useEffect(() => {
    const move = (step: 1 | -1) => {
      const from = chosen === null && openId === null ? -1 : ids.indexOf(id)
      const index = neighbour(rows, from, step)
      const next = idAt(rows, index)
      if (next === null) return
      setChosen(next)
      scrollTo(index)
      requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(`[data-row="${next}"]`)?.focus())
    }
    const onKey = (event: KeyboardEvent) => {
      if (
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        isTextField(event.target) ||
        document.querySelector('dialog[open]')
      )
        return
      const isInside = event.target instanceof Node && list.current?.contains(event.target) === true
      const step =
        event.key === 'j' || (isInside && event.key === 'ArrowDown')
          ? 1
          : event.key === 'k' || (isInside && event.key === 'ArrowUp')
            ? -1
            : null
      if (step === null) return
      event.preventDefault()
      move(step)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  })
  return { id, setId: setChosen }
}
