import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ApiProblem } from '@switchyard/sdk'
import type { Chat, Ticket } from '@switchyard/sdk'
import { sayNow } from '../../live/chat-outbox.ts'
import { useMe } from '../../live/me.ts'
import { takeUploads, useUploads } from '../../live/uploads.ts'
import { useDraftState } from './draft-sync.ts'
import { useDraft, writeDraft } from './drafts.ts'
import type { Draft, DraftMacro } from './drafts.ts'
import { lastPublicSeq, newerThan } from './fold-timeline.ts'
import { sendSoon, useOutgoing } from './outgoing.ts'
import { timelineQuery } from './queries.ts'
import { markSaid, say } from './say.ts'

export type Kind = 'public' | 'internal' | 'partner'
/** Of one message. */
const mostFiles = 10

/** What is said at once, because no customer reads it. */
interface Aside {
  ticket: Ticket
  kind: Kind
  draft: Draft | null
  attachments: string[]
}

/** Says a note, or a word to the partner, at once: no customer reads it, so nothing has to be taken back. */
function useAside({ ticket, kind, draft, attachments }: Aside, onSaid: () => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async () => {
      // Kept with the words, so that a second try of the same ones is said once.
      const clientId = draft?.clientId ?? crypto.randomUUID()
      if (draft !== null) writeDraft(ticket.id, kind, { ...draft, clientId })
      const text = draft?.text.trim() ?? ''
      const macro = draft?.macro ?? null
      const note = { ticketId: ticket.id, visibility: kind, lastSeenSeq: null }
      const said = { ...note, text, macro, clientId, attachments }
      markSaid(client, said, await say(said))
    },
    onError: (error) => {
      const isRefused = error instanceof ApiProblem && error.status >= 400 && error.status < 500
      // A refusal stays with its id: the next try is another one.
      if (isRefused && draft !== null) writeDraft(ticket.id, kind, { ...draft, clientId: undefined })
    },
    onSuccess: onSaid,
  })
}

/** The text being written: kept per ticket and kind, guarded against messages that came meanwhile, sent once; and the files and the macro that go with it. */
export function useComposer(ticket: Ticket, kind: Kind, { meId, chat }: { meId: string | null; chat: Chat | null }) {
  const client = useQueryClient()
  const memberId = useMe().member.id
  const history = useQuery(timelineQuery(ticket.id)).data?.data
  const items = history ?? []
  const draft = useDraft(ticket.id, kind)
  const shelf = `${ticket.id} ${kind}`
  const files = useUploads(shelf, mostFiles)
  const outgoing = useOutgoing(ticket.id)
  const text = draft?.text ?? ''
  const macro = draft?.macro ?? null
  const readSeq = draft?.readSeq ?? null
  // Who began before the history had come has seen whatever it then brings.
  const isUnread = draft !== null && kind === 'public' && readSeq !== null && chat === null
  const newer = isUnread ? newerThan(items, readSeq, meId) : 0
  const seenSeq = history === undefined ? null : lastPublicSeq(history)
  const { kept } = useDraftState(ticket.id, kind)
  // Other words are another message: the id of a send that was not heard of is left out.
  const keep = (change: Partial<Draft>) =>
    writeDraft(ticket.id, kind, { text, readSeq: readSeq ?? seenSeq, macro: draft?.macro, ...change })
  const note = useAside({ ticket, kind, draft, attachments: files.fileIds }, () => {
    writeDraft(ticket.id, kind, null)
    files.clear()
  })
  const reply = () => {
    const { fileIds: attachments } = files
    const said = { ticketId: ticket.id, visibility: 'public' as const, text: text.trim(), macro, attachments }
    const clientId = draft?.clientId ?? crypto.randomUUID()
    const more = { number: ticket.number, memberId, clientId, lastSeenSeq: seenSeq }
    if (chat !== null) {
      writeDraft(ticket.id, kind, null)
      const uploads = takeUploads(shelf).flatMap(({ stored }) => stored ?? [])
      const word = { clientId, memberId, chatId: chat.id, ticketId: ticket.id, body: said.text, files: uploads }
      return sayNow(client, { ...word, macroKey: macro?.key ?? null, at: new Date().toISOString() })
    }
    sendSoon(client, { ...said, ...more }, takeUploads(shelf))
  }
  return {
    text,
    macro,
    newer,
    /** Where the words are kept by now; null while they still change, or there are none. */
    kept: draft === null ? null : kept,
    files,
    isPending: note.isPending,
    fault: kind === 'public' ? outgoing.fault : note.error,
    outgoing: outgoing.last,
    hasContent: text.trim() !== '' || files.uploads.length > 0 || macro?.isSilent === true,
    /** What follows a note waits until it is said; a reply is let go before whatever is done to its ticket. */
    send: (then: (() => void) | null) => {
      if (kind !== 'public') return note.mutate(undefined, { onSuccess: () => then?.() })
      reply()
      then?.()
    },
    write: (next: string) => keep({ text: next }),
    setMacro: (next: DraftMacro | undefined) => keep({ macro: next }),
    applyMacro: (next: string, used: DraftMacro | undefined) => keep({ text: next, macro: used ?? draft?.macro }),
    /** The writer has looked at what came meanwhile. */
    review: () => keep({ readSeq: lastPublicSeq(items) }),
  }
}
