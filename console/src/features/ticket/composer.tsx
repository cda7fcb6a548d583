import { useEffect, useRef, useState } from 'react'
import type { RefObject } from 'react'
import type { Ticket } from '@switchyard/sdk'
import { useActions } from '../../ui/actions.ts'
import { Button } from '../../ui/button.tsx'
import { FilePicker } from '../../ui/file-picker.tsx'
import { Icon } from '../../ui/icon.tsx'
import { shortcutText } from '../../ui/shortcut.ts'
import { ProblemLine } from '../../ui/states.tsx'
import { UploadChips } from '../../ui/upload-chips.tsx'
import { useFileDrop } from '../../ui/use-file-drop.ts'
import { plural, t, wordFor } from '../../ui/words/words.ts'
import { onInsert } from './drafts.ts'
import { useMentions } from './mention-picker.tsx'
import { useComposer } from './use-composer.ts'
import type { Kind } from './use-composer.ts'

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

function Tabs({ kind, kinds, onKind, to }: { kind: Kind; kinds: Kind[]; onKind: (kind: Kind) => void; to: string }) {
  return (
    <div className="flex items-center gap-0.5 px-2 pt-[7px]">
      <div role="tablist" aria-label={t('composer.kind')} className="flex gap-0.5">
        {kinds.map((choice) => (
          <button
            key={choice}
            type="button"
            role="tab"
            aria-selected={choice === kind}
            tabIndex={choice === kind ? 0 : -1}
            onClick={() => onKind(choice)}
            onKeyDown={(event) => event.key.startsWith('Arrow') && onKind(kind === 'public' ? 'internal' : 'public')}
            className="type-label inline-flex h-6 items-center gap-[5px] rounded-[5px] px-2 text-ink-3 hover:text-ink aria-selected:bg-ink/7 aria-selected:text-ink max-pane:h-9"
          >
            {choice === 'internal' && <Icon name="lock" size="xs" />}
            {t(`composer.${choice}`)}
          </button>
        ))}
      </div>
      <span className="type-meta ms-auto truncate ps-2 text-ink-3">{to}</span>
    </div>
  )
}

function useFocusVerbs(area: RefObject<HTMLTextAreaElement | null>, kinds: Kind[], onKind: (kind: Kind) => void): void {
  const start = (kind: Kind) => {
    onKind(kind)
    requestAnimationFrame(() => area.current?.focus())
  }
  useActions('composer', [
    {
      id: 'reply',
      label: t('composer.public'),
      group: t('ticket.group'),
      icon: 'send',
      shortcut: 'r',
      isAllowed: kinds.includes('public'),
      run: () => start('public'),
    },
    {
      id: 'note',
      label: t('composer.internal'),
      group: t('ticket.group'),
      icon: 'lock',
      shortcut: 'n',
      isAllowed: kinds.includes('internal'),
      run: () => start('internal'),
    },
  ])
}

function DropHint() {
  return (
    <div className="type-label pointer-events-none absolute inset-0 z-10 grid place-content-center rounded-card bg-accent-tint/90 text-accent-ink outline-2 -outline-offset-2 outline-dashed outline-accent-line">
      <span className="flex items-center gap-1.5">
        <Icon name="clip" size="s" /> {t('file.drop')}
      </span>
    </div>
  )
}

/** Why it cannot be sent yet, or that nothing is lost. */
function statusOf({ files, isSaved }: ReturnType<typeof useComposer>): string {
  if (files.uploads.some(({ phase }) => phase === 'failed')) return t('file.mend')
  if (files.isUnfinished) return t('file.uploading')
  return isSaved ? t('composer.saved') : ''
}

interface WriterProps {
  area: RefObject<HTMLTextAreaElement | null>
  ticket: Ticket
  kind: Kind
  kinds: Kind[]
  meId: string | null
  onKind: (kind: Kind) => void
}

function Writer({ area, ticket, kind, kinds, meId, onKind }: WriterProps) {
  const composer = useComposer(ticket, kind, meId)
  const { files } = composer
  const hasContent = composer.text.trim() !== '' || files.uploads.length > 0
  const isReady = hasContent && !files.isUnfinished && !composer.send.isPending
  const drop = useFileDrop(files.add)
  const mentions = useMentions({
    area,
    text: composer.text,
    isNote: kind === 'internal',
    meId,
    onWrite: composer.write,
  })
  const submit = () => isReady && composer.send.mutate()
  const review = () => {
    composer.review()
    area.current?.focus()
  }
  const name = ticket.customer.name ?? ticket.customer.externalId ?? t('ticket.someone')
  const to =
    kind === 'internal'
      ? t('composer.toStaff')
      : t('composer.to', { name, channel: wordFor('channel', ticket.channel), language: ticket.language ?? '' })
  return (
    <div
      {...drop.handlers}
      className={`relative mx-4 mb-3.5 mt-0.5 flex-none rounded-card shadow-[0_0_0_1px_var(--line-strong),var(--shadow-2)] focus-within:shadow-[0_0_0_1px_var(--focus),var(--shadow-2)] max-pane:mx-2 max-pane:mb-2 ${kind === 'internal' ? 'bg-note-tint' : 'bg-raised'}`}
    >
      {drop.isOver && <DropHint />}
      {composer.newer > 0 && <Guard count={composer.newer} onReview={review} />}
      <Tabs kind={kind} kinds={kinds} onKind={onKind} to={to} />
      <textarea
        ref={area}
        aria-label={t(`composer.${kind}`)}
        placeholder={t(`composer.placeholder.${kind}`)}
        dir="auto"
        value={composer.text}
        onChange={(event) => composer.write(event.target.value)}
        {...mentions.attributes}
        onKeyDown={(event) => {
          if (mentions.onKeyDown(event)) return
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit()
          if (event.key === 'Escape') area.current?.blur()
        }}
        className="type-body block max-h-60 min-h-14 w-full resize-none bg-transparent px-3.5 pb-1.5 pt-[9px] outline-none [field-sizing:content] max-pane:text-[16px]"
      />
      <UploadChips uploads={files.uploads} onRemove={files.remove} onRetry={files.retry} />
      {mentions.list}
      {composer.send.error && composer.newer === 0 && (
        <div className="px-3.5 pb-1">
          <ProblemLine error={composer.send.error} />
        </div>
      )}
      <div className="flex items-center gap-2 px-2 pb-2 pt-1">
        <FilePicker label={t('file.attach')} onFiles={files.add} />
        <span className="type-meta ms-auto text-ink-3" role="status">
          {statusOf(composer)}
        </span>
        <Button
          look="solid"
          small
          className="!h-7 max-pane:!h-11"
          shortcut={shortcutText('mod+enter')}
          busy={composer.send.isPending}
          aria-disabled={!isReady}
          onClick={submit}
        >
          {composer.newer > 0 ? t('composer.sendAnyway') : t(`composer.send.${kind}`)}
        </Button>
      </div>
    </div>
  )
}

/** Where a reply or a note is written. Replies go to the customer, notes stay with staff and look like it. */
export function Composer({ ticket, meId }: { ticket: Ticket; meId: string | null }) {
  const area = useRef<HTMLTextAreaElement>(null)
  const [kind, setKind] = useState<Kind>('public')
  const kinds = (['public', 'internal'] as const).filter((choice) =>
    choice === 'public' ? ticket.can?.reply !== false : ticket.can?.note !== false,
  )
  const shown = kinds.includes(kind) ? kind : kinds[0]
  useFocusVerbs(area, kinds, setKind)
  useEffect(() => setKind('public'), [ticket.id])
  const [inserted, setInserted] = useState(0)
  useEffect(
    () =>
      onInsert(ticket.id, () => {
        setKind('public')
        setInserted((count) => count + 1)
        requestAnimationFrame(() => area.current?.focus())
      }),
    [ticket.id],
  )
  if (!shown)
    return <p className="type-meta flex-none border-t border-line px-5 py-3 text-ink-3">{t('composer.notAllowed')}</p>
  return (
    <Writer
      key={`${ticket.id} ${shown} ${inserted}`}
      area={area}
      ticket={ticket}
      kind={shown}
      kinds={kinds}
      meId={meId}
      onKind={setKind}
    />
  )
}
