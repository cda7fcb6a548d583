import { useEffect, useState } from 'react'
import type { RefObject } from 'react'
import { isTextField } from './shortcut.ts'

interface Cursor {
  /** The entry that Tab reaches and J and K move from. */
  id: string | null
  setId: (id: string) => void
}

function neighbour(ids: readonly (string | null)[], from: number, step: 1 | -1): number {
  let index = from + step
  while (index >= 0 && index < ids.length && ids[index] === null) index += step
  return index >= 0 && index < ids.length ? index : from
}

interface CursorInput {
  /** Of the rows from first to last; null for a row that cannot be reached, like a heading. */
  ids: readonly (string | null)[]
  openId: string | null
  list: RefObject<HTMLElement | null>
  scrollTo: (index: number) => void
}

/** J and K (or the arrows inside the list) move a roving focus over virtual rows; Enter is the row's own link or button. */
export function useCursor({ ids, openId, list, scrollTo }: CursorInput): Cursor {
  const [chosen, setChosen] = useState<string | null>(null)
  const id =
    [chosen, openId].find((candidate) => candidate !== null && ids.includes(candidate)) ??
    ids.find((known) => known !== null) ??
    null
  useEffect(() => {
    const move = (step: 1 | -1) => {
      const from = chosen === null && openId === null ? -1 : ids.indexOf(id)
      const index = neighbour(ids, from, step)
      const next = ids[index]
      if (next === null || next === undefined) return
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
