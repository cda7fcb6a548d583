import { h } from 'preact'
import { Icon } from './icon.tsx'
import { useChat, usePanel } from './context.ts'

/** Whose chat this is, whether anybody is there, and the ways out of it. */
export function Head() {
  const { channel, title, speech, minimise } = usePanel()
  const { phase, agentName } = useChat()
  const isLive = phase === 'live'
  const isOpen = channel.isOpen || isLive
  const hours =
    channel.isOpen && channel.changesAt !== null
      ? speech.say('openUntil', { time: speech.time(channel.changesAt) })
      : speech.words[channel.isOpen ? 'open' : 'closed']
  return (
    <header>
      <span class="logo" aria-hidden="true">
        {title.charAt(0).toUpperCase()}
      </span>
      <div class="grow">
        <h1 id="title">{title}</h1>
        <p>
          <span class={isOpen ? 'dot' : 'dot shut'} />
          {isLive ? speech.say('withYou', { name: agentName ?? speech.words.someone }) : hours}
        </p>
      </div>
      {channel.phone !== null && (
        <a class="call" href={`tel:${channel.phone}`}>
          <Icon name="phone" />
          {speech.words.call}
        </a>
      )}
      <button type="button" class="bare" aria-label={speech.words.minimise} onClick={minimise}>
        <Icon name="down" />
      </button>
    </header>
  )
}
