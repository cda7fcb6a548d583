import { h } from 'preact'
import type { Ticket } from './calls.ts'
import { useDesk } from './context.ts'

/** The status in the customer's words, in the colour of what it means for them; the row's picture says it too. */
export function StatusChip({ ticket: { state, status } }: { ticket: Pick<Ticket, 'state' | 'status'> }) {
  return <span class={`chip ${state}`}>{status}</span>
}

/** How far a request is: received, in hand or waiting for its customer, solved. */
export function Way({ ticket }: { ticket: Ticket }) {
  const { words, day } = useDesk().speech
  const { state, status, createdAt, lastActivityAt } = ticket
  const isEnded = state === 'solved' || state === 'closed'
  const isNew = status === words.received
  return (
    <ol class="way" aria-label={words.way}>
      <li class={isNew ? 'me' : 'gone'} aria-current={isNew ? 'step' : undefined}>
        {words.received}
        <small>{day(createdAt)}</small>
      </li>
      {!isEnded && !isNew && (
        <li class={`me ${state}`} aria-current="step">
          {status}
          <small>{day(lastActivityAt)}</small>
        </li>
      )}
      {isEnded ? (
        <li class={`me ${state}`} aria-current="step">
          {status}
          <small>{day(lastActivityAt)}</small>
        </li>
      ) : (
        <li>{words.finished}</li>
      )}
    </ol>
  )
}
