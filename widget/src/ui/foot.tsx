import { h } from 'preact'
import { useState } from 'preact/hooks'
import { useChat, usePanel } from './context.ts'

/** The quiet line at the bottom: the way out of a conversation, asked twice. */
export function Foot() {
  const { chat, speech } = usePanel()
  const { phase } = useChat()
  const { words } = speech
  const [isAsking, setIsAsking] = useState(false)
  const hasChat = phase === 'waiting' || phase === 'live'
  if (hasChat && isAsking)
    return (
      <footer>
        <span role="status">{words.endSure}</span>
        <button type="button" class="link" autofocus onClick={() => setIsAsking(false)}>
          {words.stay}
        </button>
        <button type="button" class="link fault" onClick={() => void chat.end().then(() => setIsAsking(false))}>
          {words.end}
        </button>
      </footer>
    )
  return (
    <footer>
      {hasChat && (
        <button type="button" class="link" onClick={() => setIsAsking(true)}>
          {words.end}
        </button>
      )}
      <span class="by">{words.runsOn}</span>
    </footer>
  )
}
