import { useEffect, useState } from 'react'
import type { RefObject } from 'react'
import { isTextField } from '../../ui/shortcut.ts'
import { stepOver } from './board-order.ts'
import type { Step } from './board-order.ts'

const arrows: Record<string, Step> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
}
const letters: Record<string, Step> = { j: 'next', k: 'previous' }

interface BoardKeys {
  board: RefObject<HTMLElement | null>
  lanes: readonly (readonly string[])[]
  openId: string | null
  onOpen: (id: string | null) => void
}

function isForUs(event: KeyboardEvent): boolean {
  const hasModifier = event.ctrlKey || event.metaKey || event.altKey
  const isElsewhere = isTextField(event.target) || document.querySelector('dialog[open], [role=menu]') !== null
  return !event.defaultPrevented && !hasModifier && !isElsewhere
}

/** J and K go through the cases, the arrows over the board; with a case open they open the next one, and Esc closes it. */
export function useBoardKeys({ board, lanes, openId, onOpen }: BoardKeys) {
  const [chosen, setChosen] = useState<string | null>(null)
  const all = lanes.flat()
  const cursorId = [openId, chosen].find((id) => id !== null && all.includes(id)) ?? all[0] ?? null
  useEffect(() => {
    const go = (id: string) => {
      setChosen(id)
      if (openId !== null) onOpen(id)
      requestAnimationFrame(() => {
        const card = board.current?.querySelector<HTMLElement>(`[data-row="${id}"]`)
        if (openId === null) card?.focus()
        card?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
      })
    }
    const close = (id: string) => {
      setChosen(id)
      onOpen(null)
      requestAnimationFrame(() => board.current?.querySelector<HTMLElement>(`[data-row="${id}"]`)?.focus())
    }
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && openId !== null && document.querySelector('dialog[open], [role=menu]') === null) {
        event.preventDefault()
        return close(openId)
      }
      if (!isForUs(event)) return
      // A card that changes its lane loses the focus to the page.
      const isInside =
        event.target === document.body ||
        (event.target instanceof Node && board.current?.contains(event.target) === true)
      const step = letters[event.key] ?? (isInside ? arrows[event.key] : undefined)
      if (step === undefined) return
      event.preventDefault()
      const isFresh = openId === null && chosen === null
      const to = stepOver(lanes, isFresh ? null : cursorId, step)
      if (to !== null) go(to)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  })
  return { cursorId, setCursor: setChosen }
}
