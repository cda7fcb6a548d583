import { useState } from 'react'
import type { Case } from '@switchyard/sdk'
import { useUploads } from '../../live/uploads.ts'
import type { Uploads } from '../../live/uploads.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { FilePicker } from '../../ui/file-picker.tsx'
import { ProblemLine } from '../../ui/states.tsx'
import { UploadChips } from '../../ui/upload-chips.tsx'
import { useFileDrop } from '../../ui/use-file-drop.ts'
import { t, wordFor } from '../../ui/words/words.ts'
import { addEvidence } from './case-changes.ts'
import type { NewEvidence } from './case-changes.ts'
import { useCaseChange } from './use-case-change.ts'

const kinds = ['note', 'link', 'file'] as const
const nothing: NewEvidence = { kind: 'note', text: '', url: '' }

interface KindChoiceProps {
  kind: NewEvidence['kind']
  onKind: (kind: NewEvidence['kind']) => void
}

function KindChoice({ kind, onKind }: KindChoiceProps) {
  return (
    <fieldset>
      <legend className="sr-only">{t('case.evidenceKind')}</legend>
      <div className="flex w-fit rounded-control bg-fill p-0.5">
        {kinds.map((choice) => (
          <label
            key={choice}
            className="type-label flex h-6 items-center rounded-chip px-2.5 text-ink-2 has-checked:bg-raised has-checked:text-ink has-checked:shadow-[0_0_0_1px_var(--line-strong)] has-focus-visible:outline-2 has-focus-visible:outline-focus max-pane:h-10"
          >
            <input
              type="radio"
              className="sr-only"
              name="evidence-kind"
              checked={choice === kind}
              onChange={() => onKind(choice)}
            />
            {wordFor('case.evidence', choice)}
          </label>
        ))}
      </div>
    </fieldset>
  )
}

/** What is being added, and what adds it. */
function useNewEvidence(one: Case, onDone: () => void) {
  const change = useCaseChange(one.id)
  const [piece, setPiece] = useState(nothing)
  const file = useUploads(`evidence ${one.id}`, 1)
  const drop = useFileDrop((files) => {
    if (files.length === 0) return
    setPiece((known) => ({ ...known, kind: 'file' }))
    file.add(files)
  })
  const isReady =
    piece.kind === 'file' ? file.fileIds.length === 1 : (piece.kind === 'note' ? piece.text : piece.url).trim() !== ''
  const add = () => {
    const onSuccess = () => {
      file.clear()
      onDone()
    }
    if (isReady) change.mutate(addEvidence(one, piece, file.fileIds[0]), { onSuccess })
  }
  return { change, piece, setPiece, file, drop, isReady, add }
}

function EvidenceFile({ file }: { file: Uploads }) {
  if (file.uploads.length > 0)
    return (
      <div className="-mx-3.5">
        <UploadChips uploads={file.uploads} onRemove={file.remove} onRetry={file.retry} />
      </div>
    )
  return (
    <div className="flex items-center gap-1.5">
      <FilePicker label={t('file.choose')} multiple={false} onFiles={file.add} showsLabel />
      <span className="type-meta text-ink-3">{t('file.dropOne')}</span>
    </div>
  )
}

/** Adds a note, a link or a file to what was found. Files may be dropped on it and pasted into it. */
export function EvidenceForm({ one, onDone }: { one: Case; onDone: () => void }) {
  const { change, piece, setPiece, file, drop, isReady, add } = useNewEvidence(one, onDone)
  return (
    <form
      {...drop.handlers}
      className={`mb-2 grid gap-2.5 rounded-card p-3 ${drop.isOver ? 'bg-accent-tint shadow-[inset_0_0_0_1.5px_var(--accent-line)]' : 'hairline'}`}
      onSubmit={(event) => {
        event.preventDefault()
        add()
      }}
    >
      <KindChoice kind={piece.kind} onKind={(kind) => setPiece({ ...piece, kind })} />
      {piece.kind === 'file' && <EvidenceFile file={file} />}
      {piece.kind === 'link' && (
        <Field label={t('case.evidenceUrl')} hint={t('case.evidenceUrlHint')}>
          {(id) => (
            <input
              id={id}
              className="field"
              inputMode="url"
              placeholder="https://"
              value={piece.url}
              onChange={(event) => setPiece({ ...piece, url: event.target.value })}
            />
          )}
        </Field>
      )}
      <Field label={t('case.evidenceText')}>
        {(id) => (
          <textarea
            id={id}
            dir="auto"
            className="field min-h-14 [field-sizing:content]"
            value={piece.text}
            onChange={(event) => setPiece({ ...piece, text: event.target.value })}
          />
        )}
      </Field>
      {change.error && <ProblemLine error={change.error} />}
      <div className="flex flex-wrap items-center justify-end gap-2">
        <span className="type-meta me-auto text-ink-3">{t('case.evidenceStays')}</span>
        <Button look="bare" onClick={onDone}>
          {t('case.cancel')}
        </Button>
        <Button type="submit" busy={change.isPending} disabled={!isReady}>
          {t('case.evidenceAdd')}
        </Button>
      </div>
    </form>
  )
}
