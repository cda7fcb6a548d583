import { useCallback, useSyncExternalStore } from 'react'

/** From this width on list and ticket stand side by side. */
const stackPx = 1024
/** From this width on the context stands beside the ticket. */
export const widePx = 1280

/** Whether the window has at least this width; unless told otherwise, room for list and ticket side by side. */
export function useIsWide(px = stackPx): boolean {
  const query = `(width >= ${px}px)`
  const subscribe = useCallback(
    (onChange: () => void) => {
      const list = matchMedia(query)
      list.addEventListener('change', onChange)
      return () => list.removeEventListener('change', onChange)
    },
    [query],
  )
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches)
}
