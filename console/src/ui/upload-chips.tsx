import { useEffect, useState } from 'react'
import { ApiProblem } from '@switchyard/sdk'
import { sizeText } from './file-size.ts'
import { Icon } from './icon.tsx'
import { t } from './words/words.ts'

export interface ShownUpload {
  key: string
  file: File
  phase: 'sending' | 'done' | 'failed'
  progress: number
  error: Error | null
}

const drawn = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp'])
const drawnBytes = 10 * 1024 * 1024

/** A small picture of what is being sent, from the file itself. */
function Thumb({ file }: { file: File }) {
  const [address, setAddress] = useState<string | null>(null)
  const isDrawn = drawn.has(file.type) && file.size <= drawnBytes
  useEffect(() => {
    if (!isDrawn) return
    const made = URL.createObjectURL(file)
    setAddress(made)
    return () => URL.revokeObjectURL(made)
  }, [file, isDrawn])
  if (address === null) return <Icon name="file" size="s" tone="mx-1.5 text-ink-3" />
  return <img src={address} alt="" className="size-[30px] flex-none rounded-chip object-cover" />
}

/** What stands against an upload, in few words. */
function whyFailed(error: Error | null): string {
  if (!(error instanceof ApiProblem)) return t('file.failed')
  const { limitBytes } = error.body as { limitBytes?: number }
  if (error.code === 'too_large' && limitBytes !== undefined) return t('file.tooLarge', { limit: sizeText(limitBytes) })
  if (error.code === 'quota_exceeded') return t('file.full')
  return error.status === 0 ? t('file.broken') : error.message
}

function Chip({ upload, onRemove, onRetry }: { upload: ShownUpload; onRemove: () => void; onRetry: () => void }) {
  const { file, phase, progress, error } = upload
  const percent = Math.round(progress * 100)
  const isFailed = phase === 'failed'
  const name = file.name
  return (
    <li
      className={`relative flex h-9 max-w-full items-center gap-1.5 overflow-hidden rounded-control bg-surface ps-[3px] pe-0.5 max-pane:h-11 ${isFailed ? 'shadow-[inset_0_0_0_1px_var(--breach-mark)]' : 'hairline'}`}
    >
      <Thumb file={file} />
      <span className="min-w-0 text-[12px]/[15px]">
        <span className="block max-w-52 truncate text-ink" dir="auto" title={name}>
          {name}
        </span>
        {isFailed ? (
          <span role="alert" className="block max-w-72 truncate text-breach" title={whyFailed(error)}>
            {whyFailed(error)}
          </span>
        ) : (
          <span className="num block text-ink-3">
            {phase === 'sending' && percent < 100 ? `${percent} % · ` : ''}
            {sizeText(file.size)}
          </span>
        )}
      </span>
      {isFailed && (
        <button type="button" className="link type-label px-1 max-pane:h-11" onClick={onRetry}>
          {t('action.retry')}
          <span className="sr-only"> {name}</span>
        </button>
      )}
      <button
        type="button"
        aria-label={t(phase === 'sending' ? 'file.cancel' : 'file.remove', { name })}
        title={t(phase === 'sending' ? 'file.cancel' : 'file.remove', { name })}
        className="grid size-6 flex-none place-items-center rounded-chip text-ink-3 hover:bg-hover hover:text-ink max-pane:size-11"
        onClick={onRemove}
      >
        <Icon name="x" size="xs" />
      </button>
      {phase === 'sending' && (
        <span
          role="progressbar"
          aria-label={name}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={percent}
          className="absolute inset-x-0 bottom-0 h-[2px] bg-fill"
        >
          <span className="block h-full bg-accent transition-[width] duration-200" style={{ width: `${percent}%` }} />
        </span>
      )}
    </li>
  )
}

interface UploadChipsProps {
  uploads: readonly ShownUpload[]
  onRemove: (key: string) => void
  onRetry: (key: string) => void
}

/** The files that go with what is being written: how far each is, what went wrong, and the way to take it off again. */
export function UploadChips({ uploads, onRemove, onRetry }: UploadChipsProps) {
  if (uploads.length === 0) return null
  return (
    <ul aria-label={t('file.list')} className="flex flex-wrap gap-1.5 px-3.5 pb-1 pt-1">
      {uploads.map((upload) => (
        <Chip
          key={upload.key}
          upload={upload}
          onRemove={() => onRemove(upload.key)}
          onRetry={() => onRetry(upload.key)}
        />
      ))}
    </ul>
  )
}
