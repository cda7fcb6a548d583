import { createContext, use } from 'react'

/** Set by the frame: opens the palette. */
export const OpenPaletteContext = createContext<() => void>(() => undefined)

/** For the screens inside the frame. */
export function useOpenPalette(): () => void {
  return use(OpenPaletteContext)
}
