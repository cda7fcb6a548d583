import { useRef, useState } from 'react'
import type { PartnerTicketDetail } from '@switchyard/sdk'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { KindTabs } from '../../ui/kind-tabs.tsx'
import { shortcutText } from '../../ui/shortcut.ts'
import { ProblemLine } from '../../ui/states.tsx'
import { wordFor } from '../../ui/words/words.ts'
import { openQuestion, saying, waysOpen } from './own-ticket-update.ts'
import type { Way } from './own-ticket-update.ts'
import { say } from './own-ticket-words.ts'
import { useKeptText } from './use-kept-text.ts'
import { useOwnTicket } from './use-own-ticket.ts'

const icons = { reply: null, note: 'plug', question: 'help' } as const
const choiceOf = (way: Way) => ({ kind: way, text: say(`way_${way}`), icon: icons[way] })

/** Why nothing can be said here, and what to do about it. */
function Closed({ ticket: { state } }: { ticket: PartnerTicketDetail }) {
  const stands = wordFor('handoff.state', state ?? '')
  return (
    <p className="type-meta flex-none border-t border-line px-5 py-3 text-ink-3 max-pane:px-3.5">
      {state === 'offered' ? say('takeFirst') : say('notInHand', { state: stands })}
    </p>
  )
}

function Asked({ onAnswer }: { onAnswer: () => void }) {
  return (
    <p
      role="status"
      className="type-label flex min-h-[34px] items-center gap-2 rounded-t-card border-b border-partner-line bg-partner-tint ps-3 pe-2 text-partner"
    >
      <Icon name="help" size="s" /> <span className="min-w-0">{say('asked')}</span>
      <Button look="bare" small className="ms-auto !text-inherit" onClick={onAnswer}>
        {say('answer')}
      </Button>
    </p>
  )
}

function Writer({ ticket, ways }: { ticket: PartnerTicketDetail; ways: readonly Way[] }) {
  const area = useRef<HTMLTextAreaElement>(null)
  const [chosen, choose] = useState<Way>('reply')
  const way = ways.includes(chosen) ? chosen : (ways[0] ?? 'note')
  const { text, write, giveBack } = useKeptText(`${ticket.id} ${way}`)
  const update = useOwnTicket(ticket)
  const isReady = text.trim() !== '' && !update.isPending
  const send = () => {
    if (!isReady) return
    write('')
    update.mutateAsync(saying(way, text.trim())).catch(() => giveBack(text))
  }
  const answer = () => {
    choose('note')
    area.current?.focus()
  }
  return (
    <div
      className={`relative mx-4 mb-3.5 mt-0.5 flex-none rounded-card shadow-[0_0_0_1px_var(--line-strong),var(--shadow-2)] focus-within:shadow-[0_0_0_1px_var(--focus),var(--shadow-2)] max-pane:mx-2 max-pane:mb-2 ${way === 'reply' ? 'bg-raised' : 'bg-partner-tint'}`}
    >
      {openQuestion(ticket.messages) && way !== 'note' && <Asked onAnswer={answer} />}
      <KindTabs kind={way} choices={ways.map(choiceOf)} onKind={choose} to={say(`to_${way}`)} />
      <textarea
        ref={area}
        aria-label={say(`way_${way}`)}
        placeholder={say(`placeholder_${way}`)}
        dir="auto"
        maxLength={10_000}
        value={text}
        onChange={(event) => write(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send()
          if (event.key === 'Escape') event.currentTarget.blur()
        }}
        className="type-body block max-h-60 min-h-14 w-full resize-none bg-transparent px-3.5 pb-1.5 pt-[9px] outline-none [field-sizing:content] max-pane:text-[16px]"
      />
      <div className="flex items-end gap-2 px-2 pb-2 pt-1">
        <div className="type-small min-w-0 flex-1 ps-1.5">{update.error && <ProblemLine error={update.error} />}</div>
        <Button
          look="solid"
          small
          className="!h-7 flex-none max-pane:!h-11"
          shortcut={shortcutText('mod+enter')}
          busy={update.isPending}
          aria-disabled={!isReady}
          onClick={send}
        >
          {say(`send_${way}`)}
        </Button>
      </div>
    </div>
  )
}

/** Where a partner writes to the guest or to staff, as far as it may. */
export function OwnComposer({ ticket }: { ticket: PartnerTicketDetail }) {
  const ways = waysOpen(ticket)
  return ways.length === 0 ? <Closed ticket={ticket} /> : <Writer ticket={ticket} ways={ways} />
}
