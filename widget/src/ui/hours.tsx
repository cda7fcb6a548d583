import { h } from 'preact'
import { usePanel } from './context.ts'

/** The days from today on, in the customer's own time: today and the day it opens again stand out. */
export function Hours() {
  const { channel, speech } = usePanel()
  const { week, changesAt } = channel
  if (week === null) return null
  const format = (weekday: 'narrow' | 'long') =>
    new Intl.DateTimeFormat(speech.language, { weekday, timeZone: 'UTC' }).format
  const [letter, name] = [format('narrow'), format('long')]
  const opens = week.findIndex(({ open }) => open.some(([from]) => from === changesAt))
  return (
    <ul class="hours" aria-label={speech.words.hours}>
      {week.map(({ date, open }, day) => (
        <li
          key={date}
          class={`${open.length === 0 ? 'off' : ''} ${day === 0 ? 'now' : ''} ${day === opens ? 'next' : ''}`}
        >
          <span aria-hidden="true">{letter(new Date(date))}</span>
          <span class="unseen">{name(new Date(date))}</span>
          {open.length === 0 ? (
            <small>{speech.words.shutDay}</small>
          ) : (
            open.map(([from, to]) => (
              <small key={from}>{`${short(speech.time(from))}–${short(speech.time(to))}`}</small>
            ))
          )}
        </li>
      ))}
    </ul>
  )
}

/** `09:00` is 9, `09:30` stays 9:30. */
function short(time: string): string {
  return time.replace(/^0/, '').replace(/:00$/, '')
}
