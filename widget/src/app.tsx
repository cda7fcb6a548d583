import { h } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Bridge } from './bridge.ts'
import type { Channel } from './channel.ts'
import type { Chat } from './chat/chat.ts'
import { unreadAfter } from './chat/conversation.ts'
import type { Store } from './chat/store.ts'
import { launcherCss } from './look/launcher.ts'
import type { Theme } from './look/theme.ts'
import { useStore } from './ui/context.ts'
import { ChatPanel } from './ui/panel.tsx'
import type { Speech } from './words/words.ts'

export interface AppParts {
  readonly channel: Channel
  readonly chat: Chat
  readonly speech: Speech
  readonly theme: Theme
  readonly bridge: Bridge
  /** Whether the chat is shown; the button of the page asks for it. */
  readonly opened: Store<boolean>
}

/** Tells the page what its button shows, and shows the chat while it is open. */
export function App({ channel, chat, speech, theme, bridge, opened }: AppParts) {
  const isOpen = useStore(opened)
  const { conversation, seen } = useStore(chat.state)
  const unread = unreadAfter(conversation, seen)
  const last = conversation.messages.length
  useEffect(() => {
    const see = () => {
      if (isOpen && document.visibilityState === 'visible') chat.see()
    }
    see()
    document.addEventListener('visibilitychange', see)
    return () => document.removeEventListener('visibilitychange', see)
  }, [chat, isOpen, last])
  useEffect(() => {
    const { words, say } = speech
    const badge = unread > 0 && !isOpen ? String(Math.min(unread, 99)) : ''
    bridge.show({
      css: launcherCss({ theme, colours: channel.colours, isOpen, badge }),
      label: isOpen ? words.close : badge === '' ? words.launch : say('launchUnread', { n: unread }),
      isOpen,
    })
  }, [bridge, channel, isOpen, speech, theme, unread])
  return <ChatPanel isOpen={isOpen} />
}
