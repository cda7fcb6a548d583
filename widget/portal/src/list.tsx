import { Fragment, h } from 'preact'
import { useRef, useState } from 'preact/hooks'
import type { Shown, Ticket } from './calls.ts'
import { useDesk } from './context.ts'
import { Icon } from './icon.tsx'
import { addressOf } from './page.ts'
import { StatusChip } from './status.tsx'
import { useWatching } from './watch.ts'

interface ListProps {
  readonly current: string | null
  /** Counts what was changed here, so that the list is read again. */
  readonly changes: number
}

const kinds = [
  ['all', 'all'],
  ['open', 'going'],
  ['ended', 'done'],
] as const

/** Every request with its status in plain words, the newest first. */
export function List({ current, changes }: ListProps) {
  const { speech } = useDesk()
  const { words } = speech
  const [shown, setShown] = useState<Shown>('all')
  const { tickets, hasMore, hasFailed, look, more } = useTickets(shown, `${changes} ${speech.language}`)
  return (
    <section class="list" aria-labelledby="requests">
      <div class="top">
        <h1 id="requests">{words.title}</h1>
        <div class="kinds" role="group" aria-label={words.show}>
          {kinds.map(([kind, word]) => (
            <button key={kind} type="button" aria-pressed={kind === shown} onClick={() => setShown(kind)}>
              {words[word]}
            </button>
          ))}
        </div>
      </div>
      {tickets === null ? (
        hasFailed ? (
          <Failed onAgain={look} />
        ) : (
          <Waiting />
        )
      ) : tickets.length === 0 ? (
        <div class="none">
          <h2>{words.none}</h2>
          <p>{words.noneText}</p>
        </div>
      ) : (
        <Fragment>
          <ul>
            {tickets.map((ticket) => (
              <Row key={ticket.id} ticket={ticket} isCurrent={ticket.id === current} />
            ))}
          </ul>
          {hasMore && (
            <button type="button" class="plain" onClick={more}>
              {words.more}
            </button>
          )}
        </Fragment>
      )}
    </section>
  )
}

function Row({ ticket, isCurrent }: { ticket: Ticket; isCurrent: boolean }) {
  const { speech } = useDesk()
  const { words } = speech
  const { state, number, subject, lastMessage } = ticket
  return (
    <li>
      <a class={`row ${state}`} href={addressOf(ticket.id)} aria-current={isCurrent ? 'page' : undefined}>
        <Icon name={state} />
        <span class="grow">
          <span class="head">
            <b dir="auto">{subject || speech.say('number', { number })}</b>
            <time dateTime={ticket.lastActivityAt}>{speech.day(ticket.lastActivityAt)}</time>
          </span>
          {lastMessage !== null && (
            <span class="last" dir="auto">
              {lastMessage.from === 'you' && `${words.you}: `}
              {lastMessage.isRedacted ? words.removed : lastMessage.body}
            </span>
          )}
          <StatusChip ticket={ticket} />
        </span>
      </a>
    </li>
  )
}

function Failed({ onAgain }: { onAgain: () => void }) {
  const { words } = useDesk().speech
  return (
    <div class="none" role="alert">
      <p>{words.failed}</p>
      <button type="button" class="plain" onClick={onAgain}>
        {words.again}
      </button>
    </div>
  )
}

/** The shape of what comes. */
function Waiting() {
  return (
    <ul class="shades" aria-hidden="true">
      {[70, 48, 60].map((width) => (
        <li key={width}>
          <i style={{ width: `${width}%` }} />
          <i />
        </li>
      ))}
    </ul>
  )
}

const pageSize = 30
const mostAtOnce = 100
const everyMs = 60_000

/** The requests of one kind, kept as long as the next answer is not there. */
function useTickets(shown: Shown, means: string) {
  const { calls } = useDesk()
  const [found, setFound] = useState<{ of: Shown; data: readonly Ticket[]; next: string | null } | null>(null)
  const [hasFailed, setFailed] = useState(false)
  const asked = useRef(0)
  const read = (after: string | null) => {
    const turn = ++asked.current
    const before = found?.of === shown ? found.data : []
    const limit = after === null ? Math.min(mostAtOnce, Math.max(pageSize, before.length)) : pageSize
    setFailed(false)
    calls.tickets(shown, { after, limit }).then(
      ({ data, page }) => {
        // Of answers that overtake each other the last one asked for counts.
        if (turn !== asked.current) return
        setFound({ of: shown, data: after === null ? data : [...before, ...data], next: page.next })
      },
      () => turn === asked.current && setFailed(true),
    )
  }
  const look = () => read(null)
  useWatching(look, everyMs, [shown, means])
  const tickets = found?.of === shown ? found.data : null
  return { tickets, hasFailed, look, hasMore: (found?.next ?? null) !== null, more: () => read(found?.next ?? null) }
}
