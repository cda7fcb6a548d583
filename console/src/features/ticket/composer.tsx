import { useEffect, useRef, useState } from 'react'
import type { KeyboardEvent, RefObject } from 'react'
import type { Chat, Ticket, Transition } from '@switchyard/sdk'
import { useTellWriting } from '../../live/ticket-viewers.ts'
import { useActions } from '../../ui/actions.ts'
import { IconButton } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { KindTabs } from '../../ui/kind-tabs.tsx'
import { shortcutText } from '../../ui/shortcut.ts'
import { UploadChips } from '../../ui/upload-chips.tsx'
import { useFileDrop } from '../../ui/use-file-drop.ts'
import { t } from '../../ui/words/words.ts'
import { useTellTyping } from './chat/use-tell-typing.ts'
import { Above, Fault } from './composer-bars.tsx'
import { Foot } from './composer-foot.tsx'
import { onInsert } from './drafts.ts'
import type { DraftMacro } from './drafts.ts'
import { useMacros } from './macro-picker.tsx'
import { actionText } from './macro-text.ts'
import { useMentions } from './mention-picker.tsx'
import { SendThen } from './send-then.tsx'
import { useComposer } from './use-composer.ts'
import type { Kind } from './use-composer.ts'
import { useReach } from './use-reach.ts'

const icons = { public: null, internal: 'lock', partner: 'plug' } as const
const choiceOf = (kind: Kind) => ({ kind, text: t(`composer.${kind}`), icon: icons[kind] })

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
      isAllowed: kinds.includes('public'),
      run: () => start('public'),
    },
    {
      id: 'note',
      label: t('composer.internal'),
      group: t('ticket.group'),
      icon: 'lock',
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

/** What is done when this is sent; it can be left out. */
function MacroChip({ macro, onRemove }: { macro: DraftMacro; onRemove: () => void }) {
  return (
    <div className="type-meta mx-3.5 mb-1 flex items-center gap-1.5 text-ink-2">
      <Icon name="bolt" size="xs" />
      <span className="min-w-0 truncate" title={macro.name}>
        {t('macro.then', { actions: macro.does.map(actionText).join(' · ') })}
      </span>
      <IconButton small icon="x" label={t('macro.leaveOut', { name: macro.name })} onClick={onRemove} />
    </div>
  )
}

const backgrounds = { public: 'bg-raised', internal: 'bg-note-tint', partner: 'bg-partner-tint' } as const

interface WriterProps {
  area: RefObject<HTMLTextAreaElement | null>
  ticket: Ticket
  kind: Kind
  kinds: Kind[]
  meId: string | null
  onKind: (kind: Kind) => void
  /** Null when the ticket cannot be solved from here. */
  onSolve: (() => void) | null
  onMove: (transition: Transition) => void
  /** The live conversation in which a reply is said; null = it is sent as on any ticket. */
  chat: Chat | null
  /** Opens or closes what helps to answer; null where it stands elsewhere. */
  onAssist: (() => void) | null
}

/** Keys of the text: those of an open list first. In a conversation Enter sends, and Shift with it begins a line. */
function useKeys(
  lists: { onKeyDown: (event: KeyboardEvent) => boolean }[],
  isTalk: boolean,
  { submit, openThen }: { submit: (isSolving: boolean) => void; openThen: () => void },
) {
  return (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (lists.some(({ onKeyDown }) => onKeyDown(event)) || event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown' && event.altKey) {
      event.preventDefault()
      openThen()
    }
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event.shiftKey)
    else if (event.key === 'Enter' && isTalk && !event.shiftKey) {
      event.preventDefault()
      submit(false)
    }
    if (event.key === 'Escape') event.currentTarget.blur()
  }
}

function useMacroVerb(isAllowed: boolean, run: () => void): void {
  useActions('macros', [
    { id: 'macro', label: t('macro.pick'), group: t('ticket.group'), icon: 'bolt', isAllowed, run },
  ])
}

function Writer({ area, ticket, kind, kinds, meId, onKind, onSolve, onMove, chat, onAssist }: WriterProps) {
  const talk = kind === 'public' ? chat : null
  const composer = useComposer(ticket, kind, { meId, chat: talk })
  const reach = useReach(ticket, kind)
  const tellTyping = useTellTyping(talk?.id ?? null)
  const tellWriting = useTellWriting(ticket.id, kind)
  const { files, text, write, macro } = composer
  const isReady = composer.hasContent && !files.isUnfinished && !composer.isPending
  const drop = useFileDrop(files.add)
  const mentions = useMentions({ area, text, isNote: kind === 'internal', meId, onWrite: write })
  const macros = useMacros({ area, ticketId: ticket.id, text, kind, onWrite: write, onApply: composer.applyMacro })
  useMacroVerb(macros.isOffered, macros.open)
  const buttons = useRef<HTMLSpanElement>(null)
  const submit = (next: (() => void) | null = null) => {
    if (!isReady) return
    tellWriting('')
    composer.send(next)
  }
  const onKeyDown = useKeys([mentions, macros], talk !== null, {
    submit: (isSolving) => submit(isSolving ? onSolve : null),
    openThen: () => buttons.current?.querySelector<HTMLElement>('[aria-haspopup=menu]')?.click(),
  })
  return (
    <div
      {...drop.handlers}
      className={`relative mx-4 mb-3.5 mt-0.5 flex-none rounded-card shadow-[0_0_0_1px_var(--line-strong),var(--shadow-2)] focus-within:shadow-[0_0_0_1px_var(--focus),var(--shadow-2)] max-pane:mx-2 max-pane:mb-2 ${backgrounds[kind]}`}
    >
      {drop.isOver && <DropHint />}
      <Above area={area} ticketId={ticket.id} kind={kind} composer={composer} />
      <KindTabs kind={kind} choices={kinds.map(choiceOf)} onKind={onKind} to={reach} />
      <textarea
        ref={area}
        aria-label={t(`composer.${kind}`)}
        placeholder={t(talk === null ? `composer.placeholder.${kind}` : 'chat.placeholder')}
        dir="auto"
        value={text}
        onChange={(event) => {
          write(event.target.value)
          tellTyping(event.target.value)
          tellWriting(event.target.value)
        }}
        {...mentions.attributes}
        {...macros.attributes}
        onKeyDown={onKeyDown}
        className="type-body block max-h-60 min-h-14 w-full resize-none bg-transparent px-3.5 pb-1.5 pt-[9px] outline-none [field-sizing:content] max-pane:text-[16px]"
      />
      <UploadChips uploads={files.uploads} onRemove={files.remove} onRetry={files.retry} />
      {mentions.list}
      {macros.list}
      {macro && <MacroChip macro={macro} onRemove={() => composer.setMacro(undefined)} />}
      <Fault composer={composer} />
      <Foot
        composer={composer}
        kind={kind}
        isReady={isReady}
        onMacros={macros.isOffered ? macros.open : null}
        onAssist={onAssist}
        sendKey={talk === null ? shortcutText('mod+enter') : '↵'}
        onSubmit={() => submit()}
        buttons={buttons}
      >
        <SendThen ticket={ticket} isReady={isReady} onThen={(transition) => submit(() => onMove(transition))} />
      </Foot>
    </div>
  )
}

/** Whether a partner works on a ticket, and reads what is said to it. */
function hasPartner({ handoff, channel, status }: Ticket): boolean {
  return (handoff?.partner ?? null) !== null || channel === 'partner' || status === 'waiting_partner'
}

/** Where a reply or a note is written. Replies go to the customer, notes stay with staff and look like it. */
export function Composer({ ticket, ...rest }: Omit<WriterProps, 'area' | 'kind' | 'kinds' | 'onKind'>) {
  const area = useRef<HTMLTextAreaElement>(null)
  const [kind, setKind] = useState<Kind>('public')
  const may = {
    public: ticket.can?.reply,
    internal: ticket.can?.note,
    partner: hasPartner(ticket) && ticket.can?.reply,
  }
  const kinds = (['public', 'internal', 'partner'] as const).filter((choice) => may[choice] !== false)
  const shown = kinds.includes(kind) ? kind : kinds[0]
  useFocusVerbs(area, kinds, setKind)
  useEffect(() => setKind('public'), [ticket.id])
  useEffect(
    () =>
      onInsert(ticket.id, () => {
        setKind('public')
        requestAnimationFrame(() => area.current?.focus())
      }),
    [ticket.id],
  )
  if (!shown)
    return <p className="type-meta flex-none border-t border-line px-5 py-3 text-ink-3">{t('composer.notAllowed')}</p>
  return (
    <Writer
      key={`${ticket.id} ${shown}`}
      area={area}
      ticket={ticket}
      kind={shown}
      kinds={kinds}
      onKind={setKind}
      {...rest}
    />
  )
}
