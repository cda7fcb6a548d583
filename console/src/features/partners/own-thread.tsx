import { useEffect, useRef } from 'react'
import type { PartnerTicketDetail } from '@switchyard/sdk'
import { fileSource } from '../../live/files.ts'
import { Chip } from '../../ui/chip.tsx'
import { MessageCard } from '../../ui/message-card.tsx'
import { say } from './own-ticket-words.ts'

/** Shows what is said while one looks; opened, it stays where its reader begins. */
function useFollow(count: number) {
  const end = useRef<HTMLDivElement>(null)
  const known = useRef(count)
  useEffect(() => {
    if (count > known.current) end.current?.scrollIntoView({ block: 'nearest' })
    known.current = count
  }, [count])
  return end
}

/** What was said to the guest and by them, and between the partner and staff. */
export function OwnThread({ ticket }: { ticket: PartnerTicketDetail }) {
  const { messages, comments, customer, source } = ticket
  const end = useFollow(messages.length)
  return (
    <div
      role="region"
      tabIndex={0}
      aria-label={say('thread')}
      className="ring-inside px-5 pt-4 max-pane:px-3.5 wide:min-h-0 wide:flex-1 wide:overflow-y-auto"
    >
      {messages.length === 0 && comments !== '' && (
        <figure className="mx-auto mb-4 grid w-full max-w-(--w-read) gap-1.5">
          <figcaption className="type-micro text-ink-3">{say('words')}</figcaption>
          <blockquote dir="auto" className="type-body rounded-card bg-fill px-3 py-2.5 break-words whitespace-pre-wrap">
            {comments}
          </blockquote>
        </figure>
      )}
      <ol className="track mx-auto w-full max-w-(--w-read)" aria-live="polite">
        {messages.map((message) => (
          <MessageCard
            key={message.id}
            message={message}
            channel={source}
            isMine={false}
            customerName={customer?.name ?? say('guest')}
            files={fileSource}
            verbs={
              message.question && (
                <Chip tone="partner" icon="help">
                  {say('question')}
                </Chip>
              )
            }
          />
        ))}
      </ol>
      <div ref={end} />
    </div>
  )
}
