import type { ReactNode } from 'react'
import type { Uploads } from '../../../live/uploads.ts'
import { Field } from '../../../ui/field.tsx'
import { FilePicker } from '../../../ui/file-picker.tsx'
import { UploadChips } from '../../../ui/upload-chips.tsx'
import { useFileDrop } from '../../../ui/use-file-drop.ts'
import { t } from '../../../ui/words/words.ts'

interface Written {
  issueSummary: string
  words: string
  openedBy: 'customer' | 'agent'
}

interface WordsFieldProps {
  form: Written
  set: (change: Partial<Written>) => void
  files: Uploads
  beneathSubject: ReactNode
}

/** The subject, and the first words with their files: the customer's, or those to the customer. */
export function WordsField({ form, set, files, beneathSubject }: WordsFieldProps) {
  const { isOver, handlers } = useFileDrop(files.add)
  const isOurs = form.openedBy === 'agent'
  return (
    <>
      <Field label={t('details.summary')}>
        {(id) => (
          <input
            id={id}
            required
            maxLength={2000}
            dir="auto"
            autoComplete="off"
            className="field"
            value={form.issueSummary}
            onChange={(event) => set({ issueSummary: event.target.value })}
          />
        )}
      </Field>
      {beneathSubject}
      <div {...handlers} className={isOver ? 'rounded-control outline-2 outline-offset-4 outline-accent-line' : ''}>
        <Field
          label={t(isOurs ? 'newTicket.written' : 'newTicket.said')}
          {...(isOurs ? {} : { hint: t('newTicket.saidHint') })}
        >
          {(id) => (
            <textarea
              id={id}
              maxLength={20_000}
              dir="auto"
              className="field min-h-24 [field-sizing:content]"
              value={form.words}
              onChange={(event) => set({ words: event.target.value })}
            />
          )}
        </Field>
        <div className="-mx-1 mt-1 flex flex-wrap items-center">
          <FilePicker label={t('newTicket.attach')} onFiles={files.add} />
          <UploadChips uploads={files.uploads} onRemove={files.remove} onRetry={files.retry} />
        </div>
      </div>
    </>
  )
}
