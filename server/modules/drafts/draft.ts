import { encodeId } from '../../platform/ids.ts'
import type { Visibility } from '../tickets/index.ts'

/** A macro whose text was put into a draft, as the writer was shown it: what it does is done when that is sent. */
export interface DraftMacro {
  readonly key: string
  readonly name: string
  readonly does: string[]
  /** It says nothing by itself: what it does may be sent without a word. */
  readonly isSilent: boolean
}

/** What somebody wants kept of what they write. */
export interface DraftWords {
  readonly body: string
  readonly macro: DraftMacro | null
  /** The last public message the writer had before them when they began; null = not known. */
  readonly readSeq: number | null
}

export interface Draft extends DraftWords {
  readonly visibility: Visibility
  readonly writer: { readonly kind: 'member' | 'token'; readonly id: string; readonly name: string | null }
  readonly revision: number
  readonly updatedAt: number
}

/** The draft of a ticket that is meant. */
export interface DraftKey {
  readonly ticketId: string
  readonly visibility: Visibility
}

/** A draft as the API writes it, for whoever reads it. */
export function presentDraft({ principal }: { principal: { id: string } }, draft: Draft) {
  const { visibility, writer, body, macro, readSeq, revision, updatedAt } = draft
  return {
    visibility,
    writer: { kind: writer.kind, id: encodeId(writer.kind, writer.id), name: writer.name },
    isMine: writer.id === principal.id,
    body,
    macro,
    readSeq,
    revision,
    updatedAt: new Date(updatedAt).toISOString(),
  }
}
