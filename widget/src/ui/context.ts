import { useEffect, useState } from 'preact/hooks'
import type { Channel } from '../channel.ts'
import type { Chat } from '../chat/chat.ts'
import type { Kept } from '../chat/kept.ts'
import type { ChatState } from '../chat/state.ts'
import type { Store } from '../chat/store.ts'
import type { Speech } from '../words/words.ts'

/** What every part of the panel may need. */
export interface Panel {
  readonly channel: Channel
  readonly title: string
  readonly chat: Chat
  readonly speech: Speech
  /** Whether the page's own statement says who writes, so that nobody need ask. */
  readonly isKnown: boolean
  /** What this visit of the channel is called, once something was shown in it (see `openVisit`). */
  readonly visit: Kept
  minimise(): void
}

let panel: Panel

/** A page has one panel, set before anything is drawn, so its parts need no tree to find it in. */
export function setPanel(made: Panel): void {
  panel = made
}

export function usePanel(): Panel {
  return panel
}

export function useStore<T>(store: Store<T>): T {
  const [value, setValue] = useState(store.get)
  useEffect(() => {
    setValue(store.get)
    return store.listen(() => setValue(store.get))
  }, [store])
  return value
}

export function useChat(): ChatState {
  return useStore(usePanel().chat.state)
}
