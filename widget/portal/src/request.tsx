import { Fragment, h } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { Refusal } from '../../src/chat/calls.ts'
import type { Said, TicketDetail } from './calls.ts'
import { useDesk } from './context.ts'
import { Icon } from './icon.tsx'
import { Rating } from './rating.tsx'
import { Reply } from './reply.tsx'
import { Way } from './status.tsx'
import { Talk } from './talk.tsx'
import { useWatching } from './watch.ts'

interface RequestProps {
  readonly id: string
  /** What was said last and is kept on another request than it was said on. */
  readonly moved: Said | null
  readonly onSaid: (said: Said) => void
  readonly onChanged: () => void
}

/** One request: what became of it, what was said, and what its customer can do now. */
export function Request({ id, moved, onSaid, onChanged }: RequestProps) {
  const { speech } = useDesk()
  const { words, say, day } = speech
  const { ticket, fault, look, setTicket } = useTicket(id)
  const title = useRef<HTMLHeadingElement>(null)
  const isThere = ticket !== null
  useEffect(() => {
    if (isThere) title.current?.focus()
  }, [isThere])
  return (
    <section class="pane" aria-labelledby="subject">
      <a class="back" href="#/">
        <Icon name="back" />
        {words.back}
      </a>
      {ticket === null ? (
        <NotThere fault={fault} onAgain={look} />
      ) : (
        <Fragment>
          <div class="headline">
            <p>
              {say('number', { number: ticket.number })} · {say('since', { date: day(ticket.createdAt) })}
            </p>
            <h2 id="subject" tabIndex={-1} ref={title} dir="auto">
              {ticket.subject || say('number', { number: ticket.number })}
            </h2>
            <Way ticket={ticket} />
          </div>
          <Talk messages={ticket.messages}>
            {ticket.mayRate && (
              <Rating
                ticket={ticket}
                onRated={(rated) => {
                  setTicket(rated)
                  onChanged()
                }}
              />
            )}
          </Talk>
          {moved?.ticketId === ticket.id && (
            <p class="notice" role="status">
              {say(moved.detour === 'merged' ? 'merged' : 'followed', { number: moved.number })}
            </p>
          )}
          <Reply
            ticket={ticket}
            onSaid={(said) => {
              look()
              onSaid(said)
            }}
            onRefused={look}
          />
        </Fragment>
      )}
    </section>
  )
}

function NotThere({ fault, onAgain }: { fault: 'gone' | 'failed' | null; onAgain: () => void }) {
  const { words } = useDesk().speech
  if (fault === null)
    return (
      <div class="shades" aria-hidden="true">
        <i style={{ width: '46%' }} />
        <i />
        <i style={{ width: '70%' }} />
      </div>
    )
  return (
    <div class="none" role="alert">
      <h2 id="subject">{words[fault]}</h2>
      {fault === 'failed' && (
        <button type="button" class="plain" onClick={onAgain}>
          {words.again}
        </button>
      )}
    </div>
  )
}

const everyMs = 15_000

/** The request as it is now; what was read stays while the service cannot be reached. */
function useTicket(id: string) {
  const { calls, speech } = useDesk()
  const [ticket, setTicket] = useState<TicketDetail | null>(null)
  const [fault, setFault] = useState<'gone' | 'failed' | null>(null)
  const asked = useRef(0)
  const shown = useRef(0)
  const look = () => {
    const turn = ++asked.current
    calls.ticket(id).then(
      (found) => {
        // Answers may overtake each other: an older one is not shown after a newer.
        if (turn < shown.current) return
        shown.current = turn
        setTicket(found)
        setFault(null)
      },
      (error: unknown) => {
        const isGone = error instanceof Refusal && (error.status === 404 || error.status === 400)
        if (isGone) setTicket(null)
        setFault(isGone ? 'gone' : 'failed')
      },
    )
  }
  useWatching(look, everyMs, [id, speech.language])
  return { ticket, fault, look, setTicket }
}
