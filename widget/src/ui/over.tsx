import { Fragment, h } from 'preact'
import { useState } from 'preact/hooks'
import { useChat, usePanel } from './context.ts'
import { Stars } from './stars.tsx'

/** The end of a conversation: how it went, and another one. */
export function Over() {
  const { chat, speech } = usePanel()
  const { rated } = useChat()
  const { words } = speech
  return (
    <section class="over" aria-label={words.over}>
      <div role="status">
        <h2>{words.over}</h2>
      </div>
      {rated === null ? <Rating /> : <p role="status">{words.thanks}</p>}
      <button type="button" class={rated === null ? 'plain' : 'main'} onClick={chat.startOver}>
        {words.anew}
      </button>
    </section>
  )
}

function Rating() {
  const { chat, speech } = usePanel()
  const { words, say } = speech
  const [score, setScore] = useState(0)
  const [comment, setComment] = useState('')
  const [hasFailed, setHasFailed] = useState(false)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        setHasFailed(false)
        chat.rate(score, comment.trim()).catch(() => setHasFailed(true))
      }}
    >
      <fieldset>
        <legend>{words.rate}</legend>
        <Stars score={score} labelOf={(n) => say('score', { n })} onScore={setScore} />
      </fieldset>
      {score > 0 && (
        <Fragment>
          <textarea
            rows={2}
            dir="auto"
            maxLength={2000}
            aria-label={words.comment}
            placeholder={words.comment}
            value={comment}
            onInput={({ currentTarget }) => setComment(currentTarget.value)}
          />
          {hasFailed && (
            <p class="fault" role="alert">
              {words.failed}
            </p>
          )}
          <button class="main">{words.rateSend}</button>
        </Fragment>
      )}
    </form>
  )
}
