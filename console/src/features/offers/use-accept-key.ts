import { useEffect, useRef } from 'react'
import { isTextField } from '../../ui/shortcut.ts'

const settleMs = 400

/** Where Enter already means something: another button, a menu, a dialog. A list row gives way to the offer. */
function isTakenElsewhere(target: EventTarget | null): boolean {
  if (isTextField(target) || document.querySelector('dialog[open], [role="menu"]') !== null) return true
  return target instanceof HTMLElement && target.closest('button, a:not([data-row]), summary') !== null
}

/** Enter accepts, unless it belongs to a text field or another control, or the card has only just appeared. */
export function useAcceptKey(isOpen: boolean, offerId: string | null, accept: () => void): void {
  const shownAtMs = useRef(0)
  useEffect(() => {
    shownAtMs.current = performance.now()
  }, [offerId])
  useEffect(() => {
    if (!isOpen) return
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.repeat)
        return
      if (isTakenElsewhere(event.target) || performance.now() - shownAtMs.current < settleMs) return
      event.preventDefault()
      accept()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  })
}
