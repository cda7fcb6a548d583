import { useEffect, useRef, useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ApiProblem } from '@switchyard/sdk'
import type { Listing, Message, Ticket, TimelineItem } from '@switchyard/sdk'
import { useUploads } from '../../live/uploads.ts'
import { readDraft, writeDraft } from './drafts.ts'
import { lastPublicSeq, newerThan } from './fold-timeline.ts'
import { sendMessage, timelineQuery } from './queries.ts'

export type Kind = 'public' | 'internal'
const savedAfterMs = 1000

/** The history with a message of one's own at its end, until the log itself brings it. */
const withMessage = (known: Listing<TimelineItem> | undefined, message: Message): Listing<TimelineItem> | undefined => {
  if (!known || known.data.some((item) => item.message?.id === message.id)) return known
  const last = known.data.at(-1)
  const item: TimelineItem = {
    kind: 'message',
    seq: last?.seq ?? 0,
    id: message.id,
    ticketId: message.ticketId,
    type: 'message.added',
    at: message.createdAt,
    actor: { kind: message.author.kind, id: message.author.id ?? '', name: message.author.name },
    cause: null,
    data: {},
    message,
  }
  return { data: [...known.data, item] }
}

/** Of one message. */
const mostFiles = 10

/** The text being written: kept per ticket and kind, guarded against messages that came meanwhile, sent once; and the files that go with it. */
export function useComposer(ticket: Ticket, kind: Kind, meId: string | null) {
  const client = useQueryClient()
  const history = useQuery(timelineQuery(ticket.id)).data?.data
  const items = history ?? []
  const [draft, setDraft] = useState(() => readDraft(ticket.id, kind))
  const [isSaved, setSaved] = useState(false)
  const files = useUploads(`${ticket.id} ${kind}`, mostFiles)
  const key = useRef(crypto.randomUUID())
  const text = draft?.text ?? ''
  const readSeq = draft?.readSeq ?? null
  // Who began before the history had come has seen whatever it then brings.
  const isUnread = draft !== null && kind === 'public' && readSeq !== null
  const newer = isUnread ? newerThan(items, readSeq, meId) : 0
  const keep = (next: string, readSeq: number | null) => {
    const kept = next === '' ? null : { text: next, readSeq }
    setDraft(kept)
    setSaved(false)
    writeDraft(ticket.id, kind, { text: next, readSeq })
  }
  useEffect(() => {
    if (text === '' || isSaved) return
    const timer = setTimeout(() => setSaved(true), savedAfterMs)
    return () => clearTimeout(timer)
  }, [text, isSaved])
  const send = useMutation({
    mutationFn: () =>
      sendMessage({
        ticketId: ticket.id,
        body: text.trim(),
        visibility: kind,
        clientId: key.current,
        attachments: files.fileIds,
        lastSeenSeq: kind === 'public' && history !== undefined ? lastPublicSeq(history) : null,
      }),
    onError: (error) => {
      if (error instanceof ApiProblem && error.status === 409) void client.invalidateQueries(timelineQuery(ticket.id))
    },
    onSuccess: (message) => {
      key.current = crypto.randomUUID()
      keep('', 0)
      files.clear()
      client.setQueryData(timelineQuery(ticket.id).queryKey, (known) => withMessage(known, message))
      void client.invalidateQueries(timelineQuery(ticket.id))
    },
  })
  return {
    text,
    newer,
    isSaved: isSaved && text !== '',
    files,
    send,
    write: (next: string) => keep(next, readSeq ?? (history === undefined ? null : lastPublicSeq(history))),
    /** The writer has looked at what came meanwhile. */
    review: () => keep(text, lastPublicSeq(items)),
  }
}
