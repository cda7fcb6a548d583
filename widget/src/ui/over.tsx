/* oxlint-disable no-unused-vars -- h is what JSX becomes */
import type { h } from 'preact'
import type { Kit } from './kit.ts'
import type { LaterWords } from './later.ts'

const scores = [1, 2, 3, 4, 5] as const
const star = 'm8 2 1.85 3.75 4.15.6-3 2.92.7 4.13L8 11.45 4.3 13.4l.7-4.13-3-2.92 4.15-.6z'

/** The end of a conversation: how it went, and another one. */
export function makeOver(kit: Kit, own: LaterWords) {
  const { h, useChat, usePanel } = kit
  const Rating = makeRating(kit, own)
  return function Over() {
    const { chat, speech } = usePanel()
    const { rated, agentName } = useChat()
    const { words } = speech
    return (
      <section class="over">
        <div role="status">
          <h2>{own.over}</h2>
        </div>
        {rated !== null ? <p role="status">{own.thanks}</p> : agentName !== null && <Rating />}
        <button type="button" class={rated === null ? 'plain' : 'main'} onClick={chat.startOver}>
          {words.anew}
        </button>
      </section>
    )
  }
}

function makeRating({ h, useState, usePanel, Icon }: Kit, own: LaterWords) {
  return function Rating() {
    const { chat, speech } = usePanel()
    const { words } = speech
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
          <legend>{own.rate}</legend>
          <div class="stars">
            {scores.map((each) => (
              <label key={each} class={each <= score ? 'on' : ''}>
                <input
                  type="radio"
                  name="score"
                  value={each}
                  checked={each === score}
                  aria-label={own.score.replace('{n}', String(each))}
                  onChange={() => setScore(each)}
                />
                <Icon path={star} />
              </label>
            ))}
          </div>
        </fieldset>
        {score > 0 && (
          <div class="fld">
            <textarea
              rows={2}
              dir="auto"
              maxLength={2000}
              aria-label={own.comment}
              placeholder={own.comment}
              value={comment}
              onInput={({ currentTarget }) => setComment(currentTarget.value)}
            />
            {hasFailed && (
              <p class="fault" role="alert">
                {words.failed}
              </p>
            )}
            <button class="main">{own.rateSend}</button>
          </div>
        )}
      </form>
    )
  }
}
