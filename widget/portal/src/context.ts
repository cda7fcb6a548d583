import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Calls } from './calls.ts'
import type { PageFacts } from './page.ts'
import type { PortalMemory } from './session.ts'
import type { Speech } from './words/speech.ts'

/** What every part of the page uses. */
export interface Desk {
  readonly facts: PageFacts
  readonly calls: Calls
  readonly memory: PortalMemory
  readonly speech: Speech
  readonly changeLanguage: (language: string) => void
}

export const DeskContext = createContext<Desk | null>(null)

export function useDesk(): Desk {
  const desk = useContext(DeskContext)
  if (desk === null) throw new Error('A part of the page is drawn before there is one.')
  return desk
}
