import { useState } from 'react'
import type { Ticket } from '@switchyard/sdk'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Icon } from '../../ui/icon.tsx'
import { ProblemLine } from '../../ui/states.tsx'
import { tagOf } from '../../ui/tag-of.ts'
import { t } from '../../ui/words/words.ts'
import { useProperty } from './use-property.ts'

/** Adds and removes tags; saved together. */
export function TagsDialog({ ticket, onClose }: { ticket: Ticket; onClose: () => void }) {
  const [tags, setTagList] = useState(ticket.tags)
  const [text, setText] = useState('')
  const save = useProperty(ticket)
  const keep = () => {
    const next = text.trim() === '' ? tags : [...new Set([...tags, tagOf(text)])]
    const words = { number: ticket.number, tags: next.join(', ') || t('tags.none') }
    save.mutate({ change: { tags: next }, text: t('keys.tagged', words) }, { onSuccess: onClose })
  }
  const add = () => {
    if (text.trim() !== '') setTagList([...new Set([...tags, tagOf(text)])])
    setText('')
  }
  return (
    <Dialog title={t('tags.title')} onClose={onClose}>
      <form
        className="grid gap-3 p-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (text.trim() === '') keep()
          else add()
        }}
      >
        <ul className="flex min-h-6 flex-wrap gap-1.5">
          {tags.map((tag) => (
            <li key={tag}>
              <button
                type="button"
                className="chip outlined !h-6"
                aria-label={t('tags.remove', { tag })}
                onClick={() => setTagList(tags.filter((known) => known !== tag))}
              >
                {tag} <Icon name="x" size="xs" />
              </button>
            </li>
          ))}
          {tags.length === 0 && <li className="text-ink-3">{t('tags.none')}</li>}
        </ul>
        <input
          className="field"
          aria-label={t('tags.add')}
          placeholder={t('tags.add')}
          autoFocus
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        {save.error && <ProblemLine error={save.error} />}
        <div className="flex justify-end gap-2">
          <Button look="solid" busy={save.isPending} onClick={keep}>
            {t('tags.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
