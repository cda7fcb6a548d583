import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { t } from '../../ui/words/words.ts'
import { tagOf } from '../../ui/tag-of.ts'
import type { NamedAction } from './named-action.ts'

const tagsOf = (text: string) => text.split(',').map(tagOf).filter(Boolean)

/** Which tags the chosen tickets get and lose. */
export function BulkTags({ onClose, onAsked }: { onClose: () => void; onAsked: (named: NamedAction) => void }) {
  const [texts, setTexts] = useState({ add: '', remove: '' })
  const tags = { add: tagsOf(texts.add), remove: tagsOf(texts.remove) }
  const isEmpty = tags.add.length + tags.remove.length === 0
  return (
    <Dialog title={t('bulk.tagsTitle')} onClose={onClose}>
      <form
        className="grid gap-3 p-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (!isEmpty) onAsked({ words: t('bulk.to.tags'), action: { tags } })
        }}
      >
        {(['add', 'remove'] as const).map((name) => (
          <Field key={name} label={t(`bulk.${name}Tags`)}>
            {(id) => (
              <input
                id={id}
                className="field"
                value={texts[name]}
                onChange={(event) => setTexts({ ...texts, [name]: event.target.value })}
              />
            )}
          </Field>
        ))}
        <div className="flex justify-end">
          <Button type="submit" look="solid" disabled={isEmpty}>
            {t('bulk.check')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
