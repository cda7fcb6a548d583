import { h } from 'preact'
import { useState } from 'preact/hooks'
import type { Leaving } from '../chat/calls.ts'
import { usePanel } from './context.ts'
import { useLater } from './use-later.ts'

/** The ways out of the line that keep its place: to be answered later, or to be called. */
export function Instead() {
  const { channel, speech } = usePanel()
  const { words } = speech
  const [way, choose] = useState<Leaving['as'] | null>(null)
  const later = useLater(way !== null)
  if (way !== null && later !== null) return <later.Leaving way={way} onStay={() => choose(null)} />
  return (
    <p class="instead">
      {words.instead}{' '}
      <button type="button" class="link" onClick={() => choose('message')}>
        {words.leave}
      </button>
      {channel.away === 'callback' && (
        <button type="button" class="link" onClick={() => choose('callback')}>
          {words.callMe}
        </button>
      )}
    </p>
  )
}
