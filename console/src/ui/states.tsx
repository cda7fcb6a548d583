import { ApiProblem } from '@switchyard/sdk'
import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import { CopyButton } from './copy-button.tsx'
import { Icon } from './icon.tsx'
import type { IconName } from './icon-paths.tsx'
import { t } from './words/words.ts'

/** Bones of the final geometry; nothing shows for the first 100 ms. */
export function Bones({ rows, className = '' }: { rows: string[]; className?: string }) {
  return (
    <div className={`late grid gap-2 ${className}`} role="status" aria-label={t('state.loading')}>
      {rows.map((size, index) => (
        <div key={`${size}-${index}`} className={`bones ${size}`} />
      ))}
    </div>
  )
}

interface EmptyProps {
  icon: IconName
  title: string
  text: string
  children?: ReactNode
}

/** Says what will appear here, and the one thing to do. */
export function Empty({ icon, title, text, children }: EmptyProps) {
  return (
    <div className="enter-fade grid h-full place-content-center justify-items-center gap-1 p-8 text-center">
      <Icon name={icon} size="xl" tone="mb-2 text-ink-3" />
      <h2 className="type-title">{title}</h2>
      <p className="max-w-80 text-ink-2">{text}</p>
      {children && <div className="mt-3">{children}</div>}
    </div>
  )
}

interface FailureProps {
  error: Error
  /** What is not lost: drafts, the list already shown. */
  kept?: string
  onRetry?: () => void
  className?: string
}

/** What failed, what is kept, the request id to copy, and retry; a refusal names the permission instead. */
export function Failure({ error, kept, onRetry, className = 'h-full' }: FailureProps) {
  const problem = error instanceof ApiProblem ? error : null
  const isRefusal = problem?.status === 403
  const isUnreachable = problem?.status === 0
  const title = isRefusal ? t('state.noPermission') : isUnreachable ? t('state.unreachable') : t('state.failed')
  const text = isRefusal ? t('state.whoGrants') : (kept ?? '')
  return (
    <div
      role="alert"
      className={`grid grid-cols-[minmax(0,1fr)] content-center justify-items-center gap-1 p-6 text-center ${className}`}
    >
      <Icon
        name={isRefusal ? 'lock' : isUnreachable ? 'offline' : 'alert'}
        size="xl"
        tone={`mb-2 ${isRefusal ? 'text-ink-3' : 'text-breach'}`}
      />
      <h2 className="type-title">{title}</h2>
      {!isUnreachable && <p className="max-w-96 break-words text-ink-2">{error.message}</p>}
      {text !== '' && <p className="max-w-96 text-ink-3">{text}</p>}
      <div className="mt-3 flex flex-wrap items-center justify-center gap-2">
        {onRetry && (
          <Button icon="history" onClick={onRetry}>
            {t('action.retry')}
          </Button>
        )}
        {problem?.requestId && <CopyButton text={problem.requestId} label={t('state.requestId')} />}
      </div>
      {problem?.requestId && (
        <code className="max-w-full truncate font-mono text-[11.5px]/[18px] text-ink-3">{problem.requestId}</code>
      )}
    </div>
  )
}

/** One line of refusal beside the control that caused it. */
export function ProblemLine({ error }: { error: Error }) {
  const requestId = error instanceof ApiProblem ? error.requestId : null
  return (
    <p role="alert" className="flex items-start gap-1.5 text-breach">
      <Icon name="alert" size="s" tone="mt-[3px]" />
      <span className="min-w-0 break-words">
        {error.message}
        {requestId && <code className="ms-1.5 text-[11.5px] text-ink-3">{requestId}</code>}
      </span>
    </p>
  )
}
