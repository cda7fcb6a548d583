import { h } from 'preact'
import { useState } from 'preact/hooks'
import { useChat, usePanel } from './context.ts'

/** The quiet line at the bottom: the transcript, and the way out of a conversation, asked twice. */
export function Foot() {
  const { chat, speech } = usePanel()
  const { phase, conversation } = useChat()
  const { words } = speech
  const [asked, setAsked] = useState<'end' | 'mailed' | 'failed' | null>(null)
  const isTalk = phase === 'waiting' || phase === 'live'
  const hasTalk = (isTalk || phase === 'ended') && conversation.messages.length > 0
  if (isTalk && asked === 'end')
    return (
      <footer>
        <span role="status">{words.endSure}</span>
        <button type="button" class="link" onClick={() => setAsked(null)}>
          {words.stay}
        </button>
        <button type="button" class="link fault" onClick={() => void chat.end().then(() => setAsked(null))}>
          {words.end}
        </button>
      </footer>
    )
  const mail = () =>
    chat.mail().then(
      () => setAsked('mailed'),
      () => setAsked('failed'),
    )
  return (
    <footer>
      {asked === 'mailed' || asked === 'failed' ? (
        <span role="status">{words[asked]}</span>
      ) : (
        hasTalk && (
          <button type="button" class="link" onClick={() => void mail()}>
            {words.transcript}
          </button>
        )
      )}
      {isTalk && (
        <button type="button" class="link" onClick={() => setAsked('end')}>
          {words.end}
        </button>
      )}
      {!isTalk && <span class="by">{words.runsOn}</span>}
    </footer>
  )
}
