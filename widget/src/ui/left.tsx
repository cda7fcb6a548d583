/* oxlint-disable no-unused-vars -- h is what JSX becomes */
import type { h } from 'preact'
import type { Kit } from './kit.ts'
import type { LaterWords } from './later.ts'

/** Nobody could be waited for: what was written stays as a message, to be answered later, or as a call. */
export function makeLeft({ h, useChat, usePanel }: Kit, own: LaterWords) {
  return function Left() {
    const { chat, speech } = usePanel()
    const { words } = speech
    const isCall = useChat().wentAs === 'callback'
    return (
      <section class="over left">
        <div role="status">
          <h2>{isCall ? own.calling : own.left}</h2>
          <p>{isCall ? own.callText : own.leftText}</p>
        </div>
        <button type="button" class="plain" data-first onClick={chat.startOver}>
          {words.anew}
        </button>
      </section>
    )
  }
}
