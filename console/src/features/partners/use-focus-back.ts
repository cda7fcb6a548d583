import { useEffect, useRef } from 'react'

/** Whoever closes what stands beside a list is where they opened it. `idOf` names the row's own element. */
export function useFocusBack(open: string | null, idOf: (open: string) => string): void {
  const last = useRef<string | null>(null)
  useEffect(() => {
    if (open === null && last.current !== null)
      document.querySelector<HTMLElement>(`#${CSS.escape(idOf(last.current))}`)?.focus()
    last.current = open
  }, [open])
}
