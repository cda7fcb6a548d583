import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { t } from '../../ui/words/words.ts'
import type { NamedAction } from './named-action.ts'

type Kind = 'public' | 'internal'

interface BulkReplyProps {
  /** What one may write: at least one. */
  kinds: readonly Kind[]
  onClose: () => void
  onAsked: (named: NamedAction) => void
}

/** What is said on each of the chosen tickets: to their customers, or to colleagues only. */
export function BulkReply({ kinds, onClose, onAsked }: BulkReplyProps) {
  const [visibility, setVisibility] = useState<Kind>(kinds[0] ?? 'internal')
  const [text, setText] = useState('')
  const body = text.trim()
  const ask = () => {
    if (body !== '') onAsked({ words: t(`bulk.to.${visibility}`), action: { reply: { body, visibility } } })
  }
  return (
    <Dialog title={t('bulk.replyTitle')} onClose={onClose}>
      <form
        className="grid gap-3 p-4"
        onSubmit={(event) => {
          event.preventDefault()
          ask()
        }}
      >
        <Field label={t(`composer.${visibility}`)}>
          {(id) => (
            <textarea
              id={id}
              dir="auto"
              maxLength={20_000}
              placeholder={t(`composer.placeholder.${visibility}`)}
              className={`field max-h-60 min-h-28 [field-sizing:content] ${visibility === 'internal' ? '!bg-note-tint' : ''}`}
              value={text}
              onChange={(event) => setText(event.target.value)}
              onKeyDown={(event) => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && ask()}
            />
          )}
        </Field>
        {kinds.length > 1 && (
          <fieldset className="flex flex-wrap gap-x-4">
            <legend className="sr-only">{t('composer.kind')}</legend>
            {kinds.map((kind) => (
              <label key={kind} className="flex min-h-6 items-center gap-2 max-pane:min-h-11">
                <input
                  type="radio"
                  name="visibility"
                  className="size-4 accent-accent"
                  checked={visibility === kind}
                  onChange={() => setVisibility(kind)}
                />
                {t(`bulk.reach.${kind}`)}
              </label>
            ))}
          </fieldset>
        )}
        <div className="flex justify-end">
          <Button type="submit" look="solid" disabled={body === ''}>
            {t('bulk.check')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
