import { useCallback, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { Draft, DraftSign, Visibility } from '@switchyard/sdk'
import { useDraftSigns } from '../../live/ticket-viewers.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { clockTime } from '../../ui/time.ts'
import { t } from '../../ui/words/words.ts'
import { draftsQuery, settleDraft, useDraftState, whenNews } from './draft-sync.ts'
import { insertIntoReply } from './drafts.ts'

const bar =
  'type-label flex min-h-[34px] flex-wrap items-center gap-x-2 gap-y-0.5 border-b border-line bg-fill py-0.5 ps-3 pe-2 text-ink-2 first:rounded-t-card max-pane:py-1'

/** Two drafts that were written apart: which of them goes on. */
function OtherDevice({ ticketId, kind }: { ticketId: string; kind: Visibility }) {
  const { other } = useDraftState(ticketId, kind)
  if (other === null) return null
  return (
    <div role="status" className={bar}>
      <Icon name="screen" size="s" />
      <span className="min-w-0 flex-1 truncate" title={other.body}>
        {t('draft.other', { time: clockTime(other.updatedAt) })}{' '}
        <span dir="auto" className="font-normal text-ink-3">
          {other.body}
        </span>
      </span>
      <Button small className="max-pane:!h-11" onClick={() => settleDraft(ticketId, kind, 'theirs')}>
        {t('draft.takeOther')}
      </Button>
      <Button small look="bare" className="max-pane:!h-11" onClick={() => settleDraft(ticketId, kind, 'mine')}>
        {t('draft.keepMine')}
      </Button>
    </div>
  )
}

/** What a colleague has written here and not sent. */
function OfColleague({ ticketId, draft }: { ticketId: string; draft: Draft }) {
  const [isOpen, setOpen] = useState(false)
  const name = draft.writer.name ?? t('draft.somebody')
  return (
    <li className={`${bar} border-b`}>
      <Avatar name={name} id={draft.writer.id} size="s" />
      <span className="min-w-0 flex-1 truncate">{t('draft.of', { name, time: clockTime(draft.updatedAt) })}</span>
      <Button small look="bare" aria-expanded={isOpen} className="max-pane:!h-11" onClick={() => setOpen(!isOpen)}>
        {t(isOpen ? 'draft.hide' : 'draft.show')}
      </Button>
      {isOpen && (
        <div className="basis-full pb-1.5">
          <p
            dir="auto"
            className="type-body max-h-40 overflow-y-auto whitespace-pre-wrap break-words font-normal text-ink"
          >
            {draft.body}
          </p>
          <Button
            small
            icon="down"
            className="mt-1.5 max-pane:!h-11"
            onClick={() => insertIntoReply(ticketId, draft.body)}
          >
            {t('draft.take')}
          </Button>
        </div>
      )}
    </li>
  )
}

/** Above the words being written: the same draft on another device, and unsent replies of colleagues. */
export function DraftBars({ ticketId, kind }: { ticketId: string; kind: Visibility }) {
  const { data: others = [], refetch } = useQuery(draftsQuery(ticketId))
  useDraftSigns(
    useCallback(
      (sign: DraftSign) => {
        if (sign.ticketId === ticketId) whenNews(sign, () => void refetch())
      },
      [ticketId, refetch],
    ),
  )
  const shown = others.filter(({ visibility, body }) => visibility === kind && body.trim() !== '')
  return (
    <>
      <OtherDevice ticketId={ticketId} kind={kind} />
      {shown.length > 0 && (
        <ul aria-label={t('draft.others')} className="contents">
          {shown.map((draft) => (
            <OfColleague key={`${draft.writer.id} ${draft.visibility}`} ticketId={ticketId} draft={draft} />
          ))}
        </ul>
      )}
    </>
  )
}
