import type { ReactNode, RefObject } from 'react'
import { Button, IconButton } from '../../ui/button.tsx'
import { FilePicker } from '../../ui/file-picker.tsx'
import { useKeyText } from '../../ui/key-map.ts'
import { t } from '../../ui/words/words.ts'
import type { Kind, useComposer } from './use-composer.ts'

/** Why it cannot be sent yet, or that nothing is lost. */
function statusOf({ files, kept }: ReturnType<typeof useComposer>): string {
  if (files.uploads.some(({ phase }) => phase === 'failed')) return t('file.mend')
  if (files.isUnfinished) return t('file.uploading')
  if (kept === null) return ''
  return t(kept === 'server' ? 'composer.saved' : 'composer.savedHere')
}

interface FootProps {
  composer: ReturnType<typeof useComposer>
  kind: Kind
  isReady: boolean
  /** Null where there are none. */
  onMacros: (() => void) | null
  onAssist: (() => void) | null
  /** The key that sends. */
  sendKey: string
  onSubmit: () => void
  /** The button that sends, and what stands beside it. */
  buttons: RefObject<HTMLSpanElement | null>
  children: ReactNode
}

/** Below the text: files, macros, what helps to answer, how things stand, and the button that sends. */
export function Foot({ composer, kind, isReady, onMacros, onAssist, sendKey, onSubmit, buttons, children }: FootProps) {
  const key = useKeyText('macro')
  const hint = key === undefined ? {} : { shortcut: key }
  return (
    <div className="flex items-center gap-2 px-2 pb-2 pt-1">
      <span className="flex items-center">
        <FilePicker label={t('file.attach')} onFiles={composer.files.add} />
        {onMacros && <IconButton icon="bolt" small label={t('macro.pick')} {...hint} onClick={onMacros} />}
        {onAssist && (
          <Button small look="bare" icon="star" className="max-pane:!h-11" onClick={onAssist}>
            {t('assist.title')}
          </Button>
        )}
      </span>
      <span className="type-meta ms-auto text-ink-3" role="status">
        {statusOf(composer)}
      </span>
      <span ref={buttons} className="flex">
        <Button
          look="solid"
          small
          className="!h-7 not-last:!rounded-e-none max-pane:!h-11"
          shortcut={sendKey}
          busy={composer.isPending}
          aria-disabled={!isReady}
          onClick={onSubmit}
        >
          {composer.newer > 0 ? t('composer.sendAnyway') : t(`composer.send.${kind}`)}
        </Button>
        {children}
      </span>
    </div>
  )
}
