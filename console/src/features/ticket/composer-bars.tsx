import type { RefObject } from 'react'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { ProblemLine } from '../../ui/states.tsx'
import { plural, t } from '../../ui/words/words.ts'
import { DraftBars } from './draft-bars.tsx'
import { OutgoingBar } from './outgoing-bar.tsx'
import type { Kind, useComposer } from './use-composer.ts'

function Guard({ count, onReview }: { count: number; onReview: () => void }) {
  return (
    <div
      role="status"
      className="type-label flex h-[34px] items-center gap-2 rounded-t-card border-b border-accent-line bg-accent-tint ps-3 pe-2 text-accent-ink"
    >
      <Icon name="chat" size="s" /> {plural('composer.newer', count)}
      <Button look="bare" small className="ms-auto !text-inherit" onClick={onReview}>
        {t('composer.review')}
      </Button>
    </div>
  )
}

interface AboveProps {
  area: RefObject<HTMLTextAreaElement | null>
  ticketId: string
  kind: Kind
  composer: ReturnType<typeof useComposer>
}

/** Above the text: a reply on its way, other drafts, and what was said meanwhile. */
export function Above({ area, ticketId, kind, composer }: AboveProps) {
  const review = () => {
    composer.review()
    area.current?.focus()
  }
  return (
    <>
      {composer.outgoing && <OutgoingBar reply={composer.outgoing} />}
      <DraftBars ticketId={ticketId} kind={kind} />
      {composer.newer > 0 && <Guard count={composer.newer} onReview={review} />}
    </>
  )
}

/** Why the last one was not sent; where newer words are the reason, these say so. */
export function Fault({ composer: { fault, newer } }: Pick<AboveProps, 'composer'>) {
  if (!fault || newer > 0) return null
  return (
    <div className="px-3.5 pb-1">
      <ProblemLine error={fault} />
    </div>
  )
}
