import { h } from 'preact'
import { useState } from 'preact/hooks'
import { Bar } from './bar.tsx'
import type { Said } from './calls.ts'
import { useDesk } from './context.ts'
import { Icon } from './icon.tsx'
import { List } from './list.tsx'
import { addressOf } from './page.ts'
import { Request } from './request.tsx'

interface RequestsProps {
  readonly email: string
  readonly ticketId: string | null
  readonly onSignOut: (everywhere: boolean) => Promise<void>
}

/** All requests beside the one that is open; where there is no room for both, one of them. */
export function Requests({ email, ticketId, onSignOut }: RequestsProps) {
  const { words } = useDesk().speech
  const [changes, setChanges] = useState(0)
  const [moved, setMoved] = useState<Said | null>(null)
  const onChanged = () => setChanges((count) => count + 1)
  const onSaid = (said: Said) => {
    onChanged()
    // What was said may be kept on another request: its customer goes there with it.
    if (said.detour === null) return
    setMoved(said)
    location.hash = addressOf(said.ticketId)
  }
  return (
    <div class={ticketId === null ? 'page home' : 'page'}>
      <Bar email={email} onSignOut={onSignOut} />
      <main>
        <List current={ticketId} changes={changes} />
        {ticketId === null ? (
          <section class="pane empty">
            <Icon name="inbox" />
            <h2>{words.choose}</h2>
            <p>{words.chooseText}</p>
          </section>
        ) : (
          <Request key={ticketId} id={ticketId} moved={moved} onSaid={onSaid} onChanged={onChanged} />
        )}
      </main>
    </div>
  )
}
