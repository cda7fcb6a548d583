import { h } from 'preact'
import type { Place } from '../chat/state.ts'
import type { Speech } from '../words/words.ts'
import { usePanel } from './context.ts'
import { Icon } from './icon.tsx'
import { Instead } from './instead.tsx'

/** Dots that fit: the way gone and the way to go, each shortened alike. */
const most = 3

/** Where the customer stands in line, as words and as the way to the agent. */
export function LinePlace({ place }: { place: Place | null }) {
  const { speech } = usePanel()
  const { words, say, ordinal } = speech
  const wait = place?.wait ?? null
  const gone = Math.min(most, place === null ? 0 : place.joinedAt - place.position)
  const ahead = Math.min(most, place === null ? 0 : place.position - 1)
  return (
    <section class="place">
      <div role="status">
        <b>
          {place === null
            ? words.waiting
            : place.position === 1
              ? words.next
              : say('place', { n: ordinal(place.position) })}
        </b>
        {wait !== null && <span>{aboutOf(speech, wait.p50Seconds)}</span>}
      </div>
      <div class="track" aria-hidden="true">
        {dots(gone, 'gone')}
        <i class="me">
          <b>{place?.position}</b>
        </i>
        {dots(ahead, '')}
        <span class="end">
          <Icon name="person" />
        </span>
      </div>
      <p>
        {wait === null
          ? words.unknown
          : say('estimate', { p50: minutesOf(speech, wait.p50Seconds), p90: minutesOf(speech, wait.p90Seconds) })}
      </p>
      <Instead />
    </section>
  )
}

function dots(count: number, kind: string) {
  return Array.from({ length: count }, (_dot, place) => <i key={place} class={kind} />)
}

function minutesOf({ say }: Speech, seconds: number): string {
  return say('min', { n: Math.max(1, Math.ceil(seconds / 60)) })
}

function aboutOf({ say, words }: Speech, seconds: number): string {
  return seconds < 60 ? words.soon : say('minutes', { n: Math.round(seconds / 60) })
}
