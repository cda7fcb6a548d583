import { createContext, useContext } from 'react'
import type { ComponentType, RefObject } from 'react'

export interface ClockExplanationProps {
  ticketId: string
  anchor: RefObject<HTMLButtonElement | null>
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
}

const Explanation = createContext<ComponentType<ClockExplanationProps> | null>(null)

/** Names the part that explains a ticket's clocks wherever their chip is shown; the frame does. */
export const ClockExplanation = Explanation.Provider

/** The part that explains clocks; null where chips only tell. */
export function useClockExplanation(): ComponentType<ClockExplanationProps> | null {
  return useContext(Explanation)
}
