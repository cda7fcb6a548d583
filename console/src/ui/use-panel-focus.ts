import { useEffect, useRef } from 'react'
import type { RefObject } from 'react'

/**
 * Gives the focus to a panel when it opens, and again when what had it in there leaves, as a button does once it has done
 * its work: on the page itself the panel's keys would no longer be heard.
 */
export function usePanelFocus(): RefObject<HTMLElement | null> {
  const panel = useRef<HTMLElement>(null)
  useEffect(() => {
    const place = panel.current
    if (place === null) return
    let last: Node = place
    const onFocus = ({ target }: FocusEvent) => {
      if (target instanceof Node) last = target
    }
    const onChange = () => {
      if (document.activeElement === document.body && !place.contains(last)) place.focus({ preventScroll: true })
    }
    const observer = new MutationObserver(onChange)
    place.addEventListener('focusin', onFocus)
    observer.observe(place, { childList: true, subtree: true })
    place.focus({ preventScroll: true })
    return () => {
      observer.disconnect()
      place.removeEventListener('focusin', onFocus)
    }
  }, [])
  return panel
}
