import type { TicketViewer } from '@switchyard/sdk'
import { useViewers } from '../../live/ticket-viewers.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { viewerWords } from './viewer-words.ts'

const mostFaces = 3

function Faces({ viewers }: { viewers: readonly TicketViewer[] }) {
  const more = viewers.length - mostFaces
  return (
    <span aria-hidden="true" className="flex flex-none -space-x-1.5">
      {viewers.slice(0, mostFaces).map(({ id, name, writing }) => (
        <span
          key={id}
          className={`rounded-full ${writing === null ? 'shadow-[0_0_0_1.5px_var(--surface)]' : 'z-1 shadow-[0_0_0_1.5px_var(--surface),0_0_0_3px_var(--accent)]'}`}
        >
          <Avatar name={name} id={id} />
        </span>
      ))}
      {more > 0 && <span className="num type-meta self-center ps-2.5 text-ink-3">+{more}</span>}
    </span>
  )
}

/** Who else has the ticket before them, and what they are writing: faces, and words that are also spoken. */
export function Viewers({ ticketId }: { ticketId: string }) {
  const viewers = useViewers(ticketId)
  const [first, ...others] = viewerWords(viewers)
  const isQuiet = viewers.every(({ writing }) => writing === null)
  return (
    <span role="status" className="ms-auto flex flex-none items-center gap-2 ps-2 pe-1">
      {first !== undefined && (
        <>
          <Faces
            viewers={viewers.toSorted((one, other) => Number(one.writing === null) - Number(other.writing === null))}
          />
          <span
            className={`type-meta max-w-52 truncate ${isQuiet ? 'text-ink-3 max-stack:sr-only' : 'text-ink-2'}`}
            title={[first, ...others].join('. ')}
          >
            {first}
          </span>
          <span className="sr-only">{others.join('. ')}</span>
        </>
      )}
    </span>
  )
}
