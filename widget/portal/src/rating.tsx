import { Fragment, h } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { TicketDetail } from './calls.ts'
import { useDesk } from './context.ts'
import { Stars } from './stars.tsx'

interface RatingProps {
  readonly ticket: TicketDetail
  readonly onRated: (ticket: TicketDetail) => void
}

/** How it was: asked once it is solved, and may be said anew. */
export function Rating({ ticket, onRated }: RatingProps) {
  const { words, say } = useDesk().speech
  const [isAnew, setAnew] = useState(false)
  const { rating } = ticket
  if (rating === null || isAnew)
    return (
      <Asked
        ticket={ticket}
        onRated={(rated) => {
          setAnew(false)
          onRated(rated)
        }}
      />
    )
  return (
    <div class="rate">
      <p role="status">{say('rated', { n: rating.score })}</p>
      {rating.comment !== null && (
        <p class="quote" dir="auto">
          {rating.comment}
        </p>
      )}
      <button type="button" class="link" onClick={() => setAnew(true)}>
        {words.change}
      </button>
    </div>
  )
}

function Asked({ ticket: { id, rating }, onRated }: RatingProps) {
  const { calls, speech } = useDesk()
  const { words, say } = speech
  const [score, setScore] = useState(rating?.score ?? 0)
  const [comment, setComment] = useState(rating?.comment ?? '')
  const [state, setState] = useState<'asking' | 'busy' | 'failed'>('asking')
  const form = useRef<HTMLFormElement>(null)
  const isChosen = score > 0
  useEffect(() => {
    if (isChosen) form.current?.scrollIntoView({ block: 'nearest' })
  }, [isChosen])
  const called = (n: number) => words[`score${n}` as 'score1']
  const send = (event: Event) => {
    event.preventDefault()
    if (state === 'busy') return
    setState('busy')
    const said = comment.trim()
    calls.rate(id, { score, comment: said === '' ? null : said }).then(onRated, () => setState('failed'))
  }
  return (
    <form class="rate" ref={form} onSubmit={send}>
      <fieldset>
        <legend>{words.rate}</legend>
        <div class="score">
          <Stars score={score} labelOf={(n) => `${say('score', { n })}, ${called(n)}`} onScore={setScore} />
          {isChosen && <span aria-hidden="true">{called(score)}</span>}
        </div>
      </fieldset>
      {isChosen && (
        <Fragment>
          <label for="comment">{words.comment}</label>
          <textarea
            id="comment"
            rows={2}
            dir="auto"
            maxLength={2000}
            value={comment}
            onInput={({ currentTarget }) => setComment(currentTarget.value)}
          />
          {state === 'failed' && (
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
