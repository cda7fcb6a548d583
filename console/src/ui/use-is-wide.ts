import { useSyncExternalStore } from 'react'

/** From the width at which list and ticket stand side by side. */
const wide = () => matchMedia('(width >= 1024px)')

function subscribe(onChange: () => void): () => void {
  const query = wide()
  query.addEventListener('change', onChange)
  return () => query.removeEventListener('change', onChange)
}

/** Whether the window has room for list and ticket side by side. */
export function useIsWide(): boolean {
  return useSyncExternalStore(subscribe, () => wide().matches)
}
