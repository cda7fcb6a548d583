import { h } from 'preact'
import { useState } from 'preact/hooks'
import type { Refusal } from '../chat/calls.ts'
import { useChat, usePanel } from './context.ts'

/** The quiet line at the bottom: the transcript, and the way out of a conversation, asked twice. */
export function Foot() {
  const { chat, speech } = usePanel()
  const { phase, conversation } = useChat()
  const { words } = speech
  /** True: whether to end. A text: what became of the transcript. */
  const [asked, setAsked] = useState<string | boolean>(false)
  const isTalk = phase === 'waiting' || phase === 'live'
  const hasTalk = conversation.messages.length > 0
  if (isTalk && asked === true)
    return (
      <footer>
        <span role="status">{words.endSure}</span>
        <button type="button" class="link" onClick={() => setAsked(false)}>
          {words.stay}
        </button>
        <button type="button" class="link fault" onClick={() => void chat.end().then(() => setAsked(false))}>
          {words.end}
        </button>
      </footer>
    )
  const mail = () =>
    chat.mail().then(
      () => setAsked(words.mailed),
      (error: Refusal) => setAsked(error.message || words.failed),
    )
  return (
    <footer>
      {typeof asked === 'string' ? (
        <span role="status">{asked}</span>
      ) : (
        hasTalk && (
          <button type="button" class="link" onClick={() => void mail()}>
            {words.transcript}
          </button>
        )
      )}
      {isTalk && (
        <button type="button" class="link" onClick={() => setAsked(true)}>
          {words.end}
        </button>
      )}
      {!isTalk && <span class="by">{words.runsOn}</span>}
    </footer>
  )
}
