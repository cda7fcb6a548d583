import { h } from 'preact'
import { usePanel } from './context.ts'

/** Nobody could be waited for: what was written stays as a message, to be answered later. */
export function Left() {
  const { chat, speech } = usePanel()
  const { words } = speech
  return (
    <section class="over left">
      <div role="status">
        <h2>{words.left}</h2>
        <p>{words.leftText}</p>
      </div>
      <button type="button" class="plain" data-first onClick={chat.startOver}>
        {words.anew}
      </button>
    </section>
  )
}
