import { Chip } from './chip.tsx'
import { now } from './clock.ts'
import { listTime } from './time.ts'
import { wordFor } from './words/words.ts'

export interface TicketChoice {
  id: string
  number: number
  issueSummary: string
  status: string
  createdAt: string
  who: string | null
  why: string[]
}

function Choice({ one, onChoose }: { one: TicketChoice; onChoose: (id: string) => void }) {
  return (
    <li>
      <button
        type="button"
        className="ring-inside grid w-full grid-cols-[auto_minmax(0,1fr)_auto] items-baseline gap-x-2 rounded-control px-2 py-1.5 text-start hover:bg-hover max-pane:min-h-11"
        onClick={() => onChoose(one.id)}
      >
        <span className="type-label num text-ink-3">#{one.number}</span>
        <span className="truncate font-medium">{one.issueSummary}</span>
        <span className="flex items-center gap-1.5">
          <Chip>{wordFor('status', one.status)}</Chip>
          <time dateTime={one.createdAt} className="type-meta num w-14 text-end text-ink-3">
            {listTime(one.createdAt, now())}
          </time>
        </span>
        {(one.why.length > 0 || one.who !== null) && (
          <span className="type-meta col-start-2 truncate text-ink-3">
            {[one.who, ...one.why].filter(Boolean).join(' · ')}
          </span>
        )}
      </button>
    </li>
  )
}

/** Tickets to choose one of. */
export function TicketChoices({
  title,
  ones,
  onChoose,
}: {
  title: string
  ones: TicketChoice[]
  onChoose: (id: string) => void
}) {
  return (
    <section aria-label={title}>
      <h3 className="type-micro mb-1 px-2 text-ink-3">{title}</h3>
      <ul>
        {ones.map((one) => (
          <Choice key={one.id} one={one} onChoose={onChoose} />
        ))}
      </ul>
    </section>
  )
}
